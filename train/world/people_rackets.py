"""Swinging rackets, bats, clubs and sticks."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[tennis serve]
is    arms, 1.9 s, 1-2 times, weight 1.4, hard
0     ohand -.05 -.35 .6, hand .05 -.5 .5
.32   ohand .05 .85 .4, hand .55 .1 -.35, spine -8 4 32, turn 22 0 0, head -24 0 0
.5    ohand .1 .6 .35, hand .05 .35 -.35, elbow .9, spine -16 4 34, root 0 -.1 0
.66   hand .05 .96 .25, elbow 0, ohand .1 -.2 .3, spine 4 -6 -8, turn -8 0 0, toes 30, root 0 .06 .08
.82   hand -.5 -.55 .5, spine 28 0 -26, toes 0, foot 0 0 .25, root 0 -.05 .12
1     home
name  tennis serve; serving in tennis; serve; overhead serve with a racket
say   *serve in tennis; *toss a ball up and *hit it with a racket; *make a tennis serve with {hand}; *serve
      with a racket overhead
how   {ohand} goes up to toss, {hand} ~drop behind the back, ~reach up high and ~swing down across the body;
      one hand tosses up, {hand} ~go behind the head and ~hit from high above

[tennis forehand]
is    arms, 1.3 s, 1-3 times, weight 1.5, hard
in    wide
0     hand .1 -.3 .5, root 0 -.08 0
.35   hand .8 -.15 -.45, ohand .1 -.1 .7, spine 4 0 42, turn 22 0 0
.6    hand .45 -.1 .8, ohand .3 -.3 .3, spine 8 0 -6, turn -6 0 0, ofoot 0 0 .15, root 0 -.1 .08
.8    hand -.6 .3 .35, spine 4 0 -34, turn -14 0 0
1     home
name  tennis forehand; forehand; tennis swing; playing tennis; hitting with a racket; playing squash
say   *swing a racket forward with {hand}; *hit a forehand; *swing {arm} from the {side} across the body;
      *play tennis; *hit a ball with a racket
how   {arm} ~swing from far out behind the {side} forward and across to the other shoulder while the trunk
      turns; {hand} ~go back at the side and ~swing forward and across the body

[tennis backhand]
is    arms, 1.3 s, 1-3 times, weight 1.3, hard
in    wide
0     hand 0 -.3 .5, root 0 -.08 0
.35   hand -.85 -.2 .15, spine 6 0 -46, turn -24 0 0
.62   hand .35 0 .85, spine 6 0 0, turn 0 0 0, foot 0 0 .18, root 0 -.08 .08
.82   hand .85 .3 .2, spine 0 0 26, turn 10 0 0
1     home
name  tennis backhand; backhand; backhand swing; playing tennis
say   *hit a backhand with {hand}; *swing a racket outward from the {oside}; *swing {arm} from across the body
      out to the {side}
how   {hand} ~go far across to the {oside} and ~swing out and up to the {side}; {hand} ~start across the body
      at the other side and ~swing out to the front

[two-handed backhand]
is    arms, 1.3 s, 1-2 times, hard
0     clasp 0 -.35 .5
.38   clasp .75 -.3 .15, spine 8 0 45, turn 22 0 0
.62   clasp 0 -.15 .85, spine 8 0 -5
.82   clasp -.7 .25 .4, spine 0 0 -35, turn -14 0 0
1     home
name  two-handed backhand; two-handed swing; hurling; hockey swing
say   *swing with both hands from the {side} across the body; *hit a two-handed backhand; *swing a stick with
      both hands
how   both hands together swing from beside the {side} hip across to over the other shoulder

[badminton smash]
is    arms, 1.2 s, 1-3 times, hard
0     hand .1 0 .5
.38   hand .4 .4 -.25, elbow .7, ohand .1 .6 .5, spine -12 4 26, head -20 0 0
.6    hand -.02 .95 .3, elbow 0, spine 6 0 -6, toes 20
.78   hand -.25 -.3 .8, spine 22 0 -16, toes 0
1     home
name  badminton smash; overhead smash; playing badminton; overhead hit
say   *smash overhead with a racket; *hit a shuttlecock overhead with {hand}; *swing {hand} over the head and
      down; *play badminton
how   {hand} ~go behind the head and ~whip over the top down to the front

[table tennis]
is    arms, .7 s, 2-6 times, smooth
0     hand .3 -.45 .35, spine 16 0 14, root 0 -.14 0
.5    hand -.25 -.05 .6, spine 14 0 -12
name  table tennis; ping pong; small racket swings
say   *play table tennis; *play ping pong; *swing a small racket with {hand} again and again
how   with a bent elbow {hand} ~make short quick swings from the hip to the chest

[golf swing]
is    arms, 1.9 s, 1-2 times, weight 1.5, hard
0     clasp 0 -.72 .55, spine 26 0 0, turn 0 12 0, feet .12 0 0, root 0 -.06 -.04
.2    clasp 0 -.72 .55
.5    clasp .72 .35 .15, spine 22 0 52, turn 28 6 0
.66   clasp 0 -.72 .55, spine 26 0 -8, turn -10 8 0
.84   clasp -.7 .45 .1, spine 2 0 -56, turn -40 0 0, toe 35, head 0 0 -20
1     clasp -.65 .4 .1, spine 2 0 -56, turn -40 0 0
name  golf swing; golf; golfing; golf driving; swinging a golf club; playing golf
say   *swing a golf club; *make a golf swing; *play golf; *drive a golf ball; *swing both hands back, down and
      up to the other side
how   both hands swing back and up to one side, sweep down and through past the feet and end high over the
      other shoulder; both hands together swing up to one shoulder, down past the feet and up to the other

[golf putt]
is    arms, 1.6 s, 1-3 times
0     clasp 0 -.75 .45, spine 34 0 0, turn 0 14 0, head 15 0 0
.4    clasp .25 -.7 .42
.7    clasp -.3 -.7 .42
1     clasp 0 -.75 .45
name  golf putting; putting; golf chipping; short golf swing
say   *putt a golf ball; *swing a golf club a little back and forth; *make a short golf stroke
how   bent over with straight arms both hands swing a little like a pendulum

[baseball swing]
is    arms, 1.4 s, 1-2 times, weight 1.6, hard
0     clasp .4 .15 .2, feet .15 0 0, root 0 -.1 0, spine 6 0 20
.35   clasp .55 .2 -.05, spine 6 0 42, turn 18 0 0, ofoot .1 .1 .05
.6    clasp -.05 -.15 .88, spine 8 0 -16, turn -14 0 0, ofoot .3 0 .05, root -.1 -.12 0
.8    clasp -.75 .1 .3, spine 4 0 -48, turn -30 0 0, toe 30
1     clasp -.7 .15 .2
name  baseball swing; hitting baseball; swinging a bat; batting; bat swing; playing cricket
say   *swing a bat; *swing a baseball bat with both hands; *hit a ball with a bat; *bat; *swing both hands
      level across the body
how   both hands swing from over the {side} shoulder level across the front and around to the other side; both
      hands together swing level from behind one shoulder round to the front

[cricket shot]
is    arms, 1.4 s, 1-2 times, hard
0     clasp .1 -.7 .45, spine 28 0 10, turn 0 10 0, root 0 -.1 0
.4    clasp .4 .1 -.15, spine 20 0 30, elbow .5
.64   clasp 0 -.65 .65, ofoot 0 0 .3, root 0 -.12 .12, spine 24 0 -5
.84   clasp -.2 .35 .75, spine 8 0 -18
1     home
name  cricket shot; playing cricket; straight drive; batting in cricket
say   *hit a cricket ball; *swing a cricket bat; *drive a ball with a bat from low to high
how   both hands go back, swing down close to the ground and up in front

[hockey shot]
is    arms, 1.2 s, 1-2 times, hard
0     hand -.2 -.75 .4, ohand -.3 -.45 .5, spine 34 0 0, root 0 -.18 0
.4    hand .35 -.4 -.2, ohand -.5 -.3 .35, spine 28 0 38, turn 15 0 0
.65   hand -.4 -.7 .55, ohand -.1 -.4 .55, spine 32 0 -22, turn -12 0 0
1     hand -.2 -.75 .4, ohand -.3 -.45 .5, spine 34 0 0, turn 0 0 0
name  hockey shot; playing ice hockey; slap shot; hitting a puck; field hockey; hurling (sport)
say   *shoot a puck; *swing a hockey stick low; *hit a ball along the ground with a stick; *play hockey
how   bent over both hands sweep low from the side across the feet

[billiards]
is    arms, 1.4 s, 1-3 times
0     hand .12 -.45 -.1, ohand 0 .1 .9, spine 62 0 0, turn 0 18 0, head -40 0 0, root 0 -.06 -.1
.55   hand .12 -.5 -.35
.75   hand .08 -.4 .15
1     hand .12 -.45 -.1
name  billiards; playing pool; snooker; cue shot
say   *play pool; *bend over and *push a cue forward with {hand}; *play billiards
how   bent far over with {oarm} stretched forward {hand} ~move back and forth at the hip

[croquet]
is    arms, 1.5 s, 1-2 times
0     clasp 0 -.75 .35, spine 40 0 0, feet .2 0 0
.45   clasp 0 -.8 -.2
.75   clasp 0 -.65 .7
1     clasp 0 -.75 .35
name  croquet; swinging a mallet between the legs
say   *swing a mallet between the legs; *play croquet; *swing both hands between the legs and *hit a ball;
      *tap a ball with a mallet
how   bent over both hands swing from between the legs to the front

[fish]
is    arms, 1.7 s, 1-2 times, weight .8
in    sit
0     clasp .1 -.3 .5
.4    clasp .25 .55 -.2, spine -8 0 12
.65   clasp .05 .1 .85, spine 12 0 0
1     clasp .1 -.3 .5, spine 0 0 0
name  casting a fishing rod; fishing; catching fish; fly fishing; casting a line
say   *cast a fishing rod; *throw a fishing line; *swing a rod back over the shoulder and forward; *fish
how   both hands swing back over the shoulder and whip forward

[reel in]
is    arms, .6 s, 3-8 times, smooth, weight .6
in    sit
0     hand -.1 -.25 .45, ohand -.2 -.3 .6
.25   hand -.1 -.15 .5
.5    hand -.1 -.25 .58
.75   hand -.1 -.35 .5
name  reeling in; turning a crank; winding a handle; grinding
say   *reel in a line with {hand}; *turn a crank with {hand}; *wind a handle round and round
how   {hand} ~make small circles in front of the belly while the other hand holds still
"""

register(SHEET)
