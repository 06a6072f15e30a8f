"""What hands say and show: waving, clapping, beckoning, pointing, swiping."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[wave]
is    arms, 0.62 s, one both, 2-8 times, weight 2, smooth
in    anywhere
0     hand .22 .42 .3
.5    hand .62 .34 .28
name  waving; hand waving; waving hello; waving goodbye; one:wave {side} hand; both:waving with both hands;
      wave
say   *wave; *wave {hand}; *wave hello; *wave goodbye; *wave {hand} from side to side; *greet someone with a
      wave; *raise {hand} and *wave; *wave at someone with {hand}
how   {hand} ~go up beside the head and ~swing left and right; {forearm} ~rock from side to side above the
      elbow; the raised {hand} ~swing left and right beside the head; {elbow} ~be bent and {forearm} ~rock
      from side to side

[wave high]
is    arms, 0.8 s, one both, 2-6 times, smooth
in    seated
0     hand -.18 .95 .12
.5    hand .5 .82 .12
name  high wave; waving overhead; big wave; waving {arm} above the head
say   *wave {hand} high above the head; *wave {arm} overhead; *swing {arm} from side to side over the head;
      *wave {arm} in the air; *signal with {arm} overhead; both:*wave both arms in the air
how   {arm} ~stretch up and ~sway from side to side above the head

[wave low]
is    arms, 0.7 s, one both, 2-6 times, smooth
in    seated
0     hand 0 -.55 .6
.5    hand .45 -.55 .5
name  low wave; shooing away; fanning
say   *wave {hand} at waist height; *shoo something away with {hand}; *swing {forearm} sideways in front of
      the waist
how   {hand} ~go left and right at the height of the waist

[beckon]
is    arms, 0.75 s, one both, 2-5 times, smooth
in    seated
0     hand .05 -.05 .85
.5    hand -.08 .05 .38
name  beckoning; come here gesture; calling someone over
say   *beckon; *beckon someone with {hand}; *wave someone over; *motion to come closer with {hand}; *pull
      {hand} towards the chest again and again
how   {hand} ~reach out in front and ~curl back to the chest, again and again

[clap]
is    arms, 0.45 s, both, 3-12 times, weight 1.6, smooth
in    anywhere
0     hand -.32 -.2 .5
.5    hand .08 -.22 .48
name  clapping; clapping hands; applauding; hand clap; applause
say   *clap; *clap {his} hands; *applaud; *clap {his} hands in front of the chest; *bring the hands together
      and apart
how   the hands come together in front of the chest and part, again and again; both hands meet and move apart;
      both hands part in front of the chest and meet again; the palms strike together before the body

[clap overhead]
is    arms, 0.9 s, both, 2-6 times, smooth
in    seated
0     hand -.33 .88 .1
.5    hand .6 .5 .15
name  clapping overhead; overhead clap; clapping above the head
say   *clap overhead; *clap {his} hands above the head; *swing the arms up and *clap over the head
how   both arms swing up from the sides until the hands meet above the head; both arms are up and the hands
      meet above the head

[stir big circles in front]
is    arms, 1.2 s, 1-4 times, weight 1.5, smooth
in    seated
circle -.15 .05 .66, radius .42, front
name  drawing a circle; circle in the air; drawing circles; circular hand motion
say   *draw a circle in the air with {hand}; *trace circles in front of the chest with {hand}; *move {hand} in
      a circle; *wave {hand} round in circles; *circle {hand} in front of the body
how   {hand} ~go round in a circle in front of the chest; {hand} ~trace a big circle in the air in front

[polish]
is    arms, 0.9 s, one both, 2-6 times, smooth
in    sit, kneel, wide
circle -.05 -.35 .62, radius .2, flat
name  polishing; wiping a table in circles; cleaning a table; waxing; scrubbing in circles
say   *wipe a table in circles with {hand}; *polish a surface with {hand}; *rub round and round with {hand};
      *stir the air flat
how   {hand} ~go round in flat circles at waist height in front

[swipe inward]
is    arms, 1.3 s, weight 1.4
in    seated
0
.25   hand .72 .05 .55
.36   hand .72 .05 .55
.6    hand -.72 0 .5, spine 0 0 -10
1     home
name  swipe {oside}; swiping to the {oside}; swiping; hand swipe
say   *swipe {hand} to the {oside}; *swipe across the body with {hand}; *sweep {hand} from {side} to {oside};
      *move {hand} across the chest to the {oside}
how   {hand} ~start out at the {side} and ~sweep in front of the chest to the {oside}; {hand} ~sweep level
      from the outside across the chest

[swipe outward]
is    arms, 1.3 s, weight 1.4
in    seated
0
.25   hand -.7 0 .5
.36   hand -.7 0 .5
.6    hand .82 .05 .45, spine 0 0 8
1     home
name  swipe {side}; swiping to the {side}; swiping; hand swipe
say   *swipe {hand} to the {side}; *sweep {hand} outward from {oside} to {side}; *brush something away to the
      {side} with {hand}
how   {hand} ~cross over to the {oside} and then ~sweep out to the {side}; {hand} ~sweep level from the chest
      out to the side

[swipe down]
is    arms, 1.3 s, one both
in    seated
0
.3    hand 0 .75 .55
.6    hand 0 -.6 .6
1     home
name  swipe down; swiping downward; pulling down
say   *swipe {hand} down; *sweep {hand} downward in front; *pull {hand} down from above
how   {hand} ~go up in front and ~sweep down to the waist; {hand} ~drop straight down in front of the body

[swipe up]
is    arms, 1.3 s, one both
in    seated
0
.3    hand 0 -.6 .6
.6    hand 0 .7 .6
1     home
name  swipe up; swiping upward; scooping up
say   *swipe {hand} up; *sweep {hand} upward in front; *scoop {hand} up
how   {hand} ~sweep up in front of the body from the waist to above the head; {hand} ~rise straight up in
      front of the body

[point forward]
is    arms, 1.8 s, 1-2 times
in    anywhere
0
.3    hand .04 .03 .97
.65   hand .04 .03 .97
1     home
name  pointing; pointing ahead; pointing forward
say   *point; *point straight ahead with {hand}; *point at something in front; *stretch {arm} out and *point
how   {arm} ~come up straight in front and ~stay there pointing; {arm} ~stretch straight ahead and {hand}
      ~stay there pointing

[point sideways]
is    arms, 1.8 s, 1-2 times
in    anywhere
0
.3    hand .97 .03 .08, head 0 0 40
.65   hand .97 .03 .08, head 0 0 40
1     home
name  pointing to the {side}; pointing sideways; pointing
say   *point to the {side}; *point sideways with {hand} and *look there; *show the way to the {side} with
      {hand}
how   {arm} ~stretch out to the {side} and the head turns to the {side}

[point up]
is    arms, 1.8 s, 1-2 times
in    anywhere
0
.3    hand .1 .97 .08, head -25 0 0
.65   hand .1 .97 .08, head -25 0 0
1     home
name  pointing up; pointing at the sky
say   *point up; *point at the sky with {hand}; *point upward and *look up
how   {arm} ~stretch up and the head tips back

[stop gesture]
is    arms, 1.7 s, one both, 1-2 times
in    seated
0
.25   hand .05 .12 .92
.7    hand .05 .12 .92
1     home
name  stop sign; halt gesture; stop
say   *make a stop sign with {hand}; *signal stop with {hand}; *hold {hand} out to say stop; *tell someone to
      halt
how   {hand} ~push out in front at shoulder height and ~stay

[flap arms]
is    arms, 0.75 s, both, 2-8 times, weight 1.3, smooth
in    wide, crouch, kneel
0     hand .86 .42 .05
.5    hand .8 -.55 .05
name  flapping; flapping the arms; bird wings; flying like a bird
say   *flap {his} arms; *flap {his} arms like a bird; *beat {his} arms like wings; *pretend to fly; *wave both
      arms up and down at the sides
how   both arms go up and down at the sides like wings

[chicken wings]
is    arms, 0.6 s, both, 2-8 times, smooth
in    wide, crouch, sit
0     hand -.05 -.28 .12, elbow .1
.5    hand .05 -.2 .16, elbow 1.6
name  chicken wings; chicken dance; flapping the elbows
say   *flap {his} elbows like a chicken; *act like a chicken; *do the chicken dance; *move {his} bent arms
      like chicken wings
how   with the hands at the armpits both elbows go up and down

[pump fist]
is    arms, 0.6 s, one both, 1-6 times, smooth
in    seated
0     hand .1 .05 .35
.5    hand .1 .72 .3
name  pumping fist; fist pump; cheering; celebrating
say   *pump {fist} in the air; *cheer with {fist}; *punch the air in celebration; *celebrate with {fist} up
how   {fist} ~shoot up above the head and ~drop back, again and again
"""

register(SHEET)
