"""Gestures in talk, and greetings."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[talk with hands]
is    arms, 1.2 s, 2-4 times, smooth, weight 1.3
in    anywhere
0     hand .05 -.4 .5, ohand .1 -.55 .4
.25   hand .25 -.2 .55, ohand .1 -.45 .45, head 4 0 6
.5    hand -.05 -.35 .55, ohand .25 -.3 .5
.75   hand .15 -.45 .45, ohand 0 -.4 .55, head -4 0 -6
name  talking with the hands; gesturing; giving a speech; explaining; answering questions; presenting weather
      forecast; testifying; news anchoring; interviewing
say   *talk with {his} hands; *gesture while talking; *explain something with both hands; *give a speech;
      *make small gestures with both hands
how   both hands move about loosely in front of the belly and chest

[dismiss]
is    arms, 1.2 s, 1-3 times
in    seated
0
.35   hand -.25 .05 .4
.65   hand .4 -.15 .75
1     home
name  dismissive gesture; waving away; throwing it away; brushing off
say   *wave something away with {hand}; *make a dismissive gesture with {hand}; *fling {hand} outward
how   {hand} ~flick from the chest out and away

[open arms]
is    arms, 2 s, both, 1-2 times, weight 1.2
in    anywhere
0
.4    hand .6 -.35 .5
.7    hand .6 -.35 .5
1     home
name  opening the arms; welcoming; presenting; spreading the hands; questioning gesture
say   *open {his} arms in welcome; *spread both hands; *hold {his} palms out as if asking; *present something
      with open arms
how   both hands swing out and apart at belly height and stay open

[hug]
is    arms, 2.2 s, 1-2 times, weight 1.1
in    wide, kneel
0
.3    hands .65 0 .6
.55   hands -.45 -.05 .55, spine 10 0 0
.75   hands -.45 -.05 .55
1     home
name  hugging; hug; embracing; giving a hug
say   *hug someone; *open {his} arms and *wrap them around someone; *give a hug; *embrace
how   both arms open wide and then close around the front

[shake hands]
is    arms, .45 s, 2-6 times, smooth, weight 1.3
in    wide, sit
0     hand -.15 -.35 .65, spine 6 0 0
.5    hand -.15 -.48 .62
name  shaking hands; handshake; greeting with a handshake
say   *shake hands; *shake someone's hand with {hand}; *hold out {hand} and *shake hands
how   {hand} ~stretch forward at waist height and ~pump up and down

[high five]
is    arms, 1.1 s, one both, 1-2 times, hard
in    wide, sit
0
.4    hand 0 .55 .3
.6    hand -.05 .55 .75
1     home
name  high five; giving a high five; slapping hands up high
say   *give a high five with {hand}; *raise {hand} and *slap it forward; *clap hands with someone up high
how   {hand} ~go up above the shoulder and ~slap forward

[give something]
is    arms, 1.8 s, one both, 1-2 times, weight 1.2
in    anywhere
0
.25   hand -.1 -.45 .4
.55   hand 0 -.2 .9, spine 8 0 0
.72   hand 0 -.2 .9
1     home
name  giving something; handing over; offering; passing an object; feeding goats; feeding an animal by hand
say   *hand something over with {hand}; *give something to someone; *offer something with {hand}; *pass an
      object forward
how   {hand} ~move from the belly out to the front and ~come back

[take something]
is    arms, 1.8 s, one both, 1-2 times, weight 1.2
in    anywhere
0
.45   hand 0 -.15 .92, spine 8 0 0
.58   hand 0 -.15 .92
.85   hand -.1 -.4 .4, spine 0 0 0
1     home
name  taking something; grabbing; reaching for something; grasping an object; receiving
say   *take something with {hand}; *reach out and *grab something; *grasp an object in front; *reach forward
      with {hand} and *pull it back
how   {hand} ~reach out in front and ~come back to the belly

[reach up]
is    arms, 1.9 s, one both turns, 1-3 times, weight 1.3
in    sit, kneel, wide
0
.45   hand .02 .97 .2, head -18 0 0, toes 20, root 0 .04 0
.62   hand .02 .97 .2
1     home
name  reaching up; reaching for a high shelf; stretching up; picking fruit; grabbing something above
say   *reach up with {hand}; *reach for something high above; *stretch {arm} up to grab something; *take
      something from a high shelf
how   {hand} ~stretch up as high as possible while the heels leave the floor

[reach forward]
is    arms, 1.8 s, one both, 1-3 times
in    seated
0
.45   hand 0 0 .97, spine 24 0 0, turn 0 8 0, root 0 0 -.05
.62   hand 0 0 .97
1     home
name  reaching forward; leaning to reach; reaching out
say   *reach far forward with {hand}; *lean and *reach out with {hand}; *stretch {hand} out to something in
      front
how   the trunk leans and {hand} ~stretch far forward

[reach to the side]
is    arms, 1.8 s, 1-2 times
in    seated
0
.45   hand .95 -.1 .2, spine 4 22 10, head 0 0 35
.62   hand .95 -.1 .2
1     home
name  reaching to the {side}; reaching sideways; grabbing something at the side
say   *reach out to the {side}; *stretch {hand} sideways to grab something; *lean to the {side} and *reach
how   the trunk leans to the {side} and {hand} ~stretch out that way

[place on shelf]
is    arms, 2.2 s, 1-2 times
in    kneel
0     hand -.15 -.4 .45, ohand -.15 -.4 .45
.45   hands -.1 .55 .75, head -10 0 0
.65   hands -.1 .55 .75
1     home
name  placing something on a shelf; putting something away; stacking; putting something up
say   *place something on a high shelf; *put an object up in front; *set something down at head height with
      both hands
how   both hands carry something from the belly up to head height in front and come back

[thumbs up]
is    arms, 1.6 s, one both, 1 times
in    anywhere
0
.35   hand .05 -.2 .65
.75   hand .05 -.16 .68
1     home
name  thumbs up; showing approval; ok gesture
say   *give a thumbs up with {hand}; *hold up {fist} in approval; *show an ok sign
how   {hand} ~come up in front of the chest and ~stay a moment

[count on fingers]
is    arms, .7 s, 2-5 times, weight .7
in    seated
0     hand -.25 -.25 .5, ohand -.3 -.3 .45, head 15 0 0
.5    hand -.28 -.15 .48
1     hand -.25 -.25 .5
name  counting on the fingers; counting money; shuffling cards; playing cards; rock scissors paper; tapping
      pen; fidgeting with the fingers
say   *count on {his} fingers; *count money; *shuffle cards; *play rock paper scissors
how   {hand} ~bob beside the other hand in front of the chest

[wag finger]
is    arms, .4 s, 3-7 times, smooth, weight .8
in    seated
0     hand .02 .05 .55
.5    hand .14 .05 .53
name  wagging a finger; scolding; saying no with a finger
say   *wag a finger; *scold with a raised finger; *shake the finger of {hand}
how   raised in front {hand} ~tick left and right

[snap fingers]
is    arms, .6 s, one both, 2-6 times, smooth, weight .7
in    anywhere
0     hand .15 -.2 .5
.5    hand .18 -.1 .48
name  finger snapping; snapping the fingers; clicking
say   *snap {his} fingers; *click the fingers of {hand} in rhythm; *flick the fingers of {hand}; *click {his}
      fingers to a beat
how   {hand} ~make little jerks in front of the shoulder

[direct traffic]
is    arms, 2.2 s, 1-2 times, weight .8
0
.2    hand .05 .15 .92
.4    hand .05 .15 .92
.55   hand .95 .05 .1, head 0 0 30
.75   hand -.3 .1 .35, head 0 0 0
1     home
name  directing traffic; traffic police; giving signals
say   *direct traffic; *stop cars with {hand} and *wave them on; *give hand signals
how   {hand} ~push out to stop, ~go out to the side and ~wave in

[flag signals]
is    arms, 2 s, 1-2 times, weight .7
0
.2    hand .95 0 .1, ohand .1 -.95 .1
.35   hand .95 0 .1, ohand .1 -.95 .1
.5    hand .65 .7 .1, ohand .65 -.7 .1
.65   hand .65 .7 .1, ohand .65 -.7 .1
.8    hand .05 .97 .1, ohand .95 0 .1
1     home
name  semaphore; flag signalling; arm signals
say   *signal with both arms at different angles; *give flag signals; *make semaphore signs
how   both straight arms jump from one angle to another

[facepalm]
is    arms, 1.7 s, 1 times, weight .8
in    seated
0
.35   hand -.3 .32 .28, head 20 0 0
.75   hand -.3 .32 .28, head 24 0 0
1     home
name  facepalm; smacking the forehead; slapping one's own forehead
say   *smack {his} own forehead with {hand}; *facepalm; *put {hand} to the forehead
how   {hand} ~hit the forehead and the head sinks

[listen]
is    arms, 1.8 s, 1 times, stays, weight .7
in    seated
0
.4    hand -.06 .28 .1, head 0 14 10, spine 6 8 0
1     hand -.06 .28 .1, head 0 14 10, spine 6 8 0
name  listening; hand behind the ear; eavesdropping
say   *hold {hand} behind the ear to listen; *cup {hand} at the ear; *listen with {hand} at the {side} ear
how   {hand} ~go to the ear and the head tilts that way

[celebrate]
is    arms, .8 s, both, 2-5 times, smooth, weight 1.1
in    sit, wide
0     hand .35 .6 .2, root 0 -.03 0
.5    hand .25 .88 .15, root 0 .02 0, head -10 0 0
name  celebrating; cheering; victory; rejoicing; both arms up cheering; shouting for joy
say   *celebrate with both arms up; *cheer; *throw {his} hands up in joy; *shake both fists above the head;
      *rejoice
how   both arms stay up and pump above the head

[cheerlead]
is    arms, 1.6 s, 1-3 times, weight .9
0     hands -.1 -.2 .3
.2    hands .6 .75 .1
.4    hands -.1 -.2 .3
.6    hands .7 -.65 .1
.8    hands -.1 -.2 .3
1     hands .05 .97 .1
name  cheerleading; pompom routine; sharp arm poses; aerobics arms
say   *do a cheerleading routine; *hit sharp arm poses; *punch both arms up, down and out; *do aerobics with
      the arms
how   both arms snap from the chest out up, out down and overhead

[bow]
is    legs, 2 s, 1-2 times, weight 1.4
0
.4    turn 0 34 0, spine 38 0 0, root 0 0 -.1, head 14 0 0, hands .1 -.9 .3
.55   turn 0 34 0
1     home
name  bow; bowing; taking a bow; bowing down
say   *bow; *bow deeply; *take a bow; *bend forward in a bow and *come back up; *bow politely
how   the trunk bends forward at the hips and comes back upright; the trunk tips forward from the hips with
      the head down and comes up

[bow with a flourish]
is    legs, 2.4 s, 1 times
0
.3    hand .9 .2 .3
.5    turn 0 30 0, spine 34 0 0, root 0 -.06 -.1, hand -.35 -.5 .45, ohand .5 -.4 -.45, foot 0 0 -.25
.68   turn 0 30 0
1     home
name  bow with a flourish; sweeping bow; courtly bow
say   *bow with a sweep of {arm}; *make a sweeping bow; *bow with one arm across the belly
how   {arm} ~sweep out and across the belly while the trunk bends low

[curtsy]
is    legs, 1.8 s, 1-2 times
0
.4    foot -.25 0 -.3, root 0 -.2 -.05, toe 30, hands .45 -.7 .25, head 12 0 0
.55   root 0 -.2 -.05
1     home
name  curtsy; curtsying; dipping with crossed legs
say   *curtsy; *make a curtsy; *dip with one foot behind and the hands out to the sides
how   one foot goes behind, both knees bend a little and straighten again

[plead]
is    arms, .6 s, 2-5 times, smooth, weight .7
in    kneel, sit, half kneel
0     clasp 0 -.15 .5, spine 10 0 0
.5    clasp 0 -.05 .62, spine 16 0 0
name  pleading; begging; imploring
say   *beg with clasped hands; *plead; *shake {his} clasped hands
how   both clasped hands shake up and down in front of the chest
"""

register(SHEET)
