"""Jumps, hops, steps and balances."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
pose take off: root 0 -.3 -.1, spine 28 0 0, turn 0 14 0, hands .12 -.7 -.5
pose aloft: root 0 0 0, spine 0 0 0, turn 0 0 0, hands .2 .6 .6, toes 45
pose balance: root -.12 0 0, hands .85 -.1 .1

[jump]
is    legs, 1.3 s, 1-4 times, weight 2.2, hard
0
.34   @take off
.46   @aloft, air .06
.6    air .36
.74   air .02, toes 10
.83   @take off, hands .2 -.6 .5, air 0, toes 0
1     home
name  jump; jumping; jumping up; vertical jump; leap; jump in place
say   *jump; *jump up; *jump up and down; *jump in the air; *jump on the spot; *leap into the air; *jump
      vertically with both feet; *bend {his} knees and *jump straight up
how   the knees bend, both feet leave the ground at once, the body flies up and lands on both feet; both knees
      bend, the body leaves the ground and lands on both feet

[jump forward]
is    legs, 1.5 s, weight 1.5, hard
0
.32   @take off
.44   @aloft, turn 0 14 0, air .05, go 0 0 .15
.58   air .28, go 0 0 .75, feet 0 .1 .1
.72   air 0, go 0 0 1.4, feet 0 0 .22, toes 0
.82   @take off, hands .2 -.5 .6, feet 0 0 .1, go 0 0 1.5
1     home
name  jump forward; long jump; standing long jump; broad jump; leaping forward
say   *jump forward; *leap forward with both feet; *do a standing long jump; *jump far ahead; *hop forward
      with both feet together
how   both feet push off together, the body flies forward and lands further ahead on both feet

[jump backward]
is    legs, 1.4 s, weight 0.7, hard
0
.35   @take off
.47   @aloft, turn 0 -6 0, air .04, go 0 0 -.1
.6    air .22, go 0 0 -.4
.74   air 0, go 0 0 -.7, toes 0
.83   @take off, hands .2 -.5 .6, go 0 0 -.75
1     home
name  jump backward; backward jump; jumping back
say   *jump backward; *hop back with both feet; *leap backward
how   both feet push off and the body flies backward a little and lands

[jump sideways]
is    legs, 1.1 s, one turns, 1-4 times, hard
0
.3    @take off
.43   @aloft, hands .4 -.3 .3, air .05, go .08 0 0
.56   air .24, go .45 0 0
.7    air 0, go .8 0 0, toes 0
.82   @take off, hands .3 -.5 .4, go .85 0 0
1     home
name  one:jump to the {side}; sideways jump; lateral jump; turns:side to side jumps; turns:jumping from side
      to side
say   one:*jump to the {side}; *jump sideways; *leap sideways with both feet; turns:*jump from side to side;
      one:*hop to the {side}
how   one:both feet leave the ground and land further to the {side}; turns:both feet jump to one side and back
      to the other

[tuck jump]
is    legs, 1.3 s, hard
0
.34   @take off
.46   @aloft, air .1
.6    air .42, feet 0 .5 .12, hands .1 -.5 .6
.75   air .03, feet 0 0 0, toes 0
.84   @take off, hands .2 -.5 .5
1     home
name  tuck jump; knees up jump; high jump with knees to chest
say   *jump and *pull both knees up; *do a tuck jump; *jump high with the knees to the chest
how   both feet leave the ground, the knees come up to the chest in the air and stretch again for landing

[star jump]
is    legs, 1.3 s, hard
0
.34   @take off
.46   @aloft, air .1, feet .1 0 0
.6    air .38, feet .6 .12 0, hands .75 .6 .1
.75   air .03, feet 0 0 0, toes 0, hands .4 -.6 .3
.84   @take off
1     home
name  star jump; straddle jump; spread jump; x jump
say   *do a star jump; *jump and *spread arms and legs in the air; *leap up like a star
how   in the air the arms and legs spread out wide like a star and close again for landing

[jumping jacks]
is    legs, 1 s, 2-6 times, weight 1.6, hard, smooth
0     hands .15 -.95 .05, root 0 -.06 0
.25   air .1, root 0 -.02 0, hands .9 .1 .05, feet .2 0 0
.47   hands .05 .95 .08, feet .42 0 0, root 0 -.14 0, air 0
.75   air .1, root 0 -.02 0, hands .9 .1 .05, feet .2 0 0
name  jumping jacks; jumping jack; jumpingjacks; side straddle hops
say   *do jumping jacks; *perform jumping jacks; *jump with arms and legs opening and closing; *exercise with
      jumping jacks
how   both arms swing out and up overhead while the legs jump apart and together, again and again; the feet
      jump apart as the hands go up over the head and jump together as the hands come down; the feet jump
      apart as both arms swing up over the head, then together as the arms come down

[half jacks]
is    legs, 0.9 s, 2-6 times, weight 0.6, hard, smooth
0     hands .15 -.95 .05, root 0 -.06 0
.25   air .08, feet .2 0 0
.5    hands .95 .03 .05, feet .38 0 0, root 0 -.12 0, air 0
.75   air .08, feet .2 0 0
name  half jacks; seal jacks; jumping with arms to the sides
say   *jump the feet apart and together with the arms going out to the sides; *do half jumping jacks; *hop the
      legs open and shut while the arms rise to shoulder height; *jump out and in
how   the legs jump apart while the arms rise to shoulder height and jump together as the arms fall

[scissor jumps]
is    legs, 0.8 s, 2-6 times, weight 0.8, hard, smooth
0     foot 0 0 .32, ofoot 0 .05 -.3, otoe 25, root 0 -.12 0, hand .12 -.7 -.4, ohand .12 -.5 .55
.25   air .12, feet 0 0 0, root 0 -.02 0
.5    foot 0 .05 -.3, ofoot 0 0 .32, toe 25, otoe 0, root 0 -.12 0, air 0, hand .12 -.5 .55, ohand .12 -.7
      -.4
.75   air .12, feet 0 0 0, toe 0, root 0 -.02 0
name  scissor jumps; split jumps; cross country skiing jumps; switch jumps
say   *switch the feet back and forth with little jumps; *do scissor jumps; *jump and *swap the front foot
how   the feet jump forward and back past each other in turn while the arms swing against them

[hop on one leg]
is    legs, 0.62 s, 2-8 times, weight 1.5, hard, smooth
0     foot -.02 .34 -.22, root -.1 -.12 0, spine 10 0 0, hands .45 -.6 .25
.3    root -.1 -.01 0, air .03, otoe 30
.55   air .14, otoe 30, hands .5 -.4 .3
.85   air 0, otoe 0, root -.1 -.08 0
name  hopping on one leg; hopping; hop; single leg hops; hopping on the {oside} foot
say   *hop on one leg; *hop on {ofoot}; *hop up and down on one foot; *jump on {oleg} only; *hop with {foot}
      lifted off the ground
how   {foot} ~stay lifted while {oleg} pushes off and lands again and again; one foot stays off the ground
      while the other pushes the body up and lands

[hop in place]
is    legs, 0.55 s, 3-9 times, weight 1.2, hard, smooth
0     root 0 -.1 0, hands .15 -.7 .35
.3    root 0 0 0, air .02, toes 30
.55   air .14
.85   air 0, toes 5, root 0 -.06 0
name  bouncing on both feet; hopping up and down; bouncing on a trampoline; bunny hops; small jumps; pogo
      jumps
say   *bounce up and down on both feet; *hop in place; *make small jumps; *bounce on the spot; *jump up and
      down with little hops; *bounce on a trampoline
how   both feet leave the ground a little and land, again and again, in a quick rhythm

[jump rope]
is    legs, 0.5 s, 4-10 times, weight 1.2, hard, smooth
0     root 0 -.06 0, hands .35 -.62 .28
.25   root 0 0 0, air .03, toes 25, hands .42 -.6 .2
.5    air .11, hands .42 -.68 .15
.8    air 0, toes 5, hands .35 -.7 .24
name  jump rope; skipping rope; rope skipping; jumping rope
say   *jump rope; *skip rope; *skip with a rope; *jump over a rope again and again; *swing a rope and *hop
      over it
how   both feet make quick small hops while the hands circle beside the hips

[march in place]
is    legs, 0.6 s, turns, 4-9 times, weight 1.5
0
.5    foot -.02 .36 .2, root -.06 0 0, hand .12 -.75 -.35, ohand .1 -.55 .6
1     home
name  marching in place; marching on the spot; marching; walking in place; stepping on the spot
say   *march in place; *march on the spot; *walk in place; *step up and down on the spot; *lift the knees in
      turn while swinging the arms
how   the knees come up one after the other on the spot while the arms swing against them

[run in place]
is    legs, 0.33 s, turns, 8-16 times, weight 1.4, hard
0
.5    foot -.02 .32 -.18, root -.04 -.03 0, air .05, spine 8 0 0, hand .1 -.55 -.25, ohand .05 -.35 .42
1     home
name  running in place; jogging in place; jogging on the spot; running on the spot; running on a treadmill
say   *run in place; *jog in place; *jog on the spot; *run on the spot; *run on a treadmill; *run without
      moving forward
how   the feet lift quickly one after the other on the spot while bent arms swing back and forth

[high knees]
is    legs, 0.38 s, turns, 6-14 times, hard
0
.5    foot -.02 .55 .32, root -.04 0 0, air .05, hand .1 -.55 -.25, ohand .05 -.3 .45
1     home
name  high knees; running in place with high knees; knee drive
say   *run in place with high knees; *do high knees; *pump the knees up high in turn; *bring the knees up fast
      one after the other
how   the knees shoot up to the hips in quick turns while the arms pump

[stomp]
is    legs, 0.8 s, one turns, 1-5 times, hard
0
.45   foot 0 .34 .12, root -.07 0 0
.62   foot 0 0 .08, root .02 -.06 0, spine 10 0 0
1     home
name  stomping; foot stomp; stomp; stamping {foot}; crushing something underfoot; stomping grapes
say   *stomp {foot}; *stamp on the ground with {foot}; *stomp; *stamp {foot} angrily; *crush something with
      {foot}
how   {foot} ~go up and ~slam down on the ground

[tap foot]
is    legs, 0.5 s, one turns, 3-8 times
in    sit
0
.5    toe -28, foot 0 .02 .08
1     home
name  tapping {foot}; toe taps; foot tapping
say   *tap {foot}; *tap the floor with {foot}; *tap {his} toes in rhythm
how   the toes go up and down while the heel stays on the floor

[calf raise]
is    legs, 1.4 s, 1-4 times
0
.4    root 0 .1 .03, toes 42, feet 0 .11 0
.6    root 0 .1 .03
1     home
name  calf raises; heel raises; going up on tiptoe; rising on the toes
say   *rise on {his} toes; *lift both heels and *lower them; *go up on tiptoe; *do calf raises
how   the heels lift off the floor, the body rises onto the toes and sinks back

[balance on one leg]
is    legs, 2 s, 1 times, weight 1.3, still, stays
0
.35   @balance, foot -.05 .38 .12
1     foot -.02 .4 .16, turn 0 0 3
name  balancing on one leg; standing on one leg; one leg stand; crane stance; flamingo pose
say   *balance on one leg; *stand on {oleg}; *stand on one foot; *lift {foot} and *keep the balance; *balance
      on {ofoot}
how   {foot} ~stay lifted off the floor while both arms reach out to keep the balance

[arabesque]
is    legs, 2.2 s, 1 times, still, stays
0
.45   root -.08 0 .05, turn 0 62 0, spine 4 0 0, head -30 0 0, foot 0 .9 -1, hands .85 .2 .3
1     turn 0 66 0
name  arabesque; standing scale; airplane balance; warrior three
say   *lean forward and *lift {leg} behind; *balance on {oleg} like an airplane; *do an arabesque; *tip
      forward on one leg with the arms spread
how   the trunk tips forward to level while {leg} ~rise behind and the arms spread

[tree pose]
is    legs, 2.2 s, 1 times, still, stays
0
.4    root -.1 0 0, foot -.1 .42 .02, knee 2.5, hands -.3 .85 .1
1     turn 0 0 2
name  tree pose; yoga tree; yoga balance
say   *stand in tree pose; *balance on {oleg} with the hands together overhead; *do the yoga tree
how   {foot} ~rest against the inside of the other knee and the palms meet above the head

[step sideways]
is    legs, 1.1 s, 1 times, stays
0
.25   root .0425 -.03 0, foot .225 .12 0
.48   root .225 -.05 0, foot .45 0 0
.75   root .45 -.02 0, ofoot -.225 .1 0
1     root .45 0 0, ofoot -.45 0 0
name  side step; sidestep to the {side}; step aside
say   *step to the {side}; *take a step sideways with {foot}; *take one step to the {side}; *move one step
      sideways
how   {foot} ~step sideways and the other foot follows

[step forward]
is    legs, 1.1 s, 1 times, stays
0
.25   root -.07 -.03 .125, foot 0 .12 .25
.48   root 0 -.05 .25, foot 0 0 .5
.75   root 0 -.02 .5, ofoot 0 .1 .25
1     root 0 0 .5, ofoot 0 0 .5
name  step forward; one step forward; taking a step
say   *step forward; *take a step ahead with {foot}; *take one step forward; *move one step ahead
how   {foot} ~step ahead and the other foot follows

[step back]
is    legs, 1.1 s, 1 times, stays
0
.25   root -.07 -.03 -.1125, foot 0 .12 -.225
.48   root 0 -.05 -.225, foot 0 0 -.45
.75   root 0 -.02 -.45, ofoot 0 .1 -.225
1     root 0 0 -.45, ofoot 0 0 -.45
name  step back; one step backward; stepping back
say   *step backward; *take a step back with {foot}; *take one step backward; *move one step back
how   {foot} ~step back and the other foot follows

[step side to side]
is    legs, 1 s, turns, 2-6 times
0
.25   foot .28 .08 0, root .1 -.03 0
.5    foot .4 0 0, root .4 -.02 0, ofoot -.3 .08 0
.75   ofoot 0 .05 0, root .12 -.03 0, foot .28 .06 0
1     home
name  step touch; side to side steps; stepping from side to side; aerobics steps
say   *step from side to side; *step left and right; *do step touches; *move from one foot to the other
      sideways
how   the feet step out to one side, close, and step out to the other side

[step up]
is    legs, 1.8 s
0
.18   foot 0 .36 .25, root -.05 0 0
.3    foot 0 .26 .42, root 0 -.02 .12, spine 14 0 0
.5    root 0 .25 .42, ofoot 0 .26 .42, spine 0 0 0
.6    root 0 .25 .42
.78   root 0 .05 .15, foot 0 .1 .1
.85   foot 0 0 0, root 0 -.03 .05
1     home
name  step up; step ups; stepping onto a box; step aerobics
say   *step up onto a box and down again; *step up with {foot}; *climb on a step and *come back down
how   {foot} ~go up on a step, the body rises over it and comes down backward
"""

register(SHEET)
