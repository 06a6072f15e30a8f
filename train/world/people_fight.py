"""Boxing, martial arts, weapons, and being hit."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
pose guard: hands -.12 .02 .36, elbows -.3, spine 8 0 0, root 0 -.05 0
pose take off: root 0 -.3 -.1, spine 28 0 0, turn 0 14 0
pose stance: @guard, ofoot .05 0 .22, foot .08 0 -.2, turn 25 0 0

[jab]
is    arms, .6 s, one turns, 1-6 times, weight 1.6, hard
in    wide, sit, kneel
0     @guard
.45   hand -.2 .06 .97, spine 8 0 -18
.9    @guard
name  jab; punch; punching; straight punch; one:{side} jab; boxing; turns:one-two punches; turns:shadow boxing
say   *punch with {hand}; *jab with {hand}; *throw a straight punch with {hand}; *box; *punch forward with
      {fist}; *hit something in front with {fist}; turns:*throw punches left and right; turns:*punch with both
      hands in turn
how   from a guard in front of the face {fist} ~shoot straight forward and ~snap back; {arm} ~stretch out fast
      at shoulder height and ~bend again; {fist} ~shoot straight out from the chin and ~snap back

[hook]
is    arms, .8 s, one turns, 1-4 times, weight 1.2, hard
in    wide
0     @guard
.25   hand .35 .02 .2, elbow .8, spine 8 0 25
.55   hand -.45 .05 .62, elbow 1.2, spine 8 0 -35, turn -15 0 0
.95   @guard
name  hook; hook punch; {side} hook; boxing hook; swinging punch
say   *throw a hook with {hand}; *punch in an arc with {fist}; *swing {fist} around sideways; *do a hook punch
      with {arm}
how   with the elbow held out level {fist} ~swing around in an arc from the side to the front while the trunk
      turns; with the elbow bent {fist} ~swing round level from the side to the front

[uppercut]
is    arms, .8 s, one turns, 1-4 times, weight 1.2, hard
in    wide
0     @guard
.3    hand .05 -.62 .2, root 0 -.14 0, spine 12 0 18
.6    hand -.2 .32 .5, elbow -.5, root 0 0 0, spine 0 0 -20
.95   @guard
name  uppercut; upward punch; uppercut punch
say   *throw an uppercut with {hand}; *punch upward with {fist}; *do an uppercut; *swing {fist} up to chin
      height
how   {fist} ~dip to the waist and ~shoot up in front of the face; {fist} ~dip to the hip and ~rise in front
      to the chin

[overhand punch]
is    arms, .9 s, 1-3 times, hard
0     @guard
.35   hand .35 .3 -.2, elbow .6, spine 0 0 30
.62   hand -.25 -.1 .9, spine 22 0 -30, root 0 -.05 .05
.98   @guard
name  overhand punch; haymaker; wild punch; smash
say   *throw a wild punch with {hand}; *swing {fist} over the top; *smash {fist} down in front
how   {fist} ~go back behind the shoulder and ~come down over the top to the front

[hold a boxing guard]
is    legs, .7 s, 2-6 times, smooth
0     @stance, root 0 -.08 0
.5    @stance, root .04 -.03 .02, air .02
name  fighting stance; boxing stance; bouncing in a guard; boxer footwork
say   *stand in a fighting stance; *bounce with the fists up; *keep the guard up; *dance like a boxer
how   both fists stay in front of the face while the body bounces lightly

[block high]
is    arms, .9 s, one both, 1-3 times, hard
in    wide
0     @guard
.45   hand -.25 .52 .42, elbow .9
.65   hand -.25 .52 .42, elbow .9
1     @guard
name  high block; rising block; blocking; protecting the head
say   *block high with {arm}; *raise {forearm} to protect the head; *shield {his} head with {arm}
how   {forearm} ~rise across in front of the forehead

[block low]
is    arms, .9 s, 1-3 times, hard
0     @guard
.25   hand -.6 .1 .3
.55   hand .1 -.7 .5
.7    hand .1 -.7 .5
1     @guard
name  low block; downward block; karate block
say   *block low with {arm}; *sweep {forearm} down to block; *do a low block
how   {forearm} ~sweep down from the other shoulder to the hip

[elbow strike]
is    arms, .8 s, one turns, 1-3 times, hard
0     @guard
.3    hand .1 .1 .25, elbow .9, spine 0 0 30
.58   hand -.6 .15 .2, elbow 1.8, spine 8 0 -40, turn -15 0 0
.95   @guard
name  elbow strike; elbowing; elbow
say   *strike with {elbow}; *swing {elbow} forward; *hit with {elbow}
how   with a folded arm {elbow} ~whip around to the front

[back fist]
is    arms, .85 s, 1-3 times, hard
0     @guard
.3    hand -.62 .02 .25, spine 0 0 -22
.58   hand .85 .08 .35, spine 0 0 20, turn 10 0 0
.95   @guard
name  back fist; backhand strike; backfist
say   *strike with the back of {fist}; *swing {fist} outward; *do a back fist with {hand}
how   {fist} ~fold across the chest and ~whip out to the side

[karate chop]
is    arms, .9 s, one turns, 1-4 times, hard
in    kneel, wide
0     @guard
.35   hand .1 .6 .1, elbow .3
.6    hand -.25 -.35 .75, spine 18 0 -12
.95   @guard
name  karate chop; chopping with the hand; knife hand strike
say   *chop with {hand}; *do a karate chop; *strike down with the edge of {hand}
how   {hand} ~go up beside the head and ~chop down in front

[slap]
is    arms, .9 s, 1-3 times, hard
0
.35   hand .75 .1 .15, spine 0 0 20
.6    hand -.45 .12 .75, spine 0 0 -22
1     home
name  slap; slapping; smacking
say   *slap with {hand}; *swing {hand} to slap someone; *smack someone with {hand}
how   {hand} ~go out to the side and ~swing across at face height

[push]
is    arms, 1.4 s, both one, 1-3 times, weight 1.6
in    wide, sit, kneel
0     hand -.05 -.15 .3
.2    hand -.05 -.15 .28, spine -4 0 0
.55   hand -.05 0 .97, spine 16 0 0, root 0 -.03 .08
.7    hand -.05 0 .97
1     hand -.05 -.15 .3, spine 0 0 0
name  push; pushing; shoving; pushing something away; two hand push; both:shove with both hands
say   *push with {hand}; *push something away; *shove someone; *push forward with {hand}; *push {hand} out in
      front
how   {hand} ~start at the chest and ~push straight out to the front; {hand} ~go from the chest straight out
      to the front and ~come back

[push something heavy]
is    body, 2.2 s, 1-2 times
0
.25   hands -.05 -.1 .6, spine 25 0 0, turn 0 20 0, foot 0 0 -.35, toe 25, root 0 -.18 0
.75   hands -.05 -.05 .9, spine 28 0 0, turn 0 24 0, root 0 -.2 .12, foot 0 0 -.4, ofoot 0 0 .1
1     home
name  pushing something heavy; pushing a wall; pushing a car; leaning into a push
say   *push against something heavy; *push a heavy object with the whole body; *lean against a wall and *push
how   with straight arms the whole body leans forward and presses with one leg far behind

[pull]
is    arms, 1.3 s, both one turns, 1-4 times, weight 1.4
in    wide, sit, kneel
0     hand -.05 -.05 .95, spine 10 0 0
.55   hand .12 -.3 .22, elbow .2, spine -10 0 0, root 0 -.02 -.05
1     hand -.05 -.05 .95, spine 10 0 0
name  pull; pulling; tugging; pulling a rope; rowing with the arms; both:pulling something toward the body
say   *pull with {hand}; *pull something toward the chest; *tug on a rope; *pull {hand} back; *draw {hand} in
      to the body
how   {hand} ~reach out in front and ~pull back to the ribs with bent elbows; {hand} ~come from out in front
      back to the chest, {elbow} bending behind

[tug of war]
is    body, 1.4 s, 1-4 times
0     @wide, clasp .1 -.35 .7, turn 0 -18 0, root 0 -.2 -.15, ofoot .1 0 .35, foot .1 0 -.1
.5    clasp .1 -.4 .4, turn 0 -28 0, root 0 -.3 -.28
1     clasp .1 -.35 .7, turn 0 -18 0, root 0 -.2 -.15
name  tug of war; pulling hard on a rope; heaving
say   *pull hard on a rope; *lean back and *heave on a rope; *play tug of war
how   leaning back with bent knees both hands jerk back towards the belly

[sword slash]
is    arms, 1.1 s, 1-3 times, weight 1.2, hard
0     clasp .1 -.1 .5
.35   clasp .3 .75 0, spine -6 0 15
.65   clasp -.35 -.5 .65, spine 20 0 -20, ofoot 0 0 .25, root 0 -.05 .1
1     clasp .1 -.1 .5, ofoot 0 0 0, root 0 0 0, spine 0 0 0
name  sword slash; sword fighting; slashing; swinging a sword; cutting down with a sword
say   *swing a sword; *slash down with a sword; *cut diagonally with both hands; *strike with a sword
how   both hands go up over the shoulder and slash down across the body

[fencing thrust]
is    arms, 1.3 s, 1-3 times, hard
0     hand .1 -.2 .55, ohand .1 .2 -.35, turn -30 0 0
.4    hand 0 .03 .98, foot 0 0 .55, root 0 -.28 .22, ofoot 0 0 -.12
.55   hand 0 .03 .98
1     hand .1 -.2 .55, foot 0 0 0, root 0 0 0, ofoot 0 0 0
name  fencing; fencing lunge; thrusting; stabbing; lunging with a sword
say   *thrust forward with {hand} in a lunge; *fence; *stab forward; *lunge and *thrust a blade forward
how   {hand} ~shoot straight forward while {leg} ~lunge ahead

[stab down]
is    arms, .8 s, 1-4 times, hard
in    kneel
0     hand .05 .6 .25
.45   hand -.05 -.35 .7, spine 18 0 0
1     hand .05 .6 .25, spine 0 0 0
name  stabbing down; stabbing; striking downward
say   *stab downward with {hand}; *strike down from above with {fist}; *bring {fist} down from overhead like a
      dagger; *thrust {hand} down in front
how   {fist} ~go up beside the head and ~come down hard in front

[spear thrust]
is    arms, 1.1 s, 1-3 times, hard
0     hand .15 -.45 -.2, ohand -.2 -.4 .6, turn 25 0 0
.45   hand -.2 -.3 .6, ohand -.3 -.25 .85, turn -5 0 0, ofoot 0 0 .3, root 0 -.08 .15
.6    hand -.2 -.3 .6, ohand -.3 -.25 .85
1     hand .15 -.45 -.2, ohand -.2 -.4 .6, turn 25 0 0, ofoot 0 0 0, root 0 0 0
name  spear thrust; thrusting a pole; poking with a stick; bayonet
say   *thrust a spear forward; *jab with a long stick held in both hands; *poke forward with a pole
how   both hands slide a long pole from the hip to the front

[aim a gun]
is    arms, 2.4 s, 1 times, stays
in    kneel, half kneel, crouch
0
.35   clasp .1 .08 .85
.6    clasp .1 .08 .85
.65   clasp .1 .18 .78
.75   clasp .1 .08 .85
1     clasp .1 .08 .85
name  aiming a gun; shooting a pistol; pointing a gun with both hands; playing paintball
say   *aim a gun with both hands; *shoot a pistol; *point a gun straight ahead; *aim and *fire
how   both hands come up together straight in front of the eyes and jerk back a little

[aim a rifle]
is    arms, 2.4 s, 1 times, stays
in    kneel, half kneel
0
.35   hand -.2 .02 .35, ohand -.35 .05 .75, elbow .4, turn 30 0 0, head 0 8 -25
1     hand -.2 .02 .35, ohand -.35 .05 .75, elbow .4, turn 30 0 0, head 0 8 -25
name  aiming a rifle; shooting a rifle; holding a rifle
say   *aim a rifle; *raise a rifle to the shoulder; *hold a long gun to the cheek
how   one hand stays at the cheek and the other stretches forward under a long thing

[archery]
is    arms, 2.6 s, 1-2 times, weight 1.4
in    kneel
0     hand -.75 0 .62, ohand -.2 0 .95, turn 55 0 0, head 0 0 -50
.5    hand -.3 .06 .12, elbow .45, ohand .55 .05 .8, turn 60 0 0, spine -4 0 8
.68   hand -.3 .06 .12, elbow .45
.75   hand .12 .1 .05, elbow .45
1     hand -.75 0 .62, elbow 0
name  archery; shooting a bow; drawing a bow; bow and arrow; pulling a bowstring
say   *shoot an arrow; *draw a bow; *pull a bowstring back with {hand}; *aim with a bow and *let go; *shoot
      with a bow and arrow
how   {oarm} stays stretched out while {hand} ~pull back to the chin with a high elbow and then ~let go

[spin kick]
is    legs, 1.4 s, 1-2 times, hard
0     @guard
.3    yaw -120, foot .2 .3 .1, root -.08 -.04 0
.55   yaw -270, foot .2 .85 .85, turn 0 -20 0
.75   yaw -340, foot 0 .3 .2, turn 0 0 0
1     yaw -360, foot 0 0 0, root 0 0 0
name  spin kick; spinning kick; turning kick; spinning back kick
say   *do a spinning kick; *spin around and *kick; *turn once around and *kick high with {leg}
how   the whole body spins around once and {leg} ~shoot out high

[jump kick]
is    legs, 1.3 s, 1-2 times, hard
0     @guard
.3    @take off, hands -.1 0 .35
.5    air .25, root 0 0 0, spine 0 0 0, turn 0 -15 0, foot -.05 .8 .9, ofoot 0 .35 0
.68   air .05, foot 0 .2 .2, ofoot 0 0 0, turn 0 0 0
.8    air 0, foot 0 0 0, root 0 -.2 -.05, spine 15 0 0
1     @guard
name  jump kick; flying kick; jumping kick; drop kicking
say   *jump and *kick; *do a flying kick with {leg}; *leap up and *kick forward
how   both feet leave the ground and {foot} ~shoot out in front in the air

[get hit in the face]
is    body, 1.1 s, 1 times, hard
0
.25   head -30 0 25, spine -22 0 15, root 0 -.02 -.1, hands .3 -.6 .3
.5    ofoot 0 .05 -.2, foot 0 0 -.25, root 0 -.08 -.22, spine -12 0 8
1     foot 0 0 -.25, ofoot 0 0 -.25, root 0 0 -.25, spine 0 0 0, head 0 0 0
name  getting hit; being punched; recoiling; taking a blow to the head
say   *get hit in the face; *recoil from a punch; *jerk back as if hit; *take a punch
how   the head snaps back and the body staggers backward

[get hit in the stomach]
is    body, 1.5 s, 1 times, hard
0
.25   spine 45 0 0, turn 0 12 0, root 0 -.12 -.15, clasp 0 -.55 .3
.7    spine 40 0 0, root 0 -.12 -.18, clasp 0 -.55 .3
1     home
name  hit in the stomach; doubling over; stomach pain; being hit in the belly
say   *double over; *bend over holding {his} belly; *get hit in the stomach; *clutch {his} stomach in pain
how   the trunk folds forward and both hands press against the belly

[dodge]
is    legs, 1 s, one turns, 1-3 times, weight 1.3
in    wide
0
.4    spine 10 32 0, turn 0 0 10, root .18 -.16 0, head 0 10 0, hands -.05 -.1 .4
1     home
name  dodge; dodging; slipping a punch; leaning aside; ducking to the {side}; dodgeball; avoiding a ball
say   *dodge to the {side}; *lean quickly to the {side}; *duck aside; *slip a punch to the {side}; *evade
      something; turns:*dodge from side to side; turns:*lean quickly to one side and the other
how   one:head and trunk dip quickly to the {side} and come back; turns:head and trunk dip quickly to one side
      and the other

[duck]
is    legs, 1.1 s, 1-3 times, hard
0
.35   root 0 -.42 -.1, spine 45 0 0, turn 0 12 0, head 25 0 0, hands -.2 .25 .15, elbows .4
.5    root 0 -.42 -.1
1     home
name  ducking; duck; ducking under something; taking cover
say   *duck; *duck under something; *drop low and *come up again; *take cover
how   the knees and back bend suddenly so that the head drops low, then the body rises

[lean back to avoid]
is    legs, 1.2 s, 1-2 times
0
.4    turn 0 -14 0, spine -28 0 0, root 0 -.06 .08, hands .4 -.6 .2
1     home
name  leaning back; bending back; limbo lean; dodging backward
say   *lean back; *bend backward to avoid something; *lean {his} upper body back
how   the trunk tips backward and comes upright again
"""

register(SHEET)
