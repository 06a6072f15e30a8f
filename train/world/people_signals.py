"""Signs, pointing and small deeds of the hands that people film and name."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[wave goodbye]
is    arms, .7 s, one both, 3-6 times, smooth, weight 1.2
in    anywhere
0     hand .4 .45 .35
.5    hand -.05 .5 .4
name  waving goodbye; waving hello; big wave; wave
say   *wave goodbye with {hand}; *wave {hand} from side to side beside the head; *greet with a wide wave
how   {hand} ~swing widely from side to side at head height

[wave both arms overhead]
is    arms, .9 s, 3-6 times, smooth
in    kneel, wide
0     hand .35 .85 .1, ohand -.25 .9 .1
.5    hand -.25 .9 .1, ohand .35 .85 .1
name  waving both arms overhead; swaying the arms at a concert; waving arms in parallel
say   *wave both arms overhead from side to side; *sway raised arms together left and right; *swing both
      raised arms left and right; *wave to the music with both arms up
how   both raised arms swing together from one side to the other above the head

[flap the hand at the wrist]
is    arms, .4 s, one both, 3-8 times, smooth, weight .7
in    anywhere
0     hand 0 -.02 .6
.5    hand 0 .1 .56
name  flapping the hand; patting the air; calm down gesture; lowering gesture
say   *pat the air with {hand}; *motion to calm down with {hand}; *flap {hand} up and down in front
how   {hand} ~bob up and down in front of the chest, palm down

[come here with both hands]
is    arms, .8 s, both, 2-5 times, smooth, weight .8
in    anywhere
0     hand .1 -.1 .8
.5    hand 0 0 .3
name  beckoning with both hands; calling someone over; come closer gesture; guiding backward
say   *beckon with both hands; *call somebody over; *wave a car closer with both hands
how   both hands scoop from out in front back to the shoulders

[shush]
is    arms, 1.6 s, 1 times, weight .8
in    seated
0
.35   hand -.33 .1 .34
.75   hand -.33 .1 .34
1     home
name  be quiet gesture; shushing; finger to the lips; silence
say   *put a finger to {his} lips; *shush someone with {hand}; *make a be quiet sign
how   {hand} ~rise to the lips and ~stay there upright

[thumbs down]
is    arms, 1.4 s, one both, 1-2 times, weight .8
in    seated
0
.35   hand 0 -.1 .6
.6    hand .02 -.35 .6
1     home
name  thumbs down; disapproval; booing
say   *give a thumbs down with {hand}; *jerk {fist} down in disapproval; *show {his} thumb down
how   {fist} ~come up before the chest and ~jerk down

[victory sign]
is    arms, 1.6 s, one both, 1 times, weight .8
in    seated
0
.35   hand .2 .4 .4
.75   hand .2 .42 .4
1     home
name  victory sign; peace sign; holding up two fingers; number two
say   *show a peace sign with {hand}; *hold up two fingers beside the head; *make a victory sign
how   {hand} ~rise beside the head and ~stay a moment

[point at self]
is    arms, 1.4 s, one both, 1-2 times, weight .9
in    seated
0
.4    hand -.28 -.2 .28
.65   hand -.28 -.2 .28
1     home
name  pointing at oneself; pointing to the chest; me gesture
say   *point at {his} own chest with {hand}; *point to the chest with {hand}; *tap {his} chest once
how   {hand} ~bend in until it points at the chest

[point down]
is    arms, 1.5 s, 1-2 times, weight .9
in    kneel
0
.35   hand .05 -.7 .6, head 26 0 0, spine 8 0 0
.7    hand .05 -.72 .6
1     home
name  pointing down; pointing at the ground; pointing to the floor
say   *point down with {hand}; *point at the floor; *show something on the ground
how   {arm} ~stretch out low toward the ground in front

[point behind]
is    arms, 1.6 s, 1-2 times, weight .8
in    kneel
0
.4    hand .35 .25 -.35, elbow .3, head 0 0 40
.7    hand .38 .22 -.4
1     home
name  pointing behind; thumb over the shoulder; hitchhiking backward
say   *point behind over {his} shoulder with {hand}; *jerk {his} thumb back over the shoulder; *point backward
      with {hand}; *show what is behind with {his} thumb
how   {hand} ~go up and back past the shoulder

[point from place to place]
is    arms, 2 s, 1-2 times, weight .8
in    seated
0
.2    hand .6 .1 .75, head 0 0 28
.4    hand .6 .1 .75
.6    hand -.45 .1 .8, head 0 0 -24
.8    hand -.45 .1 .8
1     home
name  pointing from side to side; pointing left and right; counting people; pointing around
say   *point to one side and then the other with {hand}; *point around with {hand}; *count people, pointing
how   {hand} ~stretch out to one side, ~sweep across and ~point to the other side

[show the size]
is    arms, 1.4 s, both, 1-3 times, weight .8
in    seated
0     hand -.2 -.2 .6
.4    hand .35 -.15 .65
.6    hand .35 -.15 .65
1     hand -.2 -.2 .6
name  showing a size; measuring with the hands; this big gesture; stretching a rubber band
say   *show how big something is; *spread both hands apart in front to show a size; *stretch out a band
how   both hands start together and part evenly in front of the chest

[show a height]
is    arms, 1.6 s, 1-2 times, weight .7
in    seated
0
.3    hand .3 -.5 .6
.5    hand .3 -.5 .6
.7    hand .3 .2 .65
1     home
name  showing a height; measuring how tall; growing gesture; lifting the level
say   *show how tall something is with {hand}; *raise a flat hand from the hip to the head; *show the growth
how   the flat {hand} ~wait at hip height and ~rise to the head

[time out]
is    arms, 1.6 s, 1 times, weight .7
in    seated
0
.35   hand -.3 .2 .5, ohand -.36 -.05 .5
.75   hand -.3 .2 .5, ohand -.36 -.05 .5
1     home
name  time-out sign; t sign; referee signal
say   *make a time-out sign; *form a t with both hands; *signal like a referee
how   one hand lies flat on the upright fingertips of the other before the chest

[rub hands]
is    arms, .5 s, 4-9 times, smooth
in    seated
0     hand -.32 -.25 .42, ohand -.33 -.25 .52
.5    hand -.33 -.25 .52, ohand -.32 -.25 .42
name  rubbing the hands together; warming the hands; washing hands; sanitizing
say   *rub {his} hands together; *warm {his} hands; *rub both palms quickly in front
how   both palms slide along each other forward and back in front of the chest

[bow with folded hands]
is    arms, 2.2 s, 1-2 times
in    kneel, floor, sit
0
.3    hands -.32 -.12 .35
.55   hands -.32 -.12 .35, spine 28 0 0, head 16 0 0
.75   hands -.32 -.12 .35, spine 6 0 0, head 0 0 0
1     home
name  namaste; bowing with folded hands; greeting with a bow; thanking
say   *bow with {his} palms together; *fold {his} hands and *bow; *greet with folded hands
how   both palms meet before the chest and the trunk bows over them

[fist bump]
is    arms, 1.2 s, 1-2 times, hard, weight .9
in    sit, wide
0
.4    hand -.05 -.15 .85
.55   hand -.05 -.15 .78
1     home
name  fist bump; bumping fists; touching knuckles
say   *bump fists with someone; *stretch {fist} out and *bump it; *greet with a fist bump
how   {fist} ~go straight out at chest height, ~stop and ~come back

[pat on the back]
is    arms, .5 s, 2-5 times, smooth, weight .9
in    wide
0     hand .1 .12 .7, spine 4 0 0
.5    hand .1 .02 .78
name  patting someone on the back; patting a shoulder; comforting; petting a horse
say   *pat someone's back with {hand}; *clap somebody on the shoulder; *pet a horse with {hand}
how   {hand} ~pat again and again at shoulder height in front

[tip the hat]
is    arms, 1.5 s, 1-2 times, weight .8
in    seated
0
.35   hand -.2 .45 .25, elbow .3
.55   hand -.15 .6 .35, head 14 0 0, spine 8 0 0
.75   hand -.2 .45 .25
1     home
name  tipping a hat; lifting a hat; greeting politely; taking off a hat
say   *tip {his} hat with {hand}; *lift {his} hat and *nod; *take off {his} hat
how   {hand} ~go to the forehead, ~lift something and ~put it back

[dab]
is    arms, 1.3 s, 1-2 times, hard
in    wide, kneel
0
.35   hand -.45 .2 .35, elbow .5, ohand .8 .5 .1, head 24 -14 -24, spine 8 -10 -8
.7    hand -.45 .2 .35, ohand .8 .5 .1
1     home
name  dab; dabbing; hiding the face in the elbow
say   *do a dab; *drop {his} face into the crook of one arm and *stretch the other arm out; *dab
how   one arm bends before the face while the other shoots out straight and up to the side

[flex the muscles]
is    arms, 1.8 s, both one, 1-2 times
in    seated
0
.4    hand .35 .42 .02, elbow .8
.75   hand .32 .4 0, elbow .9
1     home
name  flexing the muscles; showing the biceps; bodybuilder pose; strong arms
say   *flex {arm}; *show {his} biceps; *bend {arm} and *make a muscle; *pose like a bodybuilder
how   {elbow} ~go out to shoulder height and {fist} ~curl up beside the head

[victory pose]
is    arms, 1.6 s, both, 1-2 times, hard
in    sit, wide
0
.35   hand .45 .85 .1, head -14 0 0, spine -6 0 0
.75   hand .5 .85 .1
1     home
name  victory pose; raising both arms in a v; cheering; winning; praising
say   *throw both arms up in a v; *raise both fists in victory; *cheer with both arms high; *praise with
      raised hands
how   both arms fly up and out above the head in the shape of a v

[open a drawer]
is    arms, 1.8 s, one both, 1-2 times
in    kneel, crouch, sit
0
.35   hand 0 -.45 .85, spine 12 0 0
.65   hand .05 -.5 .3, spine 0 0 0
1     home
name  opening a drawer; pulling a drawer open; pulling something out; opening an oven
say   *pull a drawer open with {hand}; *open a cupboard low in front; *pull something out at hip height
how   {hand} ~reach out at hip height and ~pull straight back to the hip

[close a drawer]
is    arms, 1.5 s, one both, 1-2 times, weight .8
in    kneel, crouch, sit
0     hand .05 -.5 .3
.5    hand 0 -.45 .85, spine 12 0 0
.65   hand 0 -.45 .85
1     home
name  closing a drawer; pushing a drawer shut; shutting something
say   *push a drawer shut with {hand}; *close something at hip height; *shove something in with {hand}
how   {hand} ~push straight forward from the hip

[slide a door]
is    arms, 1.8 s, one both, 1-2 times, weight .9
in    kneel
0     hand -.3 -.05 .65
.25   hand -.3 -.05 .65
.7    hand .7 -.05 .5, spine 0 6 12
1     home
name  sliding a door open; drawing a curtain; pushing aside; moving something to the {side}
say   *slide a door to the {side} with {hand}; *draw a curtain; *push something aside to the {side};
      both:*draw curtains apart; both:*slide two doors open with both hands; both:*push something apart
how   {hand} ~take hold in front of the chest and ~pull level out to the side

[flip a switch]
is    arms, 1.3 s, 1-2 times, weight .8
in    sit
0
.4    hand .15 .05 .8
.5    hand .15 .15 .8
.6    hand .15 .0 .8
1     home
name  flipping a switch; turning on the light; switching something on; ringing a doorbell
say   *flip a light switch with {hand}; *turn on the light; *switch something on the wall
how   {hand} ~reach forward to shoulder height, ~flick up and down and ~return

[turn a knob]
is    arms, 1.5 s, 1-3 times, weight .8
in    seated
0     hand .05 -.25 .75, elbow 0
.35   hand 0 -.2 .75, elbow .6
.6    hand .05 -.25 .75, elbow 0
1     hand .05 -.25 .75
name  turning a knob; unlocking a door; turning a key; opening a jar; turning a dial
say   *turn a knob with {hand}; *unlock a door with a key; *twist something in front with {hand}
how   {hand} ~stay in front at belly height while {elbow} ~roll out and in

[press a remote]
is    arms, 1.5 s, 1-2 times, weight .8
in    sit, floor
0
.35   hand -.05 -.25 .6
.5    hand -.05 -.22 .66
.65   hand -.05 -.25 .6
.8    hand -.05 -.22 .66
1     home
name  using a remote controller; changing channels; zapping; using a segway; using remote controller (not
      gaming)
say   *point a remote control with {hand}; *press a remote twice; *change the channel
how   {hand} ~hold something out in front of the belly and ~jerk it forward

[play video games]
is    arms, .5 s, 4-9 times, smooth
in    sit, floor
0     hand -.22 -.35 .45, ohand -.22 -.35 .45, spine 10 0 0
.5    hand -.2 -.3 .48, ohand -.24 -.38 .45, spine 12 4 0
name  playing video games; using a game controller; gaming; playing on a tablet
say   *play a video game; *fiddle with a controller in both hands; *press buttons with both thumbs
how   both hands stay close together before the belly and jerk a little

[look through binoculars]
is    arms, 2.2 s, 1 times, weight .9
in    seated
0
.25   hands -.26 .24 .3, elbows .4
.5    hands -.26 .24 .3, head 0 0 22, spine 0 0 12
.8    hands -.26 .24 .3, head 0 0 -22, spine 0 0 -12
1     home
name  looking through binoculars; watching birds; looking through a telescope; searching the horizon
say   *look through binoculars; *raise both hands to the eyes and *look around; *watch something far away
how   both hands go up to the eyes and the head turns slowly from side to side

[fly a kite]
is    arms, 1.2 s, 2-5 times, smooth, weight .9
0     hand -.2 .1 .5, ohand -.2 -.1 .45, head -26 0 0
.5    hand -.1 .35 .45, ohand -.2 -.25 .35, spine -8 0 0
name  flying a kite; tugging at a line overhead; kitesurfing; snowkiting; parasailing
say   *fly a kite; *tug at a line with both hands while looking up; *pull strings that lead up into the air
how   with the head tipped back both hands tug at a line one above the other

[play yo-yo]
is    arms, .9 s, 3-6 times, smooth, weight .8
in    wide, sit
0     hand .1 -.2 .5, head 12 0 0
.4    hand .08 -.62 .5
.6    hand .08 -.58 .5
name  playing with a yo-yo; bouncing something on a string; dribbling in place; bobbing a line; ice fishing
say   *play with a yo-yo; *jerk a string up and down with {hand}; *bob a fishing line
how   {hand} ~flick down and ~jerk up in front of the hip
"""

register(SHEET)
