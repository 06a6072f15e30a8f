"""More of fighting: punches in a row, strikes, blocks, kicks and weapons told apart."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
pose guard: hands -.12 -.05 .36, elbows -.3

[jab and cross]
is    arms, 1.1 s, 1-4 times, hard, weight 1.2
in    wide, kneel
0     @guard
.2    ohand -.1 .05 .97, spine 0 0 16
.38   ohand -.12 -.05 .36
.6    hand -.15 .05 .97, spine 4 0 -24, turn -12 0 0
.8    @guard, spine 0 0 0, turn 0 0 0
1     @guard
name  jab and cross; one-two; punch combination; shadow boxing; boxing
say   *throw a jab and a cross; *punch with one hand and then the other; *box straight forward, left and right
how   one fist shoots forward and back, and at once the other fist follows with a turn of the hips

[cross punch]
is    arms, .9 s, one turns, 1-4 times, hard, weight 1.1
in    wide, kneel
0     @guard
.4    hand -.25 .05 .95, spine 4 0 -30, turn -16 0 0
.55   hand -.22 .05 .93
1     @guard
name  cross; straight punch; rear straight; power punch; punching straight
say   *throw a cross with {fist}; *punch straight with {fist} and *turn the hips; *hit straight with {hand}
how   {fist} ~shoot straight forward while the hips and shoulders turn into it

[body hook]
is    arms, .9 s, one turns, 1-4 times, hard, weight .9
in    wide
0     @guard
.3    hand .5 -.4 .2, spine 6 10 20, root 0 -.1 0
.55   hand -.3 -.4 .6, spine 8 4 -24, turn -12 0 0
1     @guard
name  body hook; hook to the body; low hook; punching the ribs; hitting a punching bag
say   *throw a low hook with {fist}; *hook {fist} into the ribs; *punch round at belly height with {hand}
how   {fist} ~swing round in a low arc at belly height

[double punch]
is    arms, 1 s, both, 1-3 times, hard, weight .8
in    wide, kneel
0     hand .05 -.4 .15
.4    hand -.1 -.05 .95, spine 6 0 0
.6    hand -.1 -.05 .95
1     hand .05 -.4 .15
name  double punch; punching with both fists; two-handed punch; push strike
say   *punch forward with both fists at once; *thrust both fists out from the hips; *strike with both hands
how   both fists shoot forward together from the hips

[punch down]
is    arms, 1 s, one turns, 1-4 times, hard, weight .8
in    wide, kneel
0     @guard
.3    hand .1 .5 .2
.55   hand -.1 -.7 .5, spine 28 0 0, root 0 -.1 -.04
1     @guard
name  punching down; ground and pound; hammer fist; pounding with {fist}
say   *punch down with {fist}; *hammer {fist} down; *pound something low in front with {fist}
how   {fist} ~go up beside the head and ~strike down toward the knees

[speed bag]
is    arms, .3 s, turns, 8-16 times, smooth
in    wide
0     hand -.2 .2 .5, ohand -.15 .25 .4
.5    hand -.2 .25 .4
name  punching a speed bag; drumming with the fists; rolling the fists; fast punches
say   *punch a speed bag; *roll {his} fists around each other in front of the face; *drum with both fists
      quickly
how   both fists tumble over each other quickly in front of the face

[palm strike]
is    arms, .9 s, one both turns, 1-3 times, hard, weight .8
in    wide, kneel
0     hand .05 -.3 .2
.4    hand -.1 .15 .93, spine 4 0 -10
.55   hand -.1 .15 .93
1     hand .05 -.3 .2
name  palm strike; palm thrust; pushing with the palm; heel of the hand strike
say   *strike with the palm of {hand}; *thrust {hand} forward at face height; *hit with an open {hand}
how   the open {hand} ~drive forward and up from the ribs

[inside block]
is    arms, .9 s, one turns, 1-4 times, hard, weight .9
in    wide, kneel
0     @guard
.35   hand .45 .1 .35
.6    hand -.35 .08 .5, spine 0 0 -12
1     @guard
name  inside block; parrying inward; blocking across; deflecting a punch
say   *block inward with {forearm}; *sweep {forearm} across the body to block; *parry a punch with {hand}
how   {forearm} ~swing from the outside across in front of the face

[outside block]
is    arms, .9 s, one both turns, 1-4 times, hard, weight .9
in    wide, kneel
0     @guard
.3    hand -.4 -.2 .35
.6    hand .4 .08 .5
1     @guard
name  outside block; blocking outward; opening the guard; deflecting to the side
say   *block outward with {forearm}; *sweep {forearm} out to block; *knock something aside with {forearm}
how   {forearm} ~swing from the belly up and out to the side

[cross block]
is    arms, 1.2 s, 1-3 times, weight .9
in    wide, kneel
0     @guard
.4    hand -.45 .4 .5, ohand -.42 .35 .56, head 8 0 0
.65   hand -.45 .42 .5, ohand -.42 .37 .56
1     @guard
name  cross block; x block; shielding the head; protecting the face; ducking behind the arms
say   *block with crossed arms above the head; *cross both forearms in front of the face; *shield {his} head
how   both forearms cross in front of the face and stop there

[protect the belly]
is    arms, 1.4 s, 1-2 times, weight .8
in    wide
0
.35   hands -.4 -.72 .3, spine 24 0 0, root 0 -.06 -.1
.7    hands -.4 -.72 .3, spine 26 0 0
1     home
name  protecting the groin; covering the belly; low guard; holding the stomach; flinching
say   *cover {his} belly with both hands; *protect {his} groin; *hold both hands low in front and *bend over
how   both hands fly down in front of the hips while the body folds

[boxer's bounce]
is    legs, .5 s, 5-10 times, smooth
0     @guard, foot .06 0 -.2, ofoot 0 0 .15, root 0 -.06 0
.5    root 0 -.02 0, foot .06 .04 -.2, ofoot 0 .04 .15, toes 14
name  bouncing in a fighting stance; boxer's bounce; sparring footwork; being ready to fight
say   *bounce on the toes with the fists up; *hop lightly in a fighting stance; *get ready to fight
how   with the fists before the chin the whole body bounces lightly on the toes

[slip a punch]
is    legs, .9 s, one turns, 1-4 times
0     @guard
.45   spine 14 24 0, turn 0 4 8, root .08 -.14 0, head 0 8 0
1     @guard, spine 0 0 0, turn 0 0 0, root 0 0 0, head 0 0 0
name  slipping a punch; dodging to the side; bob and weave; evading
say   *slip a punch; *bob and *weave; *dip the head to the side behind the fists; *dodge sideways
how   with the fists up the head and shoulders dip to one side and come back

[axe kick]
is    legs, 1.3 s, one turns, 1-2 times, hard
0
.2    foot .1 .3 .2, root -.08 0 0
.45   foot -.02 1.35 .75, turn 0 -20 0, spine 14 0 0
.6    foot 0 .7 .85
.75   foot 0 .08 .5
1     home
name  axe kick; dropping kick; heel drop; hammer kick
say   *do an axe kick with {leg}; *swing {leg} up and *chop the heel down; *bring {heel} down from high up
how   {foot} ~go up above the head and then ~drop straight down in front

[crescent kick]
is    legs, 1.2 s, one turns, 1-3 times, hard
0
.25   foot -.5 .6 .5, root -.1 0 0
.45   foot -.1 1.15 .7, turn 0 -12 0
.65   foot .6 .7 .4
1     home
name  crescent kick; outward crescent kick; sweeping kick; fan kick
say   *do a crescent kick with {leg}; *swing {leg} in a high arc from inside to outside; *fan {leg} round in
      front
how   {foot} ~rise across the body and ~sweep in a high arc out to the side

[leg sweep]
is    body, 1.5 s, 1 times, hard
0
.3    root 0 -.6 -.1, spine 30 0 0, foot .5 .04 .2, oknee .6, ofoot 0 0 0, hands .1 -.75 .5
.6    yaw -180, foot .7 .04 .1
.8    yaw -330, foot .5 .04 0
1     yaw -360, root 0 0 0, spine 0 0 0, foot 0 0 0, oknee 0, hands .17 -.95 .06
name  leg sweep; sweeping {leg} round; low spinning kick; ground sweep
say   *sweep {leg} round in a low circle; *crouch and *spin with {leg} stretched out; *do a leg sweep
how   deep in a crouch the body spins with {foot} skimming the ground

[stomp kick]
is    legs, 1.1 s, one turns, 1-3 times, hard, weight .8
0
.35   foot 0 .6 .2, root -.08 0 0
.6    foot 0 .02 .3, root -.04 -.08 .05, spine 12 0 0
.75   foot 0 .02 .3
1     home
name  stamping down; stomping on something; crushing underfoot; stomp kick
say   *stamp {foot} down in front; *stomp on something with {foot}; *crush something under {foot}
how   {knee} ~lift high and {foot} ~slam down in front

[push kick]
is    legs, 1.1 s, one turns, 1-3 times, hard, weight .9
0
.3    foot 0 .55 .2, root -.08 -.02 -.03
.55   foot 0 .6 .92, turn 0 -14 0, root -.08 -.02 .05
.7    foot 0 .6 .85
1     home
name  push kick; front thrust kick; kicking a door open; teep
say   *kick a door open with {foot}; *push something away with {foot}; *thrust the sole of {foot} forward
how   {knee} ~pull up and {foot} ~push straight out at belly height

[headbutt]
is    arms, .8 s, 1-3 times, hard, weight .7
in    wide, kneel
0     hands -.1 -.2 .5
.35   spine -16 0 0, head -20 0 0
.6    spine 30 0 0, head 24 0 0, root 0 0 .08
1     hands -.1 -.2 .5, spine 0 0 0, head 0 0 0, root 0 0 0
name  headbutt; butting with the head; nodding hard; heading forward
say   *headbutt something; *throw {his} head forward; *butt with the forehead
how   the head and chest go back and then fling forward

[shoulder charge]
is    legs, 1.3 s, 1-2 times, hard, weight .8
0
.3    hand -.2 -.4 .3, turn -20 0 0, root 0 -.1 -.05, foot 0 0 -.2
.55   root .05 -.12 .35, turn -35 6 0, spine 10 14 0, foot 0 0 .4, ofoot 0 0 .1
.7    root .05 -.12 .35
1     home
name  shoulder charge; ramming with the shoulder; bumping into something; body check; barging a door
say   *ram something with {shoulder}; *charge forward with {shoulder} first; *bump into somebody
how   turned sideways the body lunges forward with {shoulder} in front

[throw an opponent]
is    body, 1.9 s, 1 times, hard, weight .9
0     hands -.1 0 .75
.25   hands -.25 -.1 .4, root 0 -.12 0
.5    turn -60 20 0, spine 30 0 -20, hand -.3 -.1 .5, ohand -.2 -.3 .5, root 0 -.2 -.05
.75   turn -80 40 0, spine 48 0 -30, hand -.3 -.6 .5, ohand -.1 -.75 .5
1     home
name  judo throw; throwing an opponent; hip throw; wrestling throw; grabbing a person
say   *throw an opponent over the hip; *grab someone, *turn and *throw them down; *do a judo throw
how   both hands grip in front, the body turns its back and bends deep, pulling down

[sword overhead cut]
is    arms, 1.2 s, 1-3 times, hard
in    wide, kneel
0     clasp .05 -.25 .55 .2
.35   clasp 0 .75 -.05 .2, spine -8 0 0
.6    clasp 0 -.3 .75 .2, spine 18 0 0, root 0 -.06 .04
.75   clasp 0 -.35 .7 .2
1     clasp .05 -.25 .55 .2, spine 0 0 0
name  sword cut; overhead sword strike; kendo strike; chopping down with both hands; sword fighting
say   *cut straight down with a sword; *swing a sword from overhead with both hands; *strike like in kendo
how   both hands together go up over the head and slash straight down in front

[sword cut across]
is    arms, 1.2 s, 1-3 times, hard, weight .9
in    wide, kneel
0     clasp .05 -.2 .55 .2
.3    clasp .5 .1 .35 .2, spine 0 0 28, turn 8 0 0
.6    clasp -.5 -.15 .5 .2, spine 4 0 -30, turn -8 0 0
1     clasp .05 -.2 .55 .2, spine 0 0 0, turn 0 0 0
name  horizontal sword cut; slashing sideways; swinging a bat level; sword fighting
say   *slash sideways with a sword; *cut level from one side to the other with both hands; *sweep a blade
      across
how   both hands together swing level from one shoulder across to the other side

[parry with a sword]
is    arms, .9 s, 1-4 times, hard, weight .8
in    wide
0     hand -.05 -.1 .6
.35   hand .45 .1 .5, spine 0 0 10
.7    hand -.4 .15 .55, spine 0 0 -10
1     hand -.05 -.1 .6
name  parrying; fencing parry; crossing swords; blocking with a sword
say   *parry to both sides with a sword in {hand}; *cross swords; *knock blades aside with {hand}
how   {hand} ~flick out to the side and across before the body

[draw a sword]
is    arms, 1.4 s, 1-2 times, weight .8
in    wide, half kneel
0
.35   hand -.6 -.65 .25, ohand -.1 -.7 .15, spine 0 0 -12
.65   hand .35 .1 .75, spine 0 0 14
.85   hand .35 .1 .75
1     home
name  drawing a sword; unsheathing; pulling out a weapon; swinging out from the hip
say   *draw a sword; *pull something from the opposite hip with {hand} and *swing it out; *unsheathe a blade
how   {hand} ~cross to the other hip and ~sweep out to the front and side

[twirl a staff]
is    arms, .8 s, turns, 4-8 times, smooth
in    wide
0     hand .05 .25 .6, ohand -.05 -.4 .45
.5    hand .1 -.35 .5, ohand .1 .2 .55
name  twirling a staff; spinning a stick; baton twirling; bo staff
say   *twirl a staff; *spin a stick with both hands; *whirl a pole before the body
how   one hand goes up as the other goes down, round and round in front of the chest
"""

register(SHEET)
