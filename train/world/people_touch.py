"""Hands at the head, the face and the body: drinking, phoning, combing, scratching, poses of the arms."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[drink]
is    arms, 2.2 s, 1-2 times, weight 1.5
in    anywhere
0
.15   hand -.05 -.45 .5
.45   hand -.3 .15 .3, elbow .2, head -16 0 0
.65   hand -.3 .19 .28, elbow .4, head -26 0 0
.85   hand -.05 -.45 .5, head 0 0 0
1     home
name  drinking; drink; drinking from a cup; drinking water; taking a sip; drinking beer
say   *drink; *drink from a cup with {hand}; *take a sip; *raise a glass to {his} mouth with {hand}; *drink
      from a bottle; *bring {hand} to the mouth and *tip the head back
how   {hand} ~go up to the mouth, ~tilt there while the head tips back, and ~go down; {elbow} ~bend and bring
      {hand} up to the mouth, where it tips

[eat]
is    arms, 1.3 s, one turns, 1-4 times, weight 1.2
in    anywhere
0     hand -.05 -.45 .5
.5    hand -.32 .13 .3, head 8 0 0
.65   hand -.32 .13 .3
1     hand -.05 -.45 .5, head 0 0 0
name  eating; eat; taking a bite; eating with {side} hand; dining; tasting food
say   *eat; *eat something with {hand}; *bring food to {his} mouth; *take bites with {hand}; *lift {hand} to
      the mouth again and again
how   {hand} ~go from the table height up to the mouth and back down, again and again

[phone to ear]
is    arms, 1.8 s, 1 times, stays, weight 1.3
in    anywhere
0
.5    hand -.14 .3 .1, head 0 8 0
1     hand -.14 .3 .1, head 0 8 0
name  phone call; talking on the phone; holding a phone to the ear; answering the phone; telephone call
say   *talk on the phone; *hold a phone to the ear with {hand}; *answer a call; *raise {hand} to the {side}
      ear and *keep it there; *make a phone call with {hand}
how   {hand} ~go up to the {side} ear and ~stay there with a bent elbow; one:{hand} ~be held at the side of
      the head with {elbow} bent

[comb hair]
is    arms, 1 s, 2-5 times, smooth
in    seated
0     hand -.3 .52 .2, elbow .3
.5    hand -.12 .3 -.15, elbow .4
name  combing hair; brushing hair; combing; fixing hair; hair brushing
say   *comb {his} hair with {hand}; *brush {his} hair; *stroke {hand} over the head from front to back; *fix
      {his} hair
how   {hand} ~stroke from the forehead over the head to the back, again and again

[wash hair]
is    arms, .5 s, both, 4-10 times, smooth
in    sit, wide
0     hand -.2 .5 .1, elbow .3
.5    hand -.3 .42 -.08, elbow .3
name  washing hair; scratching the head with both hands; shampooing; taking a shower; drying hair; dying hair;
      rubbing the scalp
say   *wash {his} hair; *rub {his} head with both hands; *take a shower; *scrub {his} hair with both hands
how   both hands rub back and forth on top of the head

[brush teeth]
is    arms, .35 s, 5-14 times, smooth
in    sit
0     hand -.38 .12 .32, elbow .35
.5    hand -.22 .12 .32, elbow .35
name  brushing teeth; toothbrushing; brushing
say   *brush {his} teeth; *move {hand} back and forth in front of the mouth; *brush {his} teeth with {hand}
how   {hand} ~go quickly left and right in front of the mouth

[scratch head]
is    arms, .4 s, 3-8 times, smooth
in    seated
0     hand -.2 .52 .02, elbow .2
.5    hand -.24 .46 -.06, elbow .2
name  scratching the head; head scratch; thinking
say   *scratch {his} head with {hand}; *rub {his} head; *scratch {his} head as if thinking
how   {hand} ~make small quick rubs on top of the head

[touch nose]
is    arms, 1.5 s, 1-2 times
in    seated
0
.4    hand -.33 .2 .32
.6    hand -.33 .2 .32
1     home
name  touching the nose; touching the face; nose touch; scratching the face; blowing nose
say   *touch {his} nose with {hand}; *touch {his} face; *bring {hand} to the face; *wipe {his} nose with
      {hand}
how   {hand} ~go up to the face and back down

[cover mouth]
is    arms, 1.6 s, one both, 1-2 times
in    seated
0
.35   hand -.34 .13 .3, spine 14 0 0, head 10 0 0
.6    hand -.34 .13 .3
1     home
name  covering the mouth; coughing; sneezing; yawning; gasping
say   *cover {his} mouth with {hand}; *cough into {hand}; *sneeze; *put {hand} over the mouth
how   {hand} ~jerk up to the mouth while the trunk folds a little

[cover face]
is    arms, 2 s, both, 1 times, stays
in    anywhere
0
.4    hand -.28 .22 .28, elbow -.1, head 18 0 0, spine 10 0 0
1     hand -.28 .22 .28, elbow -.1, head 18 0 0, spine 12 0 0
name  covering the face; crying; hiding the face in the hands; weeping; washing the face
say   *cover {his} face with both hands; *cry into {his} hands; *bury the face in both hands; *wipe tears away
how   both hands go up to the face and stay there while the head sinks

[shade eyes]
is    arms, 2 s, 1 times, stays
in    seated
0
.35   hand -.28 .36 .3, elbow .5
.6    hand -.28 .36 .3, elbow .5, head 0 0 25, spine 0 0 10
1     hand -.28 .36 .3, elbow .5, head 0 0 -25, spine 0 0 -10
name  shading the eyes; looking into the distance; hand over the brow; searching the horizon
say   *shade {his} eyes with {hand} and *look around; *hold {hand} over the brow; *look into the distance with
      {hand} above the eyes
how   {hand} ~stay at the forehead while the head turns from side to side

[salute]
is    arms, 1.8 s, 1-2 times, weight 1.2
in    wide, kneel
0
.3    hand -.12 .4 .2, elbow .7
.7    hand -.12 .4 .2, elbow .7
1     home
name  salute; saluting; military salute; hand to the forehead
say   *salute; *salute with {hand}; *raise {hand} to the forehead in a salute; *greet like a soldier
how   {hand} ~snap up to the temple with the elbow out, ~stay and ~drop

[blow a kiss]
is    arms, 1.5 s, one both, 1-2 times
in    seated
0
.35   hand -.33 .13 .32
.5    hand -.33 .13 .32
.75   hand -.05 .15 .85
1     home
name  blowing a kiss; throwing a kiss; kissing goodbye
say   *blow a kiss with {hand}; *kiss {his} hand and *send it forward; *bring {hand} to the mouth and *stretch
      it out
how   {hand} ~touch the mouth and then ~sweep out to the front

[whistle]
is    arms, 1.8 s, both one, 1-2 times, weight .7
in    seated
0
.35   hand -.33 .14 .33, elbow .2, head -8 0 0
.75   hand -.33 .14 .33, elbow .2, head -8 0 0
1     home
name  calling out; shouting; cupping the mouth; whistling with the fingers
say   *shout with {hand} at the mouth; *call out; *cup {hand} at the mouth and *shout
how   {hand} ~go up to the mouth and ~stay while the head tips back

[check watch]
is    arms, 1.8 s, 1-2 times
in    seated
0
.35   hand -.35 -.12 .42, elbow .5, head 22 0 -8
.7    hand -.35 -.12 .42, elbow .5, head 22 0 -8
1     home
name  checking the watch; looking at the wrist; checking the time
say   *look at {his} watch; *check the time; *raise {side} wrist and *look at it; *check a watch on {side}
      wrist
how   {forearm} ~come up across the chest and the head bends to look at the wrist

[look at phone]
is    arms, 2 s, 1 times, stays, weight 1.1
in    anywhere
0
.4    hand -.28 -.22 .45, ohand -.25 -.28 .42, head 26 0 0
1     hand -.28 -.22 .45, ohand -.25 -.28 .42, head 26 0 0
name  texting; looking at a phone; using a phone; reading; reading a book; playing a controller
say   *text on a phone; *look down at a phone; *read a book; *type on a phone with both hands; *play with a
      controller
how   both hands stay close together before the chest while the head looks down at them

[read newspaper]
is    arms, 2.4 s, 1 times, stays, weight .8
in    sit, floor
0
.4    hands .1 -.1 .6, head 12 0 0
.7    hand -.2 -.1 .62, head 12 0 0
.85   hand .12 -.1 .6
1     hand .12 -.1 .6
name  reading newspaper; reading a paper; turning a page; holding a map
say   *read a newspaper; *hold a paper open with both hands; *turn a page with {hand}
how   both hands hold something wide open in front and one of them turns a page

[hands on hips]
is    arms, 1.4 s, both one, 1 times, stays, still, weight 1.2
in    wide, kneel, floor
0
.6    hand -.08 -.72 .02, elbow .9
1     hand -.08 -.72 .02, elbow .9
name  hands on hips; hand on hip; akimbo; standing with the hands on the hips
say   *put {hand} on {his} hips; *stand with {hand} on the hips; *rest {hand} on the hips
how   {hand} ~rest on the hips with the elbows out to the sides

[hands behind head]
is    arms, 1.5 s, both one, 1 times, stays, still, weight 1.1
in    anywhere
0
.6    hand -.22 .3 -.1, elbow .5
1     hand -.22 .3 -.1, elbow .5
name  hands behind the head; relaxing with the hands behind the head; stretching the elbows back
say   *put {hand} behind {his} head; *hold {hand} behind the head; *clasp the hands behind the head
how   {hand} ~go behind the head with the elbows out

[hands on head]
is    arms, 1.5 s, both one, 1 times, stays, still
in    seated
0
.6    hand -.24 .5 .04, elbow .4
1     hand -.24 .5 .04, elbow .4
name  hands on head; holding the head; headache; holding {his} head in pain
say   *put {hand} on top of {his} head; *hold {his} head with {hand}; *clutch {his} head
how   {hand} ~rest on top of the head

[cross arms]
is    arms, 1.4 s, 1 times, stays, still, weight 1.3
in    seated
0
.6    hand -.5 -.3 .3, ohand -.5 -.24 .25
1     hand -.5 -.3 .3, ohand -.5 -.24 .25
name  crossing the arms; arms crossed; folding the arms; crossed arms; cold and hugging oneself
say   *cross {his} arms; *fold {his} arms in front of the chest; *stand with crossed arms; *hug {his} own body
how   both forearms fold over each other in front of the chest and stay

[hands behind back]
is    arms, 1.4 s, 1 times, stays, still
in    wide
0
.6    hands -.2 -.75 -.22
1     hands -.2 -.75 -.22
name  hands behind the back; waiting; at ease; arms behind back
say   *put both hands behind {his} back; *stand with the hands behind the back; *wait with {his} hands clasped
      behind
how   both hands go behind the hips and stay there

[pray]
is    arms, 2 s, 1 times, stays, still
in    seated
0
.4    clasp 0 -.15 .35
1     clasp 0 -.15 .35, head 20 0 0
name  praying; prayer pose; pressing the palms together; meditating; namaste
say   *pray; *press {his} palms together before the chest; *fold {his} hands in prayer; *hold {his} hands
      together
how   the palms meet in front of the chest and stay

[touch shoulder]
is    arms, 1.4 s, one both turns, 1-3 times
in    seated
0
.45   hand -.65 0 .22
.6    hand -.65 0 .22
1     home
name  touching the {oside} shoulder; crossing {arm} over; patting the shoulder; hugging
say   *touch the other shoulder with {hand}; *reach across and *touch the shoulder with {hand}; *pat {his} own
      shoulder
how   {hand} ~cross the chest to the other shoulder and ~go back

[touch own shoulders]
is    arms, 1.2 s, both, 1-4 times
in    seated
0
.45   hand .02 .05 .12, elbow .2
1     home
name  touching the shoulders; hands to shoulders; fingertips to the shoulders
say   *bring both hands to {his} shoulders; *touch {his} own shoulders and *stretch the arms down again; *bend
      both elbows until the fingers touch the shoulders; *put {his} hands on {his} shoulders
how   both arms bend until the hands touch the shoulders and stretch down again

[rub belly]
is    arms, .9 s, 2-6 times, smooth, weight .8
in    seated
0     hand -.25 -.6 .3
.25   hand -.35 -.5 .3
.5    hand -.45 -.6 .3
.75   hand -.35 -.7 .3
name  rubbing the belly; stomach rub; feeling hungry
say   *rub {his} belly with {hand}; *stroke {his} stomach in circles; *circle {hand} on {his} belly; *rub
      {his} stomach
how   {hand} ~circle on the belly

[beat chest]
is    arms, .5 s, turns, 4-10 times, smooth, weight .9, hard
in    wide, crouch
0     hand -.2 -.2 .28, elbow .6
.5    hand .1 -.05 .5, elbow .6
name  beating the chest; gorilla; drumming on the chest
say   *beat {his} chest like a gorilla; *drum on {his} chest with both fists; *act like a gorilla
how   the fists strike the chest in turn

[knock on chest]
is    arms, 1.4 s, 1-2 times, weight .7
in    seated
0
.35   hand -.3 -.2 .28
.65   hand -.3 -.2 .28
1     home
name  hand on heart; pointing to oneself; hand to chest
say   *put {hand} on {his} heart; *point to {his} own chest with {hand}; *lay {hand} on the chest
how   {hand} ~go to the chest and ~rest there

[tie a tie]
is    arms, .8 s, 3-6 times, smooth, weight .7
in    sit
0     hand -.3 0 .3, ohand -.35 -.1 .28
.5    hand -.38 -.12 .28, ohand -.3 .02 .3
name  tying a tie; tying bow tie; buttoning a shirt; adjusting the collar; fixing clothes
say   *tie a tie; *fumble at {his} collar with both hands; *button {his} shirt; *adjust {his} clothes
how   both hands work close together below the chin

[put on a hat]
is    arms, 1.8 s, both one, 1-2 times, weight .8
in    sit
0
.3    hand -.1 -.3 .5
.6    hand -.22 .48 .05, elbow .3
.75   hand -.22 .48 .05, elbow .3
1     home
name  putting on a hat; putting on headphones; putting on glasses; taking off a hat
say   *put on a hat with {hand}; *place something on {his} head; *put on headphones
how   {hand} ~lift something from in front up onto the head

[put on a coat]
is    arms, 2.6 s, 1 times, weight .8
0
.25   hand .35 -.5 -.4, spine 0 0 18
.45   hand .1 .1 .3, spine 0 0 0
.6    ohand .35 -.5 -.4, spine 0 0 -18
.82   hands -.1 -.1 .3, spine 0 0 0
1     home
name  putting on a jacket; putting on a coat; getting dressed; undressing
say   *put on a jacket; *slip one arm after the other into a coat; *get dressed
how   one arm after the other reaches back and comes forward to the chest
"""

register(SHEET)
