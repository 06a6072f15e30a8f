"""Games, rides and leisure."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[roll dice]
is    arms, 1.5 s, 1-3 times, weight .8
in    sit, floor, kneel
0     hand -.1 -.2 .4
.15   hand -.05 -.12 .42
.3    hand -.1 -.2 .4
.45   hand -.05 -.12 .42
.7    hand 0 -.45 .75, spine 10 0 0
1     home
name  rolling dice; shaking dice; playing monopoly; playing poker; dealing
say   *roll dice with {hand}; *shake {fist} and *throw dice on a table; *play a board game
how   {fist} ~shake beside the chest and then ~open low in front

[deal cards]
is    arms, .7 s, 2-6 times, smooth, weight .8
in    sit, floor
0     hand -.28 -.4 .45, ohand -.28 -.4 .4
.5    hand .15 -.42 .75
name  dealing cards; playing poker; handing out; auctioning; passing papers
say   *deal cards with {hand}; *flick cards across a table; *hand things out one by one
how   {hand} ~flick from the other hand out over a table, again and again

[bang on a table]
is    arms, .7 s, one both, 2-5 times, smooth, hard, weight .8
in    sit, floor
0     hand 0 -.1 .5
.5    hand 0 -.5 .55, spine 8 0 0
name  banging on a table; pounding a fist on the table; auctioning; judge's gavel
say   *bang {fist} on a table; *pound the table with {fist}; *strike a gavel
how   {fist} ~go up before the chest and ~strike down at belly height

[tickle]
is    arms, .3 s, both, 5-12 times, smooth, weight .8
in    kneel
0     hand -.1 -.35 .6, spine 16 0 0
.5    hand -.05 -.28 .66
name  tickling; wiggling the fingers at someone; scrabbling; scratching at something
say   *tickle someone with both hands; *wiggle both hands at belly height in front; *scrabble at something
how   both hands jiggle quickly in front of the belly

[steer handlebars]
is    arms, 1 s, 2-5 times, smooth, weight .6
in    sit, kneel
0     hand -.1 -.35 .35, ohand .3 -.1 .5, spine 0 0 18
.5    hand .3 -.1 .5, ohand -.1 -.35 .35, spine 0 0 -18
name  steering from side to side; riding a jetski; riding a snowmobile; steering a bobsled; handlebars; sled
      dog racing
say   *steer handlebars from side to side; *ride a snowmobile; *ride a jetski, leaning left and right
how   both hands hold bars that turn to one side and the other while the trunk leans

[play accordion]
is    arms, 1.6 s, both, 2-4 times, smooth
in    sit
0     hand -.05 -.25 .45
.5    hand .4 -.25 .4
name  playing accordion; playing the accordion; stretching something between the hands; bellows
say   *play the accordion; *pull bellows apart and *push them together; *press and *pull with both hands at
      the chest
how   both hands part slowly at chest height and come together again

[play harmonica]
is    arms, .8 s, 3-6 times, smooth, weight .8
in    seated
0     hand -.28 .1 .32, ohand -.3 .1 .32
.5    hand -.38 .1 .32, ohand -.2 .1 .32
name  playing harmonica; playing pan flute; eating corn on the cob; blowing glass
say   *play the harmonica; *slide both hands sideways at the mouth; *blow into something held in both hands
how   both hands together slide left and right before the mouth

[play xylophone]
is    arms, .5 s, turns, 5-12 times, smooth, weight .9
in    wide, sit, floor
0     hand .1 -.3 .6, ohand -.1 -.45 .6, head 14 0 0
.5    hand -.05 -.5 .62
name  playing xylophone; playing bongos; drumming on a table; tapping guitar; playing marimba
say   *play the xylophone; *strike bars with both hands in turn; *drum with both hands at belly height
how   one hand after the other taps down at belly height

[play bagpipes]
is    arms, 1.2 s, 2-4 times, smooth, weight .7
0     hand -.25 -.2 .4, ohand -.25 -.4 .4, oelbow .5
.5    hand -.22 -.18 .42, ohand -.27 -.42 .38, oelbow 0, spine 4 0 0
name  playing bagpipes; playing saxophone; playing recorder; squeezing a bag under the arm
say   *play the bagpipes; *squeeze something under one arm while the fingers move; *play the saxophone
how   both hands stay one above the other in front while one elbow squeezes the side

[play tambourine]
is    arms, .6 s, 4-9 times, smooth, weight .8
in    seated, wide
0     hand -.1 .25 .4, ohand -.15 -.15 .45
.5    hand -.2 0 .45, ohand -.2 -.05 .45
name  playing the tambourine; shaking a tambourine; busking; tapping a rhythm
say   *play the tambourine; *slap {hand} against the other hand in rhythm; *shake a tambourine
how   {hand} ~beat down on the other hand beside the chest

[air guitar]
is    legs, .7 s, 3-7 times, smooth
0     hand -.25 -.5 .3, ohand .35 -.05 .5, root 0 -.12 0, foot .15 0 0, ofoot .1 0 .1, spine -4 6 0
.5    hand -.1 -.62 .25, head 16 0 0, spine 6 6 0
name  air guitar; playing electric guitar; rocking out; playing bass
say   *play air guitar; *strum wildly with {hand} and *nod; *rock out with an invisible guitar
how   one hand is out at the side, {hand} ~strum at the hip and the head nods

[abseil]
is    body, 1.4 s, 2-4 times, smooth
0     turn 0 -38 0, foot .08 .35 .75, ofoot .08 .35 .75, loose 0, hand -.15 -.55 .2, ohand -.1 .35 .5, air .3
.4    turn 0 -30 0, foot .08 .55 .6, ofoot .08 .5 .55, air .45
.7    turn 0 -42 0, foot .08 .4 .75, ofoot .08 .35 .75, air .25
name  abseiling; rappelling; descending on a rope; walking down a wall
say   *abseil down a wall; *lean back on a rope and *push off with both feet; *rappel
how   leaning far back with the feet against a wall the body bounces down a rope

[toboggan]
is    body, 1.2 s, 2-4 times, smooth
from  long sit to long sit
0     @long sit, spine -14 0 0, hand -.1 -.5 .45, ohand -.1 -.5 .45, root 0 -.94 0
.5    spine -6 14 0, root .03 -.9 0
name  tobogganing; sledding; riding a sled; water sliding; bobsledding
say   *ride a sled; *slide down sitting with the legs stretched ahead; *toboggan; *lean back on a sled
how   sitting with straight legs and leaning back the body rocks from side to side

[paddle a raft]
is    arms, 1.4 s, 2-5 times, smooth
in    sit, floor, half kneel
0     clasp .4 .05 .75 .45, spine 22 0 12
.45   clasp .55 -.4 .3 .45, spine 2 0 24
.75   clasp .45 0 .4 .45, spine 4 0 16
name  paddling a raft; canoeing; paddling on one side; crossing a river by boat; rafting
say   *paddle a canoe on one side; *dip a paddle at the {side} and *pull it back; *paddle a raft
how   both hands on a paddle reach forward at the {side} and pull back past the hip

[row with two oars]
is    arms, 1.5 s, both, 2-5 times, smooth
in    sit, long sit
0     hand .1 -.2 .85, spine 30 0 0
.45   hand .15 -.3 .1, spine -14 0 0
.7    hand .15 -.15 .2, spine -8 0 0
name  rowing with two oars; rowing a boat; pulling oars; rowing machine
say   *row a boat with two oars; *lean forward and *pull both hands to the chest; *pull the oars
how   the trunk swings forward and back as both hands pull in to the chest

[ride a motorcycle]
is    body, 1.6 s, 2-4 times, smooth
from  sit to sit
0     @sit, spine 22 -8 0, hands .15 -.25 .8, feet .14 0 .1, knees .5
.5    spine 22 8 0, turn 0 0 5
name  riding a motorcycle; motorcycling; riding a scooter; driving a go-kart
say   *ride a motorcycle; *sit and *hold handlebars, leaning into bends; *lean from side to side on a bike
how   seated with both hands out on bars the body leans to one side and the other

[ride an elephant]
is    body, 1.8 s, 2-4 times, smooth
from  sit to sit
0     @sit, feet .28 0 .1, knees .9, spine 8 8 0, hands -.15 -.5 .45, root .04 -.5 0
.5    spine 2 -8 0, root -.04 -.48 .03
name  riding an elephant; riding a camel; riding a mule; swaying in the saddle
say   *ride an elephant; *sway in the saddle; *sit astride and *rock from side to side
how   sitting with the legs apart the body sways slowly from side to side

[surf]
is    legs, 1.6 s, 2-4 times, smooth
0     foot .28 0 -.1, ofoot .28 0 .1, root .04 -.3 0, knees .5, spine 16 0 20, hand .6 -.1 .2, ohand .6 -.1 .3
.5    root -.04 -.24 .03, spine 10 8 30, hand .55 .15 .1, ohand .65 -.3 .2
name  surfing; surfing water; snowboarding; windsurfing; riding a wave; wakeboarding
say   *surf a wave; *ride a board sideways with bent knees; *balance on a board with the arms out; *snowboard
how   in a wide low stance the arms balance out at the sides and the hips shift

[windsurf]
is    legs, 1.8 s, 2-4 times, smooth, weight .9
0     foot .2 0 .2, root 0 -.16 -.24, turn 0 -16 0, hands .1 .05 .9
.5    root 0 -.2 -.34, turn 0 -26 0, hands .1 0 .85, spine -4 0 6
name  windsurfing; water skiing; hanging back on a rope; kitesurfing; jetskiing
say   *water ski; *lean back and *hold a bar with straight arms; *hang back against a pull; *windsurf
how   leaning back with straight arms ahead the body gives and pulls against a line

[walk a tightrope]
is    legs, 1.8 s, turns, 2-4 times, smooth
0     ofoot -.08 0 .2, foot -.08 0 -.2, hand .9 .2 .05, ohand .9 -.1 .05, spine 0 6 0
.5    hand .9 -.1 .05, ohand .9 .2 .05, spine 0 -6 0, foot -.02 .12 .1
name  tightrope walking; slacklining; balancing on a line; wobbling
say   *balance on a line with both arms out; *wobble on a tightrope; *feel forward with one foot, arms out
how   with one foot before the other the outstretched arms tip up and down to keep the balance

[bounce on a ball]
is    body, .8 s, 3-6 times, smooth, weight .8
from  sit to sit
0     @sit, root 0 -.54 0, hands .1 -.6 .3
.5    root 0 -.4 0
name  exercising with an exercise ball; bouncing while sitting; bouncing on a ball
say   *bounce on an exercise ball; *bob up and down while sitting; *sit and *bounce
how   seated the whole body bobs up and down over the feet

[aerobics step]
is    legs, 1 s, turns, 3-6 times, smooth
0     foot .3 0 0, hands .3 -.1 .2, elbows .3
.5    foot 0 .35 .2, root -.06 0 0, hand -.1 .4 .4, ohand -.1 .4 .4
name  doing aerobics; aerobics; zumba; step aerobics; country line dancing
say   *do aerobics; *step out and *lift a knee in rhythm while the arms pump; *exercise to music
how   one foot taps out, its knee comes up and both arms pump to the chest, then the other side

[hop scotch]
is    legs, 1.5 s, 1-3 times, hard
0     foot 0 .35 -.25, root -.07 -.08 0
.2    air .15, root -.07 0 .15, toes 30
.35   air 0, root -.07 -.1 .25, go 0 0 .2, toes 0
.55   air .15, foot .2 .05 0, ofoot .2 .05 0, root 0 0 0, go 0 0 .45
.7    air 0, foot .2 0 0, ofoot .2 0 0, root 0 -.14 0, go 0 0 .6
1     home
name  hopscotch; hopping on one foot and landing on two; playing hopscotch
say   *play hopscotch; *hop on one foot and *land with both feet apart; *hop forward on one leg, then on two
how   one hop on a single foot is followed by a jump onto both feet apart

[do the worm]
is    body, 1 s, 2-4 times, smooth, weight .8
from  lie front to lie front
0     @lie front, spine -30 0 0, hands .25 .1 .35
.33   spine 20 0 0, turn 0 100 0, root 0 -.7 .05
.66   turn 0 78 0, root 0 -.85 .1
name  the worm; doing the worm; wave along the floor; breakdance worm
say   *do the worm; *roll in a wave along the floor on the stomach; *ripple over the floor
how   lying on the front a wave runs through the body from the chest to the feet

[shake the whole body]
is    legs, .3 s, 6-12 times, smooth
0     spine 0 6 8, root .02 -.05 0, hand .2 -.7 .3, ohand .3 -.8 .2, turn 0 0 3
.5    spine 0 -6 -8, root -.02 -.05 0, hand .3 -.8 .2, ohand .2 -.7 .3, turn 0 0 -3
name  shaking the whole body; shimmying; shaking like a wet dog; wiggling
say   *shake {his} whole body; *shimmy the shoulders and hips; *wiggle all over; *shake off water
how   shoulders, hips and arms all shake quickly from side to side
"""

register(SHEET)
