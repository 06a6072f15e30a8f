"""How four-legged animals go, stand, look, rest and die, and the words for it."""

from __future__ import annotations

from typing import Final

from motionsearch.train.world.animal_quadruped import RIG
from motionsearch.train.world.animal_rig import read_actions

SHEET = """
[walk]
is    1.1 s, weight 3
gait  feet walk, stride .85, stance .64, lift .15, bob .02
name  walking; walk; strolling
say   *walk {where}; *walk; *stroll {where}; *walk along {where}; *move {where} step by step; *pace {where};
      *advance {where}; *proceed {where}; *progress {where} step by step
how   the four legs step one after the other; one foot after the other is lifted and set down {where}

[walk slowly]
is    1.9 s, weight 1.2
gait  feet walk, stride .6, stance .7, lift .12, neck -15
name  slow walk; plodding; ambling
say   *walk slowly {where}; *amble {where}; *plod along {where}; *saunter {where}; *move ahead {where} at a
      slow pace; *amble {where}
how   the legs take slow steps while the head hangs low

[trot]
is    .62 s, weight 2
gait  feet trot, stride .85, stance .44, lift .24, bob .06
name  trotting; trot; jogging
say   *trot {where}; *trot; *trot along {where}; *run at an easy pace {where}; *jog {where}
how   the legs move in diagonal pairs with a springy step

[canter]
is    .6 s, weight 1
who   hoofs dog cat paws
gait  feet canter, stride 1.05, stance .38, lift .28, bob .09, arch 4, pitch 5
name  cantering; canter; loping
say   *canter {where}; *lope {where}; *run in an easy gallop {where}
how   the body rocks as three beats of the feet follow each other

[gallop]
is    .46 s, weight 2.5
who   hoofs dog cat paws
gait  feet gallop, stride 1.25, stance .27, lift .35, bob .12, arch 14, pitch 6, neck -8, tail 25
name  galloping; gallop; running; sprinting; racing
say   *gallop {where}; *run {where}; *gallop; *run fast {where}; *sprint {where}; *race {where}; *dash {where}
how   the back bends and stretches as the hind legs and then the front legs strike the ground in long leaps

[run]
is    .55 s, weight 1.5
who   heavy low small
gait  feet trot, stride 1, stance .4, lift .22, bob .05, neck -5
name  running; run; charging along
say   *run {where}; *run; *hurry {where}; *scurry {where}; *rush {where}
how   the legs move fast and the body rushes {where}

[hop]
is    .55 s, weight 2.5
who   hops
gait  feet bound, stride 1.1, stance .3, lift .3, bob .32, arch 12, pitch 8
name  hopping; hop; bounding; leaping along
say   *hop {where}; *hop; *bound {where}; *jump along {where}; *leap {where} again and again
how   both hind legs push off together and the body flies {where} in one hop after the other

[sneak]
is    2.1 s, weight 1.3
who   paws
gait  feet walk, stride .6, stance .74, lift .1, crouch .28, neck -22, tail -5
name  sneaking; stalking; creeping; prowling
say   *sneak {where}; *stalk {where}; *creep {where} close to the ground; *prowl {where}
how   low to the ground with the head down the legs take slow careful steps

[walk backward]
is    1.4 s, weight 1
gait  feet walk, stride .55, stance .66, lift .12, heading 180, straight 1
name  walking backward; backing up; retreating
say   *walk backward; *back up; *back away; *step backward; *retreat; *withdraw; *pull back step by step
how   the legs step back one after the other while the head keeps facing forward

[walk sideways]
is    1.3 s, weight .7
gait  feet trot, stride .35, stance .6, lift .14, heading 90, straight 1
name  sidestepping; walking sideways; stepping to the {side}
say   *step sideways to the {side}; *sidestep to the {side}; *shift to the {side}; *move to the {side}
      sideways
how   the feet step apart and together towards the {side}

[turn in place]
is    2 s, 1 times, stays, weight 1.6
0
.2    yaw 20, bend 22, neck 0 25, front .25 .15 0, ohind .1 .12 0
.4    yaw 60, front 0 0 0, ofront -.15 .15 0, ohind 0 0 0, hind .1 .12 0
.6    yaw 105, ofront 0 0 0, front .25 .15 0, hind 0 0 0, ohind .1 .12 0
.8    yaw 150, front 0 0 0, ofront -.1 .12 0, ohind 0 0 0, hind .05 .1 0
1     yaw 180, bend 0, neck 0 0, ofront 0 0 0, hind 0 0 0
name  turning around; turn; turning to the {side}; pivoting; rotating in place
say   *turn around; *turn to the {side}; *turn around on the spot; *pivot to the {side}; *rotate to the {side}
      in place; *spin around; *swivel to the {side}; *redirect itself to the {side}
how   with small steps the whole body turns to the {side}

[stand still]
is    2.5 s, 1 times, stays, weight 1.2
0
.5    head 4 8 0, tail 0 10
1     head 0 -4 0, tail 0 -8
name  standing; standing still; idle; resting on its feet
say   *stand still; *stand; *stay in place; *stand quietly; *remain standing; *remain unmoving; *maintain its
      stance; *keep its balance on all fours
how   all four feet stay on the ground and only head and tail move a little

[look around]
is    2.6 s, 1-2 times, weight 1.3
0
.22   neck 8 35, head 0 25 0
.42   neck 8 35, head 0 25 0
.65   neck 8 -35, head 0 -25 0
.82   neck 8 -35, head 0 -25 0
1     home
name  looking around; turning the head; looking left and right
say   *look around; *turn its head from side to side; *look left and right; *scan the surroundings; *peer from
      side to side; *observe what is around it; *swivel its head
how   the head turns far to one side and then to the other while the legs stand still

[look to the side]
is    1.8 s, 1 times, weight .8
0
.3    neck 5 40, head 0 30 0
.7    neck 5 40, head 0 30 0
1     home
name  looking to the {side}; turning the head {side}
say   *look to the {side}; *turn its head to the {side}; *gaze to the {side}; *peer to the {side}; *direct its
      gaze to the {side}
how   the head turns to the {side} and comes back

[eat]
is    2.8 s, 1 times, weight 1.8
0
.3    neck -95, head -5 0 0, turn 0 16 0, root 0 -.16 0, fronts .05 0 .2
.42   neck -88, head 6 0 0
.52   neck -96, head -6 0 0
.62   neck -88, head 6 4 0
.72   neck -96, head -6 0 0
1     home
name  eating; grazing; feeding; eating from the ground; sniffing the ground
say   *eat from the ground; *graze; *lower its head and *eat; *nibble at something on the ground; *sniff the
      ground; *chew; *munch on something; *devour its food
how   the head goes down to the ground, bobs there and comes up again

[drink]
is    3 s, 1 times, weight 1
0
.3    neck -95, head -4 0 0, turn 0 18 0, root 0 -.18 0, fronts .06 0 .2
.75   neck -95, head 0 0 0
1     home
name  drinking; drinking water; lapping
say   *drink; *lower its head to drink; *drink water; *lap up water
how   the head sinks to the ground, stays there and rises

[raise head]
is    2 s, 1-2 times, weight .8
0
.35   neck 30, head 25 0 0
.7    neck 30, head 25 0 0
1     home
name  raising the head; looking up; stretching the neck
say   *raise its head high; *look up; *stretch its neck upward; *lift its head; *elevate its head; *perk up
how   the neck stretches up, stays and comes down

[nod]
is    .7 s, 2-4 times, smooth, weight .8
0     neck 6, head 8 0 0
.5    neck -14, head -10 0 0
name  nodding; bobbing the head
say   *nod its head; *bob its head up and down
how   the head goes up and down again and again

[wag tail]
is    .4 s, 4-9 times, smooth, weight 1.4
who   dog cat
0     tail 25 45, bend 4
.5    tail 25 -45, bend -4
name  wagging the tail; tail wagging; happy dog
say   *wag its tail; *swing its tail from side to side; *wag happily; *sway its tail to and fro; *twitch its
      tail
how   the tail swings quickly from side to side

[swish tail]
is    1 s, 2-4 times, smooth, weight .8
who   hoofs heavy
0     tail 20 50
.5    tail 20 -50
name  swishing the tail; flicking the tail
say   *swish its tail; *flick flies away with its tail; *swing its tail; *lash its tail; *flick its tail;
      *whip its tail from side to side
how   the tail swings from side to side

[sit down]
is    1.3 s, 1 times, stays, weight 1.6
who   paws
0
.5    root 0 -.2 -.1, turn 0 -18 0, hinds 0 0 .15
1     root 0 -.32 -.16, turn 0 -38 0, neck 14 0, hinds .05 0 .42, fronts 0 0 -.1, tail -25 0
name  sitting down; sit; sitting
say   *sit down; *sit; *lower its hindquarters; *sit on its haunches; *settle on its haunches; *lower its rear
      to the ground
how   the hindquarters sink to the ground while the front legs stay straight

[get up from sitting]
is    1.2 s, 1 times, stays, weight .8
who   paws
0     root 0 -.32 -.16, turn 0 -38 0, neck 14 0, hinds .05 0 .42, fronts 0 0 -.1, tail -25 0
.2    root 0 -.32 -.16, turn 0 -38 0, neck 14 0, hinds .05 0 .42, fronts 0 0 -.1, tail -25 0
1     root 0 0 0, turn 0 0 0, neck 0 0, hinds 0 0 0, fronts 0 0 0, tail 0 0
name  getting up; standing up from sitting
say   *stand up; *get up from sitting; *rise to its feet
how   the hindquarters lift off the ground until all four legs stand

[lie down]
is    2 s, 1 times, stays, weight 1.5
0
.4    root 0 -.35 0, turn 0 12 0, fronts 0 0 .3, hinds 0 0 .1
1     root 0 -.8 0, turn 0 0 0, fronts .1 0 .6, hinds .25 0 .35, neck -10 0
name  lying down; lie down; resting; going to sleep
say   *lie down; *lie down on its belly; *lower its body to the ground; *settle down to rest; *recline;
      *lounge on the ground; *settle down
how   the legs fold and the body sinks until the belly rests on the ground

[get up]
is    1.8 s, 1 times, stays, weight 1.2
0     root 0 -.8 0, fronts .1 0 .6, hinds .25 0 .35, neck -10 0
.15   root 0 -.8 0, fronts .1 0 .6, hinds .25 0 .35, neck -10 0
.6    root 0 -.35 0, turn 0 -12 0, fronts 0 0 .2, hinds 0 0 .1
1     root 0 0 0, turn 0 0 0, fronts 0 0 0, hinds 0 0 0, neck 0 0
name  getting up; standing up; rising
say   *get up; *stand up; *rise from the ground; *get to its feet
how   the front and then the hind legs stretch until the body stands

[sleep]
is    3 s, 1 times, stays, weight .9
0     root 0 -.8 0, fronts .1 0 .6, hinds .25 0 .35, neck -30 12, head -8 0 0
.5    root 0 -.79 0, neck -30 12, arch 2
1     root 0 -.8 0, fronts .1 0 .6, hinds .25 0 .35, neck -30 12, head -8 0 0, arch 0
name  sleeping; lying; lying still; sleep
say   *sleep; *lie on the ground; *lie still; *rest on its belly; *sleep with its head down; *doze; *slumber;
      *rest with its head down
how   the body lies on the ground and hardly moves

[die]
is    1.8 s, 1 times, stays, weight 1.3, hard
0
.35   turn 0 6 22, root .1 -.25 0, neck -20 0, front 0 0 .1
.7    turn 0 0 82, root .5 -.75 0, loose 1, snap 1, neck -18 0, fronts 0 .1 .15, hinds 0 .1 .1
.82   turn 0 0 94, root .5 -.75 0, head -20 0 0
1     turn 0 0 90, root .5 -.75 0, fronts 0 .05 .2, hinds 0 .05 0, tail -10 0
name  dying; death; falling over; collapsing
say   *die; *collapse; *fall over on its side; *topple over and *lie still; *drop dead to the {side}; *fall to
      the {side}; *succumb; *go limp; *topple over and *lie unmoving
how   the legs give way and the body tips over onto its side

[swim]
is    .8 s, weight 1.4
gait  feet trot, stride .7, stance .5, lift .2, bob .02, neck 14, swim 1
name  swimming; dog paddle; swimming in water
say   *swim {where}; *paddle through the water {where}; *swim with all four legs; *swim along
how   below the level back the legs paddle in turn while the head is held up

[limp]
is    1.4 s, weight .8
gait  feet walk, stride .5, stance .66, lift .14, bob .05, neck -12, pitch 7
name  limping; hobbling; injured walk
say   *limp {where}; *hobble {where}; *walk with a limp
how   the head and shoulders dip at every other step

[circle]
is    1 s, weight .8
gait  feet walk, stride .75, stance .6, lift .16, round 1
name  walking in a circle; circling; going round and round
say   *walk in a circle; *circle around to the {side}; *go round and round; *chase its tail
how   the body stays bent to the {side} as the feet step round in a circle
"""

WAYS: Final = read_actions(RIG, SHEET)
