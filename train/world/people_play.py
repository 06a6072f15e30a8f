"""Pastimes and moods: photographs, games, tricks, singing, thinking."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[take a picture]
is    arms, 2 s, 1-2 times
in    kneel, half kneel, sit, crouch
0
.35   clasp 0 .1 .55 .25, elbows .1
.7    clasp 0 .1 .55 .25, elbows .1
1     home
name  taking a picture; photographing; looking through binoculars; taking a photo
say   *take a picture; *hold a camera in front of the face; *photograph something with both hands; *look
      through binoculars
how   both hands come up in front of the eyes, stay a moment and go down

[take a selfie]
is    arms, 2 s, 1 times, stays
0
.5    hand .25 .35 .85, head -6 0 12
1     hand .25 .35 .85, head -6 0 12
name  taking a selfie; holding a phone up; filming oneself
say   *take a selfie with {hand}; *hold a phone up in front with a stretched arm; *film with {hand} held high
how   {arm} ~stretch out up in front and ~stay while the head looks at the hand

[sing]
is    arms, 1.6 s, 2-3 times, smooth
in    sit
0     hand -.32 .05 .35, ohand .1 -.4 .5, head -6 0 0
.5    hand -.32 .05 .35, ohand .4 -.1 .6, head -14 8 0, spine -4 4 0
name  singing; singing into a microphone; karaoke; beatboxing; giving a talk with a microphone
say   *sing into a microphone; *hold a microphone with {hand} and *gesture with the other; *sing
how   {hand} ~stay at the mouth while the other hand sweeps up and out

[laugh]
is    arms, .5 s, 3-8 times, smooth
in    sit, floor
0     spine 8 0 0, head -14 0 0, hands -.2 -.5 .3, shrugs .05
.5    spine 22 0 0, head 6 0 0, hands -.22 -.52 .32, shrugs 0
name  laughing; laugh; shaking with laughter; sobbing
say   *laugh; *laugh out loud; *shake with laughter; *hold {his} belly laughing
how   the trunk and shoulders shake up and down in quick jerks

[think]
is    arms, 2.2 s, 1 times, stays, weight 1
in    sit, wide
0
.4    hand -.3 .02 .28, ohand -.45 -.4 .3, head 10 6 0
1     hand -.3 .02 .28, ohand -.45 -.4 .3, head 12 6 8
name  thinking; hand on the chin; pondering; chin rest; waiting and thinking
say   *think with {hand} on the chin; *rest the chin on {hand}; *ponder; *hold {his} chin
how   {hand} ~go up to the chin and ~stay while the other arm lies across the belly

[fan oneself]
is    arms, .4 s, 4-10 times, smooth, weight .8
in    sit
0     hand -.15 .02 .42
.5    hand -.02 .05 .5
name  fanning oneself; waving air to the face; fanning
say   *fan {his} face with {hand}; *wave air to {his} face; *flutter {hand} beside the face; *cool {his} face
      by waving {hand}
how   {hand} ~flap quickly in front of the neck

[flip a pancake]
is    arms, 1.1 s, 1-4 times, weight .8
0     hand 0 -.45 .65
.4    hand 0 -.55 .55
.55   hand 0 -.05 .75
1     hand 0 -.45 .65
name  flipping pancake; flipping a pan; tossing salad; tossing something up; barbequing; grilling; cooking
      sausages; shaking a frying pan; tossing in a pan
say   *flip a pancake with {hand}; *toss something up in a pan; *jerk {hand} up at waist height
how   {hand} ~dip and ~jerk up in front of the belly

[toss a coin]
is    arms, 1.3 s, 1-3 times, weight .8
in    sit
0     hand -.05 -.35 .5
.2    hand -.05 -.45 .5
.35   hand -.05 .1 .5, head -12 0 0
.75   hand -.05 -.35 .5, head 0 0 0
1     hand -.05 -.35 .5
name  tossing coin; tossing a ball up; throwing an object in the air
say   *toss a coin with {hand}; *throw a ball up and *catch it with {hand}; *flip a coin
how   {hand} ~dip, ~flick up to the chest and ~wait to catch

[hand to hand]
is    arms, 1.1 s, 2-4 times, smooth
in    sit, kneel
0     hand .1 -.35 .55, ohand -.35 -.35 .5
.5    hand -.35 -.35 .5, ohand .1 -.35 .55
name  passing from hand to hand; swapping hands; changing hands; tossing from hand to hand; contact juggling;
      passing a ball from hand to hand; holding snake
say   *pass something from one hand to the other; *swap an object between both hands; *toss a ball from hand
      to hand
how   the hands meet in front of the belly now on one side, now on the other

[pet a dog]
is    arms, .9 s, 2-5 times, smooth, weight .9
in    kneel, half kneel, crouch, bent, sit
0     hand 0 -.5 .75, spine 20 0 0, head 14 0 0
.5    hand .1 -.55 .35, spine 18 0 0
name  petting an animal; petting cat; stroking; grooming dog; brushing a horse; training dog; holding a pet;
      stroking a cat
say   *pet a dog with {hand}; *stroke an animal; *brush a dog; *stroke {hand} back and forth low in front
how   {hand} ~stroke from far in front back towards the body at knee height

[swat a fly]
is    arms, .7 s, 1-5 times, weight .9, hard
in    sit, wide
0     hand .05 .3 .35
.45   hand -.15 .05 .85
1     hand .05 .3 .35
name  swatting; swatting a fly; catching a butterfly; slapping at insects
say   *swat a fly with {hand}; *slap at something in the air; *chase an insect away
how   {hand} ~jerk forward and down from beside the head

[throw a dart]
is    arms, 1.2 s, 1-3 times, weight .9
0     hand -.12 .22 .32, ofoot 0 0 -.2, foot 0 0 .1
.35   hand -.08 .25 .2
.6    hand -.12 .1 .92
1     hand -.12 .22 .32
name  throwing a dart; darts; flicking something forward; throwing a paper plane
say   *throw a dart with {hand}; *flick something forward from beside the face; *throw a paper plane
how   {hand} ~draw back to the cheek and ~flick forward at eye height

[swing a lasso]
is    arms, .8 s, 3-6 times, smooth, weight .9
0     hand .2 .75 .1
.25   hand -.1 .8 .25
.5    hand -.3 .75 .05
.75   hand 0 .72 -.2
name  swinging a lasso; whirling something overhead; swinging a rope overhead; flying kite; waving a flag
say   *swing a lasso over {his} head; *whirl something overhead with {hand}; *wave a flag in circles
how   {hand} ~go round and round above the head

[spin poi]
is    arms, .9 s, 3-6 times, smooth, weight .8
0     hand .5 .1 .5, ohand .5 -.5 .4
.25   hand .35 -.55 .5, ohand .4 .2 .45
.5    hand -.1 -.5 .55, ohand -.1 .1 .5
.75   hand .1 .2 .55, ohand .1 -.55 .5
name  spinning poi; twirling; juggling fire; twirling a baton; nunchaku
say   *spin poi; *twirl something in both hands; *whirl both hands in circles in front
how   both hands go round in opposite circles in front of the body

[sign language]
is    arms, 1 s, 2-5 times, smooth, weight .9
in    sit
0     hand -.1 -.05 .5, ohand -.15 -.25 .45
.2    hand .1 .1 .45, ohand -.1 -.2 .5
.4    hand -.3 -.15 .4, ohand -.3 -.2 .4
.6    hand -.15 .15 .35, ohand 0 -.25 .5
.8    hand .05 -.2 .6, ohand -.1 0 .5
name  sign language; sign language interpreting; signing with the hands; quick hand signs
say   *use sign language; *make quick signs with both hands; *talk in signs
how   both hands shape quick signs in front of the chest

[smoke]
is    arms, 2.4 s, 1-2 times, weight .9
in    sit
0     hand .1 -.6 .35
.35   hand -.32 .13 .32
.5    hand -.32 .13 .32
.8    hand .2 -.45 .45, head -8 0 0
1     hand .1 -.6 .35, head 0 0 0
name  smoking; smoking a cigarette; putting something to the lips; smoking hookah
say   *smoke; *bring a cigarette to the mouth with {hand} and *take it away; *take a puff
how   {hand} ~go to the lips, ~stay and ~sink away to the side

[blow out candles]
is    arms, 1.6 s, 1-2 times, weight .7
in    sit
0
.35   spine -8 0 0, head -10 0 0, shrugs .05
.6    spine 22 0 0, head 4 0 0, shrugs 0
1     home
name  blowing out candles; blowing; balloon blowing; sneezing; bowing the head forward
say   *blow out candles; *take a breath and *blow; *lean back and *puff forward
how   the chest rises and leans back, then the head and trunk lean forward

[peek]
is    legs, 2 s, 1-2 times, weight .9
0
.35   spine 10 30 0, root .14 -.06 0, head 0 12 0, hand .2 -.2 .3
.7    spine 10 30 0, root .14 -.06 0, head 0 12 0, hand .2 -.2 .3
1     home
name  peeking around a corner; leaning out; spying
say   *peek around a corner to the {side}; *lean out to the {side} and *look; *spy to the {side}
how   head and trunk lean far out to the {side}, stay and come back

[play chess]
is    arms, 1.9 s, 1-2 times, weight .9
in    sit, floor
0
.35   hand -.1 -.3 .7, spine 14 0 0, head 14 0 0
.5    hand -.1 -.3 .7
.7    hand -.1 -.25 .8
1     home
name  playing chess; playing a board game; playing cards; moving a piece; picking up a cup
say   *move a piece on a table with {hand}; *play chess; *lean forward and *pick something off the table
how   {hand} ~reach to the table, ~lift something, ~set it down and ~come back

[arm wrestle]
is    arms, 1.4 s, 1-3 times, weight .8
in    sit
0     hand -.25 -.2 .45, spine 10 0 0, ohand 0 -.55 .4
.5    hand -.45 -.3 .45, spine 12 -6 -14
1     hand -.25 -.2 .45, spine 10 0 0
name  arm wrestling; pressing sideways
say   *wrestle someone with {hand} on a table; *press {hand} sideways against a force; *strain {forearm}
      against another arm; *force {hand} down to the side
how   with the elbow in place {hand} ~press slowly over to the other side
"""

register(SHEET)
