"""Going without walking: crawling, climbing, swimming, rowing, riding, skiing."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
pose crawl: @fours, root 0 -.5 0

[crawl]
is    body, 1.2 s, 2-4 times, smooth, weight 1.6
from  fours to fours
0     @crawl, hold .2 0 .78, ohold .2 0 .46, foot 0 .15 -.6, ofoot 0 .15 -.36, go 0 0 0
.25   @crawl, hold .2 0 .62, ohold .2 .14 .62, foot 0 .2 -.48, ofoot 0 .15 -.48, go 0 0 .16
.5    @crawl, hold .2 0 .46, ohold .2 0 .78, foot 0 .15 -.36, ofoot 0 .15 -.6, go 0 0 .32
.75   @crawl, hold .2 .14 .62, ohold .2 0 .62, foot 0 .15 -.48, ofoot 0 .2 -.48, go 0 0 .48
1     @crawl, hold .2 0 .78, ohold .2 0 .46, foot 0 .15 -.6, ofoot 0 .15 -.36, go 0 0 .64
name  crawling; crawl; crawling on hands and knees; crawling baby; walking on all fours
say   *crawl; *crawl forward on hands and knees; *crawl on all fours; *move along the floor on hands and
      knees; *crawl like a baby
how   on hands and knees one hand and the opposite knee step forward in turn

[bear crawl]
is    body, 1 s, 2-4 times, smooth, weight 1.1
from  fours to fours
0     @fours, root 0 -.28 -.1, turn 0 108 0, hold .2 0 .85, ohold .2 0 .5, foot .1 0 -.6, ofoot .1 0 -.25,
      toes 30, go 0 0 0
.25   @fours, root 0 -.28 -.1, turn 0 108 0, hold .2 0 .68, ohold .2 .16 .68, foot .1 .14 -.42, ofoot .1 0
      -.42, toes 30, go 0 0 .18
.5    @fours, root 0 -.28 -.1, turn 0 108 0, hold .2 0 .5, ohold .2 0 .85, foot .1 0 -.25, ofoot .1 0 -.6,
      toes 30, go 0 0 .36
.75   @fours, root 0 -.28 -.1, turn 0 108 0, hold .2 .16 .68, ohold .2 0 .68, foot .1 0 -.42, ofoot .1 .14
      -.42, toes 30, go 0 0 .54
1     @fours, root 0 -.28 -.1, turn 0 108 0, hold .2 0 .85, ohold .2 0 .5, foot .1 0 -.6, ofoot .1 0 -.25,
      toes 30, go 0 0 .72
name  bear crawl; walking on hands and feet; animal walk; ape walk
say   *walk on hands and feet like a bear; *do a bear crawl; *go on all fours with the hips high
how   on hands and feet with raised hips one hand and the opposite foot step forward in turn

[army crawl]
is    body, 1.3 s, 2-4 times, smooth
from  lie front to lie front
0     @lie front, hand .1 .75 .15, ohand .25 .3 .2, foot 0 0 -1.05, ofoot .35 0 -.65, knee 0, oknee 1.5,
      spine -12 0 0, snap 1, go 0 0 0
.5    @lie front, hand .25 .3 .2, ohand .1 .75 .15, foot .35 0 -.65, ofoot 0 0 -1.05, knee 1.5, oknee 0,
      spine -12 0 0, snap 1, go 0 0 .25
1     @lie front, hand .1 .75 .15, ohand .25 .3 .2, foot 0 0 -1.05, ofoot .35 0 -.65, knee 0, oknee 1.5,
      spine -12 0 0, snap 1, go 0 0 .5
name  army crawl; crawling on the belly; low crawl; creeping on the ground
say   *crawl on {his} belly; *crawl flat like a soldier; *creep forward flat on the ground
how   flat on the belly one arm reaches forward while the opposite knee draws up, in turn

[crab walk]
is    body, 1.1 s, 2-4 times, smooth
from  crab to crab
0     @crab, hold .28 0 -.45, ohold .28 0 -.7, foot 0 0 .6, ofoot 0 0 .35, go 0 0 0
.5    @crab, hold .28 0 -.7, ohold .28 0 -.45, foot 0 0 .35, ofoot 0 0 .6, go 0 0 .25
1     @crab, hold .28 0 -.45, ohold .28 0 -.7, foot 0 0 .6, ofoot 0 0 .35, go 0 0 .5
name  crab walk; walking like a crab; crab crawl
say   *walk like a crab; *do a crab walk; *move on hands and feet with the belly up
how   with the belly up and the hands behind, hands and feet step in turn

[climb a ladder]
is    body, 1.5 s, 2-3 times, smooth, weight 1.3
0     hand .05 .8 .5, ohand .05 .3 .55, foot 0 .12 .25, ofoot 0 .46 .3, go 0 0 0, root 0 -.05 0
.5    hand .05 .3 .55, ohand .05 .8 .5, foot 0 .46 .3, ofoot 0 .12 .25, go 0 .3 0
1     hand .05 .8 .5, ohand .05 .3 .55, foot 0 .12 .25, ofoot 0 .46 .3, go 0 .6 0
name  climbing a ladder; climbing; climbing ladder; rock climbing; climbing up; climbing tree; ice climbing
say   *climb a ladder; *climb up; *climb a wall hand over hand; *go up a ladder; *climb a tree
how   hands reach up and feet step up in turn while the whole body rises

[climb a rope]
is    body, 1.8 s, 1-3 times, smooth
from  hang to hang
0     @hang, clasp 0 .75 .3, feet -.1 .1 .2, toes 0, go 0 0 0
.5    clasp 0 .95 .2, feet -.1 .5 .4, go 0 .1 0, knees .3
1     clasp 0 .75 .3, feet -.1 .1 .2, go 0 .45 0, knees 0
name  climbing a rope; rope climb; shinning up a pole
say   *climb a rope; *pull {his} body up a rope; *climb up a pole
how   the hands reach up together, the knees draw up, and the legs push the body higher

[swim crawl]
is    body, 1.5 s, 2-3 times, smooth, weight 1.4
from  float front to float front
0     @float front, hand .1 .95 .1, ohand .1 -.9 .25, turn 0 88 -12, go 0 0 0, foot 0 .02 .12, ofoot 0 .02
      -.12
.17   hand .1 .5 .75, ohand .35 -.4 -.5, foot 0 .02 -.12, ofoot 0 .02 .12, go 0 0 .2
.33   hand .05 -.2 .85, ohand .5 .45 -.3, foot 0 .02 .12, ofoot 0 .02 -.12, go 0 0 .4
.5    hand .1 -.9 .25, ohand .1 .95 .1, turn 0 88 12, foot 0 .02 -.12, ofoot 0 .02 .12, go 0 0 .6
.67   hand .35 -.4 -.5, ohand .1 .5 .75, foot 0 .02 .12, ofoot 0 .02 -.12, go 0 0 .8
.83   hand .5 .45 -.3, ohand .05 -.2 .85, foot 0 .02 -.12, ofoot 0 .02 .12, go 0 0 1
1     hand .1 .95 .1, ohand .1 -.9 .25, turn 0 88 -12, foot 0 .02 .12, ofoot 0 .02 -.12, go 0 0 1.2
name  swimming; swim; swimming crawl; freestyle swimming; front crawl
say   *swim; *swim front crawl; *swim freestyle; *swim forward with the arms going over in turn
how   lying face down the arms go over forward and pull back in turn while the legs flutter

[swim breast stroke]
is    body, 1.7 s, 2-3 times, smooth, weight 1.3
from  float front to float front
0     @float front, hands .05 .97 .05, feet 0 0 0, go 0 0 0
.3    hands .6 .6 .3, feet 0 0 0, go 0 0 .3
.55   hands -.15 0 .35, feet .25 .5 -.05, knees 1.6, spine -14 0 0, go 0 0 .45
.72   hands 0 .6 .25, feet .5 .25 0, go 0 0 .6
1     hands .05 .97 .05, feet 0 0 0, knees 0, spine 0 0 0, go 0 0 1
name  swimming breast stroke; breaststroke; breast stroke; frog swimming
say   *swim breast stroke; *swim like a frog; *sweep both arms apart and *kick both legs together
how   lying face down both arms sweep out and in together and both legs bend and kick like a frog

[swim butterfly]
is    body, 1.5 s, 2-3 times, smooth
from  float front to float front
0     @float front, hands .2 .95 .05, spine 10 0 0, feet 0 0 .12, go 0 0 0
.25   hands .15 .2 .9, feet 0 0 -.12, spine -10 0 0, go 0 0 .3
.5    hands .25 -.9 .1, feet 0 0 .15, turn 0 78 0, spine -16 0 0, go 0 0 .6
.75   hands .95 .1 -.2, turn 0 80 0, feet 0 0 -.1, go 0 0 .85
1     hands .2 .95 .05, spine 10 0 0, turn 0 90 0, feet 0 0 .12, go 0 0 1.1
name  swimming butterfly stroke; butterfly; dolphin stroke
say   *swim butterfly; *throw both arms forward over the water together and *kick like a dolphin; *swing both
      arms over the water at once; *do the butterfly stroke
how   lying face down both arms fly forward together while body and legs ripple

[swim backstroke]
is    body, 1.6 s, 2-3 times, smooth, weight 1.2
from  float back to float back
0     @float back, hand .1 .95 -.05, ohand .1 -.95 .1, turn 0 -88 -8, go 0 0 0, foot 0 0 .1, ofoot 0 0 -.1
.25   hand .85 .1 -.2, ohand .05 0 .95, foot 0 0 -.1, ofoot 0 0 .1, go 0 0 -.28
.5    hand .1 -.95 .1, ohand .1 .95 -.05, turn 0 -88 8, foot 0 0 .1, ofoot 0 0 -.1, go 0 0 -.55
.75   hand .05 0 .95, ohand .85 .1 -.2, foot 0 0 -.1, ofoot 0 0 .1, go 0 0 -.82
1     hand .1 .95 -.05, ohand .1 -.95 .1, turn 0 -88 -8, foot 0 0 .1, ofoot 0 0 -.1, go 0 0 -1.1
name  swimming backstroke; backstroke; swimming on the back
say   *swim backstroke; *swim on {his} back; *turn the arms backward in turn lying on the back
how   lying face up the arms reach back over the head in turn while the legs flutter

[dog paddle]
is    body, 1 s, 2-4 times, smooth, weight .9
from  float front to float front
0     @float front, turn 0 70 0, hand .05 .25 .8, ohand .05 -.4 .5, foot 0 .15 .1, ofoot 0 .05 -.15, go 0 0 0
.5    hand .05 -.4 .5, ohand .05 .25 .8, foot 0 .05 -.15, ofoot 0 .15 .1, go 0 0 .25
1     hand .05 .25 .8, ohand .05 -.4 .5, foot 0 .15 .1, ofoot 0 .05 -.15, go 0 0 .5
name  dog paddle; treading water; snorkeling; scuba diving; paddling
say   *paddle like a dog; *swim with small strokes under the chest; *tread water
how   lying in the water the hands paddle in turn below the chest while the legs kick

[swim arms standing]
is    arms, 1.4 s, turns, 2-5 times, weight 1.1
in    wide, bent, sit
0     hand .12 -.85 .2
.3    hand .3 -.2 -.6
.55   hand .2 .85 -.1, spine 0 0 -10
.75   hand .05 .4 .85, spine 0 0 8
1     hand .12 -.85 .2, spine 0 0 0
name  swimming motion; freestyle arms; crawl arms; pretending to swim
say   *make swimming strokes with {arm}; *pretend to swim; *move {arm} as in front crawl
how   {arm} ~go back, over the head and forward as in swimming

[breaststroke arms]
is    arms, 1.4 s, both, 2-4 times, smooth, weight 1.1
in    wide, bent, sit
0     hand -.25 -.1 .35
.35   hand -.15 0 .95
.7    hand .85 -.1 .3
name  breaststroke arms; swimming motion with both arms; parting the water
say   *make breaststroke movements with both arms; *push both hands forward and *sweep them apart; *pretend to
      swim breaststroke
how   both hands push forward from the chest, sweep out to the sides and come back in

[row]
is    body, 1.9 s, 2-3 times, smooth, weight 1.4
from  long sit to long sit
0     @long sit, clasp 0 -.25 .85 .2, turn 0 15 0, spine 30 0 0, root 0 -.9 .25, foot .03 0 .95, ofoot .03 0
      .95
.3    @long sit, clasp 0 -.3 .75 .2, turn 0 0 0, spine 5 0 0, root 0 -.9 0
.5    @long sit, clasp 0 -.35 .3 .2, turn 0 -16 0, spine -8 0 0, root 0 -.9 -.05
.65   @long sit, clasp 0 -.35 .6 .2, turn 0 0 0, spine 12 0 0, root 0 -.9 0
1     @long sit, clasp 0 -.25 .85 .2, turn 0 15 0, spine 30 0 0, root 0 -.9 .25
name  rowing; row; rowing a boat; rowing machine; rowing exercise
say   *row; *row a boat; *row on a machine; *pull oars with both hands while sitting; *lean forward and *pull
      back with both arms
how   sitting with stretched legs the trunk leans forward with long arms and then back while the hands pull to
      the belly

[paddle a kayak]
is    arms, 1.4 s, 2-4 times, smooth, weight 1.2
in    sit, long sit, kneel
0     hand .25 .15 .5, ohand .15 -.6 .55, spine 10 6 20
.5    hand .15 -.6 .55, ohand .25 .15 .5, spine 10 -6 -20
name  paddling; canoeing or kayaking; kayaking; paddling a kayak; canoeing
say   *paddle a kayak; *paddle left and right in turn; *dip a paddle on one side and then the other
how   both hands hold a paddle and one dips as the other rises, from side to side

[stand-up paddle]
is    arms, 1.5 s, 2-4 times, smooth
in    kneel, wide
0     hand .1 -.45 .75, ohand -.45 .25 .65, spine 22 8 -10
.5    hand .25 -.6 -.2, ohand -.35 0 .55, spine 10 8 15
name  stand-up paddling; canoe stroke; punting; paddling on one side
say   *paddle on the {side}; *pull a paddle back along the {side}; *paddle a board standing
how   both hands reach forward with a paddle and pull back along the {side}

[ride a bike]
is    body, .9 s, 3-6 times, smooth, weight 1.4
from  sit to sit
0     @sit, root 0 -.12 0, turn 0 28 0, spine 16 0 0, hands .08 -.4 .8, foot -.05 .38 .3, ofoot -.05 .06 .2,
      snap -1
.25   @sit, root 0 -.12 0, turn 0 28 0, spine 16 0 0, hands .08 -.4 .8, foot -.05 .22 .45, ofoot -.05 .22
      .05, snap -1
.5    @sit, root 0 -.12 0, turn 0 28 0, spine 16 0 0, hands .08 -.4 .8, foot -.05 .06 .2, ofoot -.05 .38 .3,
      snap -1
.75   @sit, root 0 -.12 0, turn 0 28 0, spine 16 0 0, hands .08 -.4 .8, foot -.05 .22 .05, ofoot -.05 .22
      .45, snap -1
name  riding a bike; cycling; biking; pedaling; exercise bike; riding mountain bike; riding unicycle; biking
      through snow; cycling
say   *ride a bike; *pedal a bicycle; *cycle; *ride on an exercise bike; *pedal with both hands on the
      handlebar
how   leaning on a handlebar with both hands the feet go round and round in turn

[ride a horse]
is    body, .7 s, 3-7 times, smooth, weight 1.1
from  sit to sit
0     @sit, root 0 -.1 0, foot .3 .15 .1, ofoot .3 .15 .1, knees .6, clasp 0 -.45 .5, spine 10 0 0, snap -1
.5    @sit, root 0 0 .04, foot .3 .15 .1, ofoot .3 .15 .1, knees .6, clasp 0 -.5 .45, spine 2 0 0, snap -1
name  riding a horse; horse riding; riding camel; riding mule; bouncing in a saddle; riding mechanical bull;
      riding or walking with horse; horse riding
say   *ride a horse; *bounce up and down in a saddle; *ride with the reins in both hands
how   with spread knees the body bounces up and down while both hands stay in front of the belly

[ski]
is    legs, 1.5 s, 2-3 times, smooth, weight 1.2
0     root .12 -.3 -.05, spine 28 0 0, turn 0 12 10, hands .3 -.5 .45, feet .05 0 0
.5    root -.12 -.3 -.05, spine 28 0 0, turn 0 12 -10, hands .3 -.5 .45
name  skiing; skiing slalom; downhill skiing; snowboarding; surfing water; slalom; skiing (not slalom or
      crosscountry); downhill skiing
say   *ski downhill; *swing from side to side on skis; *lean left and right with bent knees; *surf
how   with bent knees the hips lean from side to side while the hands are held out in front

[cross-country ski]
is    legs, 1.3 s, 2-4 times, smooth, weight 1.2
0     hand .08 -.1 .8, ohand .12 -.7 -.45, foot 0 .05 -.4, ofoot 0 0 .3, toe 30, spine 24 0 0, turn 0 10 0,
      root 0 -.14 0
.5    hand .12 -.7 -.45, ohand .08 -.1 .8, foot 0 0 .3, ofoot 0 .05 -.4, toe 0, otoe 30
name  cross-country skiing; skiing crosscountry; nordic walking; elliptical trainer; ski strides
say   *ski cross-country; *slide the feet back and forth while the arms swing with poles; *stride on an
      elliptical trainer
how   the legs slide forward and back in turn while the opposite arms swing far forward and back

[ski poling]
is    arms, 1.3 s, both, 2-4 times, smooth
in    wide
0     hand .1 .1 .75, spine 8 0 0
.5    hand .2 -.75 -.4, spine 40 0 0, turn 0 14 0, root 0 -.14 -.08
name  double poling; ski poling; pushing with both poles
say   *push with both ski poles; *swing both arms down and back bending the trunk; *pole with both arms at
      once; *plant both poles and *push back
how   both arms swing down and back together as the trunk bends forward

[skate]
is    legs, 1.5 s, 2-4 times, smooth, weight 1.3
0     root .2 -.22 0, foot .1 0 .05, ofoot .55 .1 -.4, spine 30 0 10, turn 0 12 4, hand .1 -.3 .5, ohand .35
      -.6 -.35, otoe 10, go 0 0 0
.5    root -.2 -.22 0, foot .55 .1 -.4, ofoot .1 0 .05, spine 30 0 -10, turn 0 12 -4, hand .35 -.6 -.35,
      ohand .1 -.3 .5, toe 10, otoe 0, go 0 0 .9
1     root .2 -.22 0, foot .1 0 .05, ofoot .55 .1 -.4, spine 30 0 10, turn 0 12 4, hand .1 -.3 .5, ohand .35
      -.6 -.35, toe 0, otoe 10, go 0 0 1.8
name  skating; ice skating; roller skating; speed skating; inline skating; gliding on skates
say   *skate; *skate on ice; *glide on skates pushing off sideways; *skate forward on rollers
how   one leg after the other pushes out to the side and back while the body glides from foot to foot

[skateboard]
is    legs, 1 s, 2-4 times, smooth, weight 1.1
0     foot .06 0 -.45, toe 25, ofoot 0 .05 .05, root -.06 -.16 0, spine 20 0 0, hands .3 -.6 .25, go 0 0 0
.45   foot .06 .16 .1, toe 0, root -.06 -.1 0, go 0 0 .4
.7    foot .06 0 .35, root -.06 -.16 .02, go 0 0 .7
1     foot .06 0 -.45, toe 25, root -.06 -.16 0, go 0 0 1
name  skateboarding; riding scooter; pushing a scooter; riding a skateboard
say   *ride a scooter; *push off the ground with {foot} again and again; *skateboard
how   standing on one foot {foot} ~swing forward and ~push back along the ground while the body rolls on

[balance on a board]
is    legs, 1.8 s, 1-3 times, smooth
in    crouch
0     root .05 -.32 0, turn 70 0 6, spine 14 8 -20, hand .75 -.15 .2, ohand .75 .1 .2, feet .2 0 0
.5    root -.05 -.26 0, turn 70 0 -6, spine 14 -8 -10, hand .75 .1 .2, ohand .75 -.15 .2
name  surfing; balancing on a board; snowboarding; windsurfing; hoverboarding; water skiing
say   *balance on a surfboard; *surf standing sideways with both arms out; *ride a board
how   standing sideways with bent knees both arms balance out at the sides
"""

register(SHEET)
