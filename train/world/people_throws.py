"""Throwing, catching, and ball games."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
pose take off: root 0 -.3 -.1, spine 28 0 0, turn 0 14 0
pose ready: hands -.05 -.35 .5, spine 15 0 0, root 0 -.12 0

[throw overhand]
is    arms, 1.4 s, 1-2 times, weight 2, hard
in    wide, kneel
0     hand -.1 -.2 .35
.38   hand .42 .28 -.35, elbow .6, ohand .1 0 .75, spine -6 6 38, turn 20 0 0, root 0 -.03 -.08, ofoot 0 .03
      .1
.6    hand -.05 .45 .85, elbow .2, ohand .2 -.5 .2, spine 14 -4 -22, turn -8 0 0, ofoot 0 0 .32, root 0 -.06
      .16
.76   hand -.6 -.5 .55, spine 26 0 -30
1     home
name  throw; throwing; overhand throw; throwing a ball; pitching; ball throw; catching or throwing baseball
say   *throw a ball with {hand}; *throw; *throw something overhand; *throw a ball overhand with {hand}; *hurl
      something; *wind up and *throw with {arm}; *throw something forward with {hand}; *toss a ball over the
      shoulder height
how   {hand} ~go back behind the head, then ~whip forward over the shoulder and down across the body while the
      trunk turns; {hand} ~go back behind the ear and ~whip over the shoulder to the front

[throw underhand]
is    arms, 1.3 s, 1-2 times, weight 1.5
in    wide, kneel
0
.35   hand .12 -.7 -.6, spine 14 0 10, root 0 -.05 0
.62   hand .05 -.2 .92, spine 6 0 -8, ofoot 0 0 .25, root 0 -.05 .12
.75   hand .05 .25 .85
1     home
name  underhand throw; tossing; toss; softball pitch; throwing from below
say   *throw underhand with {hand}; *toss something forward with {hand}; *toss a ball from below; *throw a
      softball; *swing {arm} back and *toss
how   {arm} ~swing back past the hip and then forward and up to let go; {hand} ~swing back beside the hip and
      then low forward and up

[bowling]
is    legs, 1.8 s, 1-2 times, weight 1.4
0     clasp .2 -.4 .4
.4    hand .15 -.65 -.7, ohand .5 -.5 .3, spine 34 0 12, turn 0 18 0, root 0 -.2 0, ofoot 0 0 .2
.65   hand .05 -.55 .8, spine 40 0 -8, root 0 -.38 .18, ofoot 0 0 .5, foot .1 .05 -.35, toe 40
.8    hand .02 .2 .9, spine 30 0 -12
1     home
name  bowling; bowl; rolling a ball; ten-pin bowling
say   *bowl; *roll a ball along the ground with {hand}; *roll a bowling ball; *swing {arm} back and *roll a
      ball forward; *step forward and *release a ball low
how   bending low with one foot forward {arm} ~swing back and then ~roll something forward along the ground;
      {hand} ~swing back and then forward close to the ground with one knee bent

[throw with both hands overhead]
is    arms, 1.4 s, 1-2 times, weight 1.2
in    wide, kneel
0     clasp 0 -.2 .4
.4    clasp 0 .6 -.3, spine -14 0 0
.62   clasp 0 .35 .85, spine 18 0 0, ofoot 0 0 .2, root 0 0 .1
1     home
name  two-handed overhead throw; soccer throw-in; overhead pass; throw-in
say   *throw a ball with both hands from above the head; *make a throw-in; *pass a ball overhead
how   both hands go back over the head and swing forward together

[chest pass]
is    arms, 1.1 s, 1-3 times, weight 1.2
in    wide, sit, kneel
0     clasp 0 -.2 .3 .3
.45   clasp 0 0 .93 .3, spine 10 0 0, ofoot 0 0 .15, root 0 0 .08
.6    clasp 0 0 .93 .3
1     clasp 0 -.2 .3 .3, spine 0 0 0, ofoot 0 0 0, root 0 0 0
name  chest pass; passing a ball; two-handed pass; basketball pass
say   *pass a ball from the chest with both hands; *make a chest pass; *push a ball forward with both hands
how   both hands push away from the chest straight forward

[throw a frisbee]
is    arms, 1.3 s, 1-2 times
0
.4    hand -.75 -.15 .2, spine 8 0 -38, turn -20 0 0
.65   hand .7 -.05 .65, spine 4 0 15, turn 8 0 0, foot 0 0 .2, root 0 0 .08
1     home
name  throwing a frisbee; frisbee throw; disc golfing; backhand throw
say   *throw a frisbee with {hand}; *fling something sideways with {hand}; *swing {hand} from across the body
      and *let go
how   {hand} ~curl across the body and ~whip out level to the side

[discus throw]
is    body, 2.2 s, 1 times, hard
0     @wide, hand .9 -.2 -.25, spine 8 0 40, root 0 -.2 0
.3    yaw -60, hand .85 -.3 -.4, spine 10 0 50
.6    yaw -270, hand .85 -.3 -.35, root 0 -.18 0
.8    yaw -370, hand .5 .25 .75, spine 0 0 -20, root 0 0 0
1     yaw -400, hand -.5 .2 .5, spine 5 0 -30
name  discus throw; throwing discus; spinning throw; hammer throw
say   *spin around and *throw a discus; *turn with a stretched arm and *let go; *spin and *fling something
how   the whole body spins around with {arm} trailing far out and then ~fling forward

[javelin throw]
is    arms, 1.6 s, 1 times, hard
0     hand .2 .35 0, elbow .4
.45   hand .35 .3 -.75, ohand 0 .15 .9, spine -12 6 35, turn 25 0 0, root 0 -.05 -.15, ofoot 0 .05 .2
.68   hand -.05 .65 .7, ohand .3 -.5 0, spine 12 -4 -20, turn -10 0 0, ofoot 0 0 .45, root 0 -.1 .2
.85   hand -.5 -.4 .6, spine 28 0 -25
1     home
name  javelin throw; throwing a spear; javelin
say   *throw a javelin; *hurl a spear with {hand}; *stretch {arm} far back and *throw over the shoulder
how   {arm} ~stretch far back behind the shoulder and ~whip over the top to the front

[shot put]
is    body, 1.8 s, 1 times, hard
0     hand -.2 .1 .18, elbow .8, ohand .3 .2 .7
.4    spine 25 8 45, turn 35 0 0, root 0 -.3 -.12, foot 0 0 -.15, hand -.2 .1 .18
.7    hand -.1 .5 .85, elbow .4, spine 0 -4 -25, turn -15 0 0, root 0 .02 .1, ohand .4 -.4 0
1     home
name  shot put; putting the shot; pushing a heavy ball
say   *put the shot; *crouch, *turn and *push a heavy ball up and away with {hand}; *do a shot put
how   from a low turn with {hand} at the neck the body rises and {arm} ~push up and forward

[catch]
is    arms, 1.3 s, both one, 1-2 times, weight 1.3
in    wide, sit, kneel
0
.4    hand -.2 .12 .85, head -6 0 0
.5    hand -.2 .12 .85
.7    hand -.25 -.25 .3, spine 8 0 0, root 0 -.05 0
1     home
name  catch; catching; catching a ball; receiving something
say   *catch a ball with {hand}; *catch something; *reach out and *catch a ball; *pull a caught ball to the
      chest
how   {hand} ~reach out in front and then ~draw in to the chest; both hands go out in front and draw in to the
      chest

[catch high]
is    arms, 1.3 s, both one, 1-2 times
in    wide
0
.4    hand -.25 .92 .25, head -25 0 0, toes 20, root 0 .04 0
.55   hand -.25 .92 .25
.8    hand -.25 -.2 .35, toes 0, root 0 -.04 0, head 0 0 0
1     home
name  catching a high ball; high catch; reaching up to catch
say   *reach up and *catch a ball above the head with {hand}; *catch a high ball; *pluck something out of the
      air with {hand}
how   {hand} ~stretch up above the head, ~close and ~come down to the chest

[dribble a ball]
is    arms, .55 s, 3-9 times, smooth, weight 1.5
in    wide, crouch
0     hand .15 -.4 .6, spine 16 0 0, root 0 -.12 0, head -6 0 0
.45   hand .15 -.75 .5, spine 20 0 0
name  dribbling; dribbling basketball; bouncing a ball; dribble; bouncing a ball with {side} hand
say   *dribble a ball with {hand}; *bounce a ball with {hand}; *dribble a basketball; *bounce a basketball on
      the ground
how   with slightly bent knees {hand} ~push down and ~rise at hip height in a quick rhythm

[dribble low]
is    arms, .4 s, turns one, 4-10 times, smooth
0     hand .1 -.55 .55, spine 34 0 0, root 0 -.32 -.05, turn 0 10 0, head -20 0 0
.45   hand .05 -.8 .45, spine 36 0 0
name  low dribble; crossover dribble; dribbling from hand to hand; drumming low
say   *dribble low; *dribble a ball close to the ground; turns:*dribble a ball from hand to hand; *bounce a
      ball low and quick
how   crouching low {hand} ~push down quickly again and again near the knees

[shoot a basketball]
is    legs, 1.5 s, 1-2 times, weight 1.7, hard
0     clasp .1 -.25 .4
.3    clasp .15 .05 .3, root 0 -.26 -.06, spine 12 0 0
.55   hand -.15 .9 .35, ohand -.1 .6 .35, root 0 .02 0, spine -4 0 0, air .12, toes 35
.68   hand -.2 .85 .5, ohand 0 .4 .4, air .06
.8    air 0, toes 0, root 0 -.1 0
1     home
name  shooting basketball; basketball shot; jump shot; shooting a basket; free throw; set shot
say   *shoot a basketball; *shoot a ball at the basket; *jump and *shoot; *throw a ball up at the hoop with
      {hand}; *take a jump shot; *shoot a free throw
how   the knees bend, then the body stretches up and {hand} ~push a ball up and forward from above the head;
      both hands go up from the chest to above the head and the wrist flips forward

[layup]
is    legs, 1.5 s, 1 times, hard
0     clasp .15 -.3 .4
.35   root 0 -.2 0, spine 12 0 0, clasp .2 -.35 .35, go 0 0 .3, foot 0 .05 .2
.6    hand 0 .95 .3, ohand .2 -.3 .4, air .35, foot 0 .5 .25, root 0 0 0, spine -4 0 0, go 0 0 .8, otoe 35
.8    air 0, foot 0 0 0, root 0 -.2 0, hand .1 -.2 .5, otoe 0, go 0 0 1.1
1     home
name  layup; dunking basketball; dunk; jumping to the basket; one-legged leap with a raised arm
say   *jump off one leg and *lay a ball in; *dunk a ball with {hand}; *leap up with one knee high and *reach
      up with {hand}
how   {knee} ~drive up and {hand} ~stretch high above the head while the body leaves the ground

[volleyball serve]
is    legs, 1.9 s, 1 times, weight 1.3, hard
0     ohand 0 -.2 .6, hand .15 -.6 .3
.3    ohand 0 .75 .5, hand .4 .3 -.25, elbow .7, spine -12 4 28, head -20 0 0
.52   ohand .1 .4 .4, hand .35 .45 -.35, elbow .6, spine -16 4 32
.68   hand -.1 .85 .5, elbow 0, spine 6 -4 -10, ofoot 0 0 .2, root 0 0 .1, toe 25
.82   hand -.3 -.4 .75, spine 24 0 -20
1     home
name  volleyball serve; overhand serve; serving; serve
say   *serve a volleyball; *toss a ball up with {ohand} and *hit it with {hand}; *serve overhand with {hand}
how   {ohand} throws something up, {hand} ~go back behind the head and ~swing over the top

[underhand serve]
is    arms, 1.4 s, 1-2 times
0     ohand -.15 -.4 .6
.4    hand .15 -.7 -.6, spine 18 0 12, root 0 -.08 0
.65   hand -.15 -.35 .85, spine 8 0 -10, ohand .1 -.6 .2, ofoot 0 0 .2, root 0 -.04 .1
.8    hand -.15 .3 .8
1     home
name  underhand serve; volleyball underhand serve; hitting a ball from below
say   *serve underhand; *hit a ball from below with {hand}; *swing {arm} up from below to hit a ball
how   {arm} ~swing from behind the hip forward and up

[volleyball spike]
is    legs, 1.5 s, 1 times, hard
0
.3    @take off, hands .15 -.7 -.5
.48   air .15, root 0 0 0, spine -8 0 20, turn 0 0 0, ohand .1 .8 .4, hand .4 .5 -.3, elbow .6, toes 40
.6    air .38, foot 0 .25 -.25, ofoot 0 .25 -.25, hand .3 .6 -.25, spine -16 0 24
.7    air .3, hand -.1 .8 .6, elbow 0, spine 14 0 -14, foot 0 .1 .05, ofoot 0 .1 .05
.82   air 0, hand -.3 -.4 .7, feet 0 0 0, toes 0, root 0 -.2 -.06, spine 28 0 -14
1     home
name  volleyball spike; spiking; smash; jump serve; slamming a ball
say   *jump and *spike a ball with {hand}; *leap and *smash a ball down; *spike; *jump up and *hit down hard
      with {hand}
how   both feet leave the ground, {hand} ~go back behind the head and ~slam down over the top in the air

[volleyball set]
is    arms, 1.1 s, both, 1-3 times
0     hand -.15 .3 .4, head -20 0 0
.35   hand -.18 .2 .32, root 0 -.14 0
.6    hand -.1 .9 .3, root 0 .02 0, toes 15
1     hand -.15 .3 .4, root 0 0 0, toes 0
name  volleyball set; setting a ball; overhead push pass; fingertip pass
say   *set a volleyball; *push a ball up from the forehead with both hands; *pass a ball overhead with the
      fingertips
how   both hands push up from above the forehead while the knees straighten

[volleyball dig]
is    legs, 1.2 s, 1-3 times
0     @ready
.4    clasp 0 -.6 .7, spine 28 0 0, root 0 -.3 -.08, feet .15 0 0
.65   clasp 0 -.2 .9, spine 14 0 0, root 0 -.14 0
1     @ready
name  volleyball dig; bump; forearm pass; bumping a ball; receiving a serve
say   *bump a volleyball with both forearms; *dig a ball; *pass a ball with straight arms from below
how   with bent knees both straight arms swing up together from below

[header]
is    legs, 1.1 s, 1-2 times, hard
0
.35   root 0 -.25 -.05, spine -14 0 0, head -20 0 0, hands .35 -.4 .2
.55   air .2, root 0 0 0, spine 16 0 0, head 20 0 0, toes 35
.75   air 0, toes 0, root 0 -.15 0, spine 10 0 0, head 0 0 0
1     home
name  header; heading a ball; headbutting; head ball
say   *head a ball; *jump and *head a ball; *hit a ball with {his} head; *headbutt something
how   the trunk arches back in a jump and the head snaps forward

[juggle a soccer ball]
is    legs, .75 s, one turns, 2-6 times
0
.5    foot -.06 .36 .38, root -.08 -.02 0, hands .4 -.6 .2, head 22 0 0
1     home
name  juggling soccer ball; keepie uppies; kicking a ball up again and again; hacky sack
say   *juggle a ball with {foot}; *kick a ball up with {foot}; *keep a ball in the air with {his} feet; *play
      hacky sack
how   {foot} ~lift with a bent knee to knee height again and again

[drop kick]
is    legs, 1.3 s, 1-2 times, hard
0     clasp .1 -.25 .6
.35   clasp .1 -.35 .7, foot 0 .3 -.5, turn 0 10 0, root -.06 -.02 0
.6    foot -.05 1 .95, turn 0 -16 0, hands .6 -.2 .3, spine 10 0 0
1     home
name  drop kicking; punting a ball; kicking field goal; goalkeeper kick
say   *drop a ball and *kick it; *punt a ball with {foot}; *let a ball fall and *kick it high
how   both hands let something fall and {foot} ~swing through high in front

[goalkeeper dive]
is    body, 1.5 s, 1 times, hard, stays
from  stand to lie side
0     @ready
.3    root .2 -.35 0, turn 0 10 20, spine 10 0 0, hands 0 .3 .6
.55   root .7 -.4 0, turn 0 10 70, spine 0 0 0, hand .1 .95 .2, ohand -.2 .9 .2, foot .3 0 0, ofoot -.3 .35
      0, go .3 0 0, air .1
.75   root .9 -.85 0, turn 0 10 88, foot .5 0 0, ofoot -.5 .25 0, go .6 0 0, air 0, snap 1
1     root .9 -.88 0, turn 0 10 88
name  goalkeeper dive; diving save; diving to the {side}; throwing oneself to the {side}
say   *dive to the {side} to catch a ball; *throw {his} body to the {side}; *make a diving save to the {side}
how   the body tips and flies to the {side} with both arms stretched out and lands on its side

[juggle balls]
is    arms, .7 s, 3-8 times, smooth, weight 1.2
in    sit, kneel, wide
0     hand -.05 -.4 .45, ohand -.05 -.15 .55, head -12 0 0
.25   hand -.2 -.35 .5, ohand .05 -.35 .5
.5    hand -.05 -.15 .55, ohand -.05 -.4 .45
.75   hand .05 -.35 .5, ohand -.2 -.35 .5
name  juggling; juggling balls; juggling with three balls
say   *juggle; *juggle balls; *toss balls from hand to hand; *throw and *catch balls in turn with both hands
how   with bent elbows the two hands scoop up and down in turn in front of the belly

[roll a ball on the ground]
is    arms, 1.8 s, 1-2 times
in    kneel
0
.4    hand .1 -.75 -.2, spine 50 0 8, turn 0 24 0, root 0 -.42 -.12
.65   hand .05 -.75 .65
1     home
name  rolling a ball; rolling something along the floor; lawn bowling; marbles; making snowman; rolling a
      snowball
say   *bend down and *roll a ball with {hand}; *roll something along the floor; *swing {hand} low and *let a
      ball roll; *stoop and *roll a ball away
how   the body bends down and {hand} ~sweep forward close to the ground
"""

register(SHEET)
