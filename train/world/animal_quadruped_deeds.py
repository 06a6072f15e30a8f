"""What else four-legged animals do: play, hunt, fight, dig and groom, and the words for it."""

from __future__ import annotations

from typing import Final

from motionsearch.train.world.animal_quadruped import RIG
from motionsearch.train.world.animal_rig import read_actions

SHEET = """
[howl]
is    2.6 s, 1 times, weight 1.2
who   dog
0
.3    neck 38, head 45 0 0, turn 0 -4 0, tail -10 0
.75   neck 40, head 48 0 0, turn 0 -4 0
1     home
name  howling; howl; howling at the moon
say   *howl; *throw its head back and *howl; *howl at the sky; *point its muzzle up and *howl; *raise its head
      and *call
how   the head tips far back until the muzzle points up and stays there

[bark]
is    .5 s, 2-5 times, smooth, weight 1.2, hard
who   dog
0     neck 4, head 0 0 0
.3    neck 16, head 14 0 0, turn 0 -3 0, root 0 .02 .04
.6    neck 2, head 0 0 0, turn 0 0 0, root 0 0 0
name  barking; bark
say   *bark; *bark at something; *jerk its head up and *bark
how   the head jerks up and forward again and again

[roar]
is    2 s, 1 times, weight 1
who   cat heavy
0
.2    neck -10, head -10 0 0, root 0 -.04 -.06
.4    neck 18, head 22 0 0, root 0 0 .1
.7    neck 18, head 20 8 0
1     home
name  roaring; roar; bellowing
say   *roar; *stretch its head forward and *roar; *bellow
how   the head pulls in and thrusts forward and up

[jump]
is    1.1 s, 1 times, weight 1.8, hard
0
.28   root 0 -.25 -.1, turn 0 6 0, neck -8 0
.42   turn 0 -24 0, root 0 .05 .05, fronts 0 .45 .1, air .05, hinds 0 0 -.2, arch -8, go 0 0 .2
.58   turn 0 0 0, root 0 0 0, air .65, fronts 0 .3 .35, hinds 0 .25 -.4, arch 0, go 0 0 1.2
.74   turn 0 18 0, air .25, fronts 0 0 .3, hinds 0 .35 -.1, go 0 0 2
.85   turn 0 4 0, air 0, root 0 -.2 .05, fronts 0 0 .05, hinds 0 0 .1, arch 8, go 0 0 2.4
1     turn 0 0 0, root 0 0 0, fronts 0 0 0, hinds 0 0 0, arch 0, neck 0 0, go 0 0 2.5
name  jumping; jump; leaping; leap; springing forward
say   *jump; *leap forward; *jump forward over something; *spring ahead; *leap into the air and *land
how   the hind legs push off, the body flies in an arc and lands on the front legs

[jump up]
is    1.1 s, 1-2 times, weight .8, hard
who   paws
0
.3    root 0 -.28 0
.45   root 0 .05 0, air .1, fronts 0 .15 .1
.6    air .5, fronts 0 .35 .1, hinds 0 .3 0, arch 6
.78   air 0, fronts 0 0 0, hinds 0 0 0, arch 0, root 0 -.22 0
1     home
name  jumping straight up; bouncing; pouncing in place
say   *jump straight up; *hop up and down; *bounce with all four feet
how   all four feet leave the ground and land again in the same place

[pounce]
is    1.3 s, 1 times, weight 1.3, hard
who   cat dog
0
.35   root 0 -.42 -.2, neck -18 0, turn 0 4 0, tail 10 20
.5    turn 0 -28 0, fronts 0 .6 .4, air .15, root 0 0 0, go 0 0 .5
.65   turn 0 8 0, air .4, fronts 0 .3 .5, go 0 0 1.2
.8    turn 0 22 0, air 0, fronts 0 0 .2, root 0 -.15 .05, neck -40 0, go 0 0 1.6
1     turn 0 0 0, fronts 0 0 0, root 0 0 0, neck 0 0, go 0 0 1.65, tail 0 0
name  pouncing; pounce; attacking; hunting
say   *pounce; *crouch and *pounce on something; *leap on its prey; *spring at something
how   the body crouches low and springs forward onto both front paws

[rear]
is    2.2 s, 1-2 times, weight 1.5
who   hoofs
0
.3    turn 0 -52 0, root 0 .42 -.3, fronts 0 .75 .1, hinds 0 0 .22, neck 8 0, snap 0
.45   turn 0 -56 0, root 0 .46 -.3, front 0 .9 .4, ofront 0 .65 .1
.6    turn 0 -54 0, root 0 .44 -.3, front 0 .65 .1, ofront 0 .9 .4
.85   turn 0 -8 0, root 0 .05 -.05, fronts 0 .15 .05, hinds 0 0 0
1     home
name  rearing; rear; rearing up; standing on the hind legs
say   *rear up; *rise on its hind legs; *rear and *paw the air; *stand up on its hind legs and *come down
      again
how   the front of the body rises until only the hind legs stand while the front legs paw the air

[stand upright]
is    2.6 s, 1 times, weight 1.1
who   paws heavy
0
.35   turn 0 -66 0, root 0 .38 -.38, fronts 0 .72 -.05, hinds .05 0 .1, neck -28 0
.7    turn 0 -68 0, root 0 .4 -.38, fronts 0 .75 -.02, neck -28 10
1     home
name  standing on the hind legs; begging; standing upright
say   *stand up on its hind legs; *beg; *rise upright; *stand on two legs
how   the body rises until it stands on the hind legs with the front paws hanging

[buck]
is    1.1 s, 1-3 times, weight 1.3, hard
who   hoofs
0
.25   turn 0 10 0, neck -30 0, root 0 -.06 .05
.5    turn 0 32 0, root 0 .28 .1, hinds 0 1 -.75, neck -20 0
.7    turn 0 12 0, root 0 .05 0, hinds 0 .3 -.1
1     home
name  kicking out; bucking; kicking with the hind legs; attack kick
say   *kick out with its hind legs; *buck; *kick backward with both hind legs
how   the hindquarters go up and both hind legs shoot out behind

[headbutt]
is    1.3 s, 1-2 times, weight 1.4, hard
who   hoofs horns heavy
0
.35   neck -35 0, head -25 0 0, root 0 -.08 -.2, turn 0 4 0
.55   neck -22 0, head -30 0 0, root 0 -.05 .35, go 0 0 .2
.7    neck 14 0, head 10 0 0, root 0 .02 .2, go 0 0 .25
1     neck 0 0, head 0 0 0, root 0 0 0, turn 0 0 0
name  headbutting; attacking with the head; butting; attack
say   *attack with its head; *lower its head and *butt; *headbutt something; *thrust its head forward; *nudge
      something with its head; *ram with its head
how   the head goes down and thrusts forward and up

[charge]
is    .5 s, weight 1
who   horns heavy
gait  feet gallop, stride 1.15, stance .3, lift .28, bob .08, arch 8, neck -35, tail 20
name  charging; charge; attacking at a run
say   *charge {where}; *charge with its head down; *rush at something with lowered head; *attack head first;
      *unleash an attack
how   the head is held low while the legs gallop {where}

[bite]
is    1 s, 1-3 times, weight 1.4, hard
who   paws low
0
.3    neck -4 0, root 0 -.05 -.12
.5    neck 2 0, root 0 0 .3, head 12 0 0
.65   neck -4 8, root 0 0 .25, head -10 10 10
1     home
name  biting; bite; snapping; attacking
say   *bite; *snap at something; *lunge forward and *bite; *attack with its teeth; *snap at something; *lunge
      with its jaws
how   the head draws back and snaps forward

[paw strike]
is    1 s, 1-3 times, weight 1.4, hard
who   paws
0
.35   front .1 .75 .35, root -.05 0 -.08, turn 0 -8 0, neck 5 0
.6    front -.25 .1 .6, root 0 0 .12, turn 0 4 0
1     home
name  striking with the paw; paw strike; swatting; clawing; attack
say   *strike with its {side} front paw; *swat with its {side} paw; *claw at something; *swing its {side} paw
how   the {side} front paw goes up and swipes down in front

[shake paw]
is    1.8 s, 1 times, weight .9
who   dog cat
0
.3    front 0 .5 .4, root -.06 0 -.03
.5    front 0 .42 .42
.7    front 0 .5 .4
1     home
name  giving a paw; shaking hands; lifting a paw
say   *give its {side} paw; *lift its {side} front paw; *raise one paw and *put it down
how   the {side} front leg lifts off the ground, bent, and comes down

[paw the ground]
is    .7 s, 2-4 times, smooth, weight 1
who   hoofs horns
0     front 0 .25 .25, neck -20 0
.5    front 0 0 -.25, neck -24 0
name  pawing the ground; scraping with the hoof
say   *paw the ground with its {side} hoof; *scrape the ground; *stamp with its {side} front foot
how   the {side} front foot lifts forward and scrapes back again and again

[dig]
is    .34 s, 5-11 times, smooth, weight 1.3
who   paws
0     front 0 .2 .3, ofront 0 .02 -.15, turn 0 16 0, neck -38 0, root 0 -.12 0
.5    front 0 .02 -.15, ofront 0 .2 .3, turn 0 16 0, neck -40 0, root 0 -.12 0
name  digging; dig; digging a hole; burrowing
say   *dig; *dig in the ground with its front paws; *dig a hole; *scratch at the ground quickly
how   with the head low both front paws scrape the ground in quick turns

[scratch ear]
is    .26 s, 6-13 times, smooth, weight 1
who   dog cat small
0     turn 0 -34 0, root 0 -.3 -.15, ohind .05 0 .4, hind -.1 .85 1, neck -10 28, head 0 20 25, fronts 0 0
      -.1
.5    turn 0 -34 0, root 0 -.3 -.15, ohind .05 0 .4, hind -.1 1 1.15, neck -10 28, head 0 20 25, fronts 0 0
      -.1
name  scratching; scratching its ear; scratching itself with a hind leg
say   *scratch its ear with its {side} hind leg; *scratch itself; *sit and *scratch behind the ear
how   sitting on its haunches the {side} hind foot beats quickly beside the head

[shake body]
is    .28 s, 5-10 times, smooth, weight 1.1
0     turn 0 0 12, head 0 0 30, neck 0 6, tail 0 25
.5    turn 0 0 -12, head 0 0 -30, neck 0 -6, tail 0 -25
name  shaking itself; shaking off water; shaking the body
say   *shake itself; *shake off water; *shake its whole body; *shake its fur; *shudder; *twitch all over;
      *shake off water
how   head, trunk and tail twist quickly from side to side

[shake head]
is    .5 s, 2-5 times, smooth, weight .8
0     head 0 28 15, neck 0 8
.5    head 0 -28 -15, neck 0 -8
name  shaking the head; tossing the head
say   *shake its head; *toss its head from side to side
how   the head swings quickly from side to side

[stretch]
is    2.6 s, 1 times, weight 1.1
who   paws
0
.4    turn 0 24 0, root 0 -.28 -.3, fronts 0 0 .5, neck 12 0, tail 30 0, arch -10
.65   turn 0 24 0, root 0 -.28 -.3, fronts 0 0 .5, neck 14 0
1     home
name  stretching; play bow; bowing; inviting to play
say   *stretch its front legs; *bow to play; *stretch with its chest low and its hips high; *do a play bow
how   the chest sinks to the stretched front legs while the hips stay high

[arch back]
is    2 s, 1 times, weight .8
who   cat
0
.4    arch 32, root 0 .08 0, neck -15 0, tail 55 0
.7    arch 32, root 0 .08 0, neck -15 0, tail 55 0
1     home
name  arching the back; cat stretch; hissing
say   *arch its back; *hump its back and *raise its tail; *hiss with an arched back
how   the back rises high in the middle and sinks again

[lick paw]
is    .7 s, 3-5 times, smooth, weight .9
who   cat dog
0     turn 0 -34 0, root 0 -.3 -.15, hinds .05 0 .42, front -.05 .75 .3, neck -20 10, head -15 8 0, ofront 0
      0 -.08
.5    turn 0 -34 0, root 0 -.3 -.15, hinds .05 0 .42, front -.05 .85 .22, neck -16 10, head 0 8 0, ofront 0 0
      -.08
name  licking its paw; washing itself; grooming
say   *lick its {side} paw; *wash its face with its {side} paw; *groom itself
how   sitting up it lifts its {side} front paw to its mouth again and again

[roll over]
is    2 s, 1 times, stays, weight 1.1
who   paws
0
.3    root 0 -.7 0, turn 0 0 30, fronts .1 .1 .3, hinds .1 .1 .2, loose .5, snap .5
.6    turn 0 0 180, root 0 -.7 0, fronts 0 .35 .1, hinds 0 .35 0, loose 1, snap 1, go .5 0 0
.85   turn 0 0 330, go 1 0 0, fronts 0 .2 .1, hinds 0 .2 0
1     turn 0 0 360, root 0 -.75 0, go 1.1 0 0, loose 0, snap 0, fronts .1 0 .5, hinds .25 0 .3
name  rolling over; roll; rolling on its back; tumbling
say   *roll over; *roll over its back to the {side}; *lie down and *roll over; *tumble over sideways; *flip
      onto its back
how   the body sinks down, rolls over its back with the legs in the air and comes round

[wriggle on back]
is    .8 s, 2-5 times, smooth, weight .8
who   paws hoofs
0     turn 0 0 172, root 0 -.7 0, loose 1, snap 1, fronts 0 .3 .1, hinds 0 .3 0, bend 16
.5    turn 0 0 188, root 0 -.7 0, loose 1, snap 1, fronts 0 .45 .1, hinds 0 .4 .1, bend -16
name  rolling on its back; wriggling on the back; wallowing
say   *wriggle on its back; *roll about on its back with the legs in the air; *wallow
how   lying on its back it twists from side to side with its legs in the air

[recoil]
is    1.2 s, 1 times, weight 1.1, hard
0
.25   bend -18, turn 0 -6 -10, root -.25 -.08 -.12, neck 10 -25, head 0 -20 -10
.55   bend -8, root -.3 -.05 -.15, ofront .1 .08 0, front 0 0 0
1     home
name  flinching; being hit; hit reaction; recoiling
say   *flinch to the {oside}; *get hit and *recoil; *jerk away from a blow; *shy away to the {oside}
how   the body jerks away to one side and comes back

[trunk up]
is    2.4 s, 1-2 times, weight 5
who   elephant
0
.35   trunk 110, neck 14 0, head 12 0 0
.65   trunk 115, neck 14 0, head 12 0 0
1     home
name  raising the trunk; trumpeting; elephant trunk raise
say   *raise its trunk; *trumpet with its trunk high; *lift its trunk up over its head
how   the trunk curls up high above the head and comes down

[trunk swing]
is    1.8 s, 1-3 times, weight 3
who   elephant
0     trunk 10, neck 0 12, head 0 14 0
.5    trunk -10, neck 0 -12, head 0 -14 0
1     trunk 10, neck 0 12, head 0 14 0
name  swinging the trunk; swaying
say   *swing its trunk from side to side; *sway its head and trunk
how   the head and the hanging trunk swing from side to side

[stomp]
is    1.2 s, 1-3 times, weight 1.2, hard
who   heavy hoofs
0
.45   front 0 .5 .2, root -.05 .02 -.03
.62   front 0 0 .05, root 0 -.04 .02
1     home
name  stomping; stamping
say   *stomp its {side} front foot; *stamp on the ground; *lift its {side} foot and *stamp
how   the {side} front foot lifts and slams down
"""

DEEDS: Final = read_actions(RIG, SHEET)
