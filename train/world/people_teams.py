"""Team sports and ball games: throws, passes, catches, kicks and blocks told apart."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[sidearm throw]
is    arms, 1.3 s, 1-3 times, hard
0
.3    hand .75 -.2 -.3, ohand .1 -.3 .5, spine 0 -6 32, turn 14 0 0
.5    hand .35 -.15 .85, spine 8 10 -24, turn -14 0 0
.65   hand -.4 -.35 .6
1     home
name  sidearm throw; throwing sidearm; skipping stones; throwing a flat stone; slinging
say   *throw sidearm with {hand}; *skip a stone over water; *whip {arm} round at hip height; *throw something
      flat
how   {hand} ~swing level from the side round to the front at waist height

[pitch a baseball]
is    legs, 2.2 s, 1-2 times, hard
0     hand -.3 -.15 .4, ohand -.3 -.2 .45
.25   hand -.2 0 .35, ohand -.3 0 .4, ofoot -.02 .5 .25, root .06 0 0, turn 25 0 0, spine -4 0 14
.42   hand .7 .15 -.3, ohand .1 0 .8, ofoot 0 .15 .5, root .05 -.08 .15
.55   hand .2 .6 .5, ofoot 0 0 .75, root 0 -.2 .35, turn -10 0 0, spine 14 0 -18
.7    hand -.4 -.5 .6, spine 40 0 -26, foot 0 .1 -.2
1     home
name  pitching a baseball; pitching; throwing a fastball; catching or throwing baseball; pitcher's wind-up
say   *pitch a baseball with {hand}; *wind up, *lift a knee and *throw overhand; *throw a fastball
how   one knee lifts high, then a long stride follows and {hand} ~whip over the shoulder

[pitch a softball]
is    arms, 1.3 s, 1-2 times, hard
0     hand 0 -.5 .6
.25   hand .1 .4 .85
.45   hand .12 .97 -.1
.6    hand .15 .1 -.85
.75   hand .1 -.95 .1, spine 14 0 0
.9    hand .05 -.2 .85
1     hand .05 .1 .8
name  softball pitch; windmill pitch; catching or throwing softball; pitching underhand
say   *pitch a softball; *swing {arm} in a full circle and *throw underhand; *throw a softball
how   {arm} ~wheel once all the way round beside the body and ~let go low

[bowl a cricket ball]
is    legs, 1.6 s, 1 times, hard
0
.25   hand .2 -.3 .6, ohand .1 .9 .3, ofoot 0 .35 .3, root .05 .02 .1
.45   hand .15 -.2 -.9, ohand .2 .4 .8, ofoot 0 0 .6, root 0 -.08 .3
.6    hand .12 .97 .15, ohand .1 -.6 .2, spine 8 -8 0
.75   hand -.1 .2 .9, spine 26 0 -14, foot 0 .1 .2
1     home
name  bowling in cricket; cricket bowling; bowling a cricket ball; straight-arm throw
say   *bowl a cricket ball; *swing a straight {arm} over the top; *leap and *bowl overarm
how   {arm} ~wheel straight from behind up over the head and down in front

[throw backward over the shoulder]
is    arms, 1.4 s, one both, 1-2 times, hard
0     hand -.1 -.5 .6
.3    hand -.05 -.6 .55, spine 16 0 0
.55   hand 0 .9 -.15, spine -10 0 0, head -14 0 0
.7    hand .05 .75 -.45
1     home
name  throwing over the shoulder; throwing something backward; overhead backward throw
say   *throw something over {his} shoulder with {hand}; *fling {hand} up and back over the head; *toss
      something behind
how   {hand} ~swing from the knees up over the head to the back

[throw from the chest with one hand]
is    arms, 1 s, 1-3 times, hard, weight .7
0
.35   hand .15 .05 .1, elbow .5, spine 0 0 14
.55   hand -.02 .2 .95, spine 6 0 -12
.7    hand -.02 .1 .9
1     home
name  pushing a throw; passing with one hand; shoulder pass; handball pass
say   *push a ball forward from the shoulder with {hand}; *pass a ball with one hand; *shove {hand} forward
      from the shoulder; *throw a ball with a push of {hand}
how   {hand} ~push from the shoulder straight out to the front

[bounce pass]
is    arms, 1 s, 1-3 times, hard
in    wide
0     hands -.15 -.2 .4
.3    hands -.15 -.25 .3
.5    hands -.05 -.55 .75, spine 12 0 0
.65   hands -.05 -.55 .75
1     hands -.15 -.2 .4
name  bounce pass; throwing a ball at the ground; passing a basketball
say   *make a bounce pass; *push a ball down and forward with both hands; *throw a ball against the ground
how   both hands push from the chest down toward the ground in front

[football pass]
is    arms, 1.5 s, 1-2 times, hard
in    wide
0     hands -.25 -.2 .4
.3    hand .25 .3 -.05, ohand 0 .05 .75, spine -4 0 24, turn 12 0 0
.5    hand .1 .5 .6, ohand .1 -.4 .3, spine 10 0 -14, turn -10 0 0
.65   hand -.25 -.2 .8
1     home
name  passing an american football; throwing a football; quarterback throw; throwing a spiral
say   *throw a football; *cock {arm} behind the ear and *pass an american football; *pass a football in a game
how   both hands hold something at the chest, then {hand} ~go behind the ear and ~whip forward

[hike a football]
is    body, 1.4 s, 1-2 times, hard
0     @bent, root 0 -.3 -.2, feet .12 0 0, hands -.25 -.8 .75
.35   hands -.25 -.8 .75
.5    hands -.25 -.9 -.1, head 20 0 0
.7    hands -.25 -.9 -.1
1     home
name  hiking a football; snapping a ball between the legs; throwing between the legs
say   *hike a football; *throw a ball back between {his} legs; *bend over and *snap the ball back with both
      hands
how   bent right over with the legs apart both hands swing back between the legs

[rugby pass]
is    arms, 1.2 s, 1-3 times, hard
in    wide
0     hands -.2 -.5 .45
.3    hand -.3 -.6 .3, ohand .2 -.6 .35, spine 0 0 -26, turn -8 0 0
.55   hand .5 -.35 .65, ohand -.5 -.35 .6, spine 6 0 28, turn 8 0 0
.7    hand .5 -.35 .65, ohand -.5 -.35 .6
1     home
name  rugby pass; passing to the {side}; sideways two-handed throw; lateral pass
say   *pass a ball to the {side} with both hands; *swing a ball across the body and *throw it sideways; *throw
      with both hands to the {side}
how   both hands swing together from one hip across the body and let go at the other side

[catch low]
is    arms, 1.3 s, both, 1-3 times, hard
0
.35   hand -.25 -.65 .6, spine 32 0 0, turn 0 16 0, root 0 -.18 -.12
.5    hand -.32 -.55 .35
.7    hand -.32 -.4 .35, spine 10 0 0
1     home
name  catching a low ball; scooping up a ball; fielding a grounder; catching near the ground
say   *catch a low ball; *scoop a ball up with both hands; *bend down and *catch something at the knees
how   both hands dip to the knees and gather something in to the belly

[catch at the side]
is    arms, 1.2 s, 1-3 times, hard
0
.35   hand .8 .1 .4, ohand -.6 0 .65, spine 0 10 22, root .06 0 0, head 0 0 26
.5    hand .6 0 .4, ohand -.6 -.1 .55
.7    hands -.3 -.25 .35, spine 0 0 0
1     home
name  catching at the side; reaching for a ball; catching or throwing frisbee; snatching out of the air
say   *catch something at the {side}; *reach to the {side} and *catch a ball; *snatch a frisbee out of the air
how   both hands fly out to the {side} and come in to the chest

[throw-in]
is    legs, 1.5 s, 1-2 times, hard
0
.3    hands -.2 .75 -.3, spine -18 0 0, foot 0 0 -.25, root 0 -.03 -.08
.5    hands -.15 .85 .35, spine 4 0 0
.65   hands -.1 .2 .9, spine 22 0 0, root 0 -.04 .1, toe 30
1     home
name  throw-in; soccer throw-in; throwing a ball with both hands over the head
say   *take a throw-in; *throw a ball from behind the head with both hands; *arch back and *hurl a ball
how   both hands go behind the head while the back arches, then whip forward

[hook shot]
is    legs, 1.4 s, 1-2 times, hard
0     hands -.25 -.25 .35
.25   root 0 -.12 0, hand .5 -.3 .3, ohand -.05 -.1 .5
.5    hand .4 .85 .1, ofoot 0 0 0, foot 0 .35 .15, root -.05 .05 0, spine 0 -10 0
.65   hand -.15 .85 .2, air .12, toes 30
1     home
name  hook shot; playing basketball; basketball hook; one-handed overhead shot
say   *shoot a hook shot with {hand}; *swing {arm} up over the head and *flick a ball; *play basketball
how   {hand} ~rise in a wide arc from the side over the head

[slam dunk]
is    legs, 1.6 s, one both, 1-2 times, hard
0
.25   root 0 -.25 -.08, spine 16 0 0, hand -.1 -.5 .3
.45   air .5, hand .05 .95 .2, toes 40, root 0 .02 0, foot 0 .2 -.1
.6    air .55, hand 0 .5 .8, spine 10 0 0
.8    air 0, root 0 -.2 -.06, hand -.05 -.2 .6, toes 0, foot 0 0 0
1     home
name  slam dunk; dunking a basketball; jumping and slamming a ball down
say   *dunk a basketball with {hand}; *leap and *slam a ball down; *jump high and *throw {hand} down through a
      hoop
how   the body leaps up with {hand} overhead and {hand} ~slam down at the top

[block at the net]
is    legs, 1.3 s, 1-3 times, hard
0     hand .1 .05 .3, ohand .1 .05 .3
.25   root 0 -.24 -.08, hands .1 0 .3
.5    air .4, hands .05 .96 .25, toes 40, root 0 .02 0
.65   air .3, hands .05 .9 .4
.85   air 0, root 0 -.16 -.05, hands .1 .1 .3, toes 0
1     home
name  volleyball block; blocking a shot; jumping to block; playing volleyball; rebound
say   *jump up and *block a ball with both hands; *leap with both arms straight up; *block at the net
how   knees bend, then the whole body jumps with both hands straight up

[underhand bump]
is    legs, 1.2 s, 1-4 times
0     clasp 0 -.55 .65 .1, root 0 -.2 -.08, spine 16 0 0
.5    clasp 0 -.15 .85 .1, root 0 -.08 0, spine 6 0 0
name  bumping a volleyball; forearm pass; playing volleyball; receiving serve
say   *bump a volleyball; *hit a ball up with both forearms; *receive a serve with joined hands
how   both joined arms swing up from the knees to the chest as the legs stretch

[dribble between hands]
is    arms, .9 s, turns, 4-8 times, smooth
in    wide
0     hand .1 -.4 .5, ohand .1 -.35 .4, spine 16 0 0, root 0 -.12 -.05
.5    hand -.1 -.75 .45
name  crossover dribble; dribbling from hand to hand; dribbling basketball with both hands; bouncing a ball
say   *dribble a ball from hand to hand; *bounce a ball with one hand after the other; *play basketball
how   one hand after the other pushes down beside the knees in a low stance

[inside pass]
is    legs, 1.1 s, one turns, 1-3 times, hard
0
.3    foot .15 .12 -.3, knee .7, root -.07 -.03 0
.55   foot 0 .1 .4, knee .9, turn 0 -4 0
1     home
name  passing with the inside of the foot; playing kickball; passing a ball; shooting goal (soccer)
say   *pass a ball with the inside of {foot}; *push a ball forward with {foot}; *tap a ball with {foot}
how   {foot} ~turn out and ~swing low through to the front

[trap a ball]
is    legs, 1.2 s, 1-3 times
0
.35   foot 0 .28 .4, toe -20, root -.07 -.01 0
.6    foot 0 .12 .3, toe 0
.75   foot 0 .12 .1
1     home
name  trapping a ball; stopping a ball with {foot}; stepping on something; soccer ball control
say   *stop a ball with {foot}; *put {foot} on a ball; *trap a ball and *roll it back
how   {foot} ~lift in front, ~come down on something and ~draw back

[roll a ball with the sole]
is    legs, .9 s, one, 3-6 times, smooth, weight .7
0     foot 0 .14 .3, root -.07 -.01 0
.5    foot 0 .14 -.05
name  rolling a ball with {foot}; rolling {foot} back and forth; juggling a soccer ball; foot drill
say   *roll a ball back and forth with {foot}; *rub {foot} forward and back over the ground; *roll something
      under {foot}; *slide {foot} to and fro on a ball
how   {foot} ~roll to and fro a little above the ground

[slide tackle]
is    body, 1.8 s, 1 times, hard
0
.25   root 0 -.5 -.1, go 0 0 .5, turn 0 -20 0, foot 0 .1 .45, ofoot 0 0 -.1, hand .4 -.6 -.1, ohand .4 -.4 0
.5    root 0 -.86 -.1, go 0 0 1.3, turn 0 -42 0, foot -.05 .1 .9, ofoot 0 .08 .3, oknee .8,
      hand .3 -.75 -.35
.7    root 0 -.86 -.1, go 0 0 1.6
1     home
name  slide tackle; sliding into base; sliding on the ground; sliding
say   *slide along the ground with {foot} first; *make a slide tackle; *slide into a base
how   the body drops back onto one hip and slides on with {foot} stretched ahead

[bunt]
is    arms, 1.5 s, 1-2 times, weight .7
in    wide
0     hand -.1 -.1 .4, ohand .1 -.15 .4
.4    hand .15 -.05 .6, ohand -.35 -.1 .65, spine 12 0 0, root 0 -.1 0
.7    hand .15 -.05 .66, ohand -.35 -.1 .7
1     home
name  bunting; bunting a baseball; holding a bat level
say   *bunt with a bat; *hold a bat level across the body; *meet a ball softly with a bat
how   both hands slide apart and hold something level before the chest

[lacrosse throw]
is    arms, 1.3 s, 1-3 times, hard
in    wide
0     clasp .1 -.3 .4 .5
.3    hand .25 .35 -.2, ohand -.1 0 .25, spine 0 0 24
.55   hand -.05 .4 .8, ohand -.1 -.45 .3, spine 12 0 -18
1     home
name  lacrosse throw; throwing with a stick; playing lacrosse; hurling; scooping with a net
say   *throw with a lacrosse stick; *swing a stick over the shoulder with both hands; *hurl a ball with a
      stick
how   both hands far apart on a stick go back over one shoulder and whip forward

[curling sweep]
is    body, .5 s, 4-9 times, smooth
0     @bent, root 0 -.2 -.1, clasp .15 -.75 .55 .35
.5    clasp .15 -.75 .85 .35
name  curling sweep; sweeping hard; scrubbing with a broom; brushing the ice
say   *sweep the ice with a broom; *scrub hard with a broom, bent over; *brush quickly forward and back
how   bent far forward both hands scrub quickly forward and back near the ground

[racket forehand low]
is    arms, 1.2 s, 1-3 times, hard
in    wide
0     hand .4 -.3 .4, root 0 -.1 0
.3    hand .8 -.3 -.3, spine 0 0 30, turn 12 0 0
.55   hand .1 -.4 .85, spine 10 0 -14, turn -10 0 0, root 0 -.16 0
.75   hand -.5 .2 .5
1     home
name  squash forehand; playing squash or racquetball; low forehand; underhand racket swing
say   *hit a low forehand; *swing a racket low at the side and up across the body; *play squash
how   {hand} ~swing from behind the hip low through the front and up to the other shoulder

[racket overhead smash]
is    legs, 1.3 s, 1-3 times, hard
0
.3    hand .35 .3 -.25, ohand .1 .8 .4, spine -12 0 18, head -16 0 0, foot .05 0 -.3, root .03 -.05 -.08
.5    hand .1 .97 .25, ohand .1 .1 .5, air .1, spine 0 0 0
.7    hand -.3 -.3 .75, spine 18 0 -14, foot 0 0 .1, air 0
1     home
name  overhead smash; tennis smash; smashing a ball; playing badminton
say   *smash a ball overhead with {hand}; *hit down hard from above the head; *point up and *smash
how   one hand points up, then {hand} ~whip from behind the head over the top and down

[racket volley]
is    arms, .9 s, 1-4 times, hard, weight .8
in    wide
0     hand .05 -.05 .5, ohand -.1 -.15 .45, root 0 -.1 0
.35   hand .4 .1 .35, spine 0 0 14
.55   hand .2 .05 .85, spine 4 0 -4
1     hand .05 -.05 .5
name  volley; net volley; blocking a ball with a racket; playing tennis
say   *volley a ball with {hand}; *punch a racket forward; *block a ball at the net
how   {hand} ~punch forward with hardly any swing at shoulder height
"""

register(SHEET)
