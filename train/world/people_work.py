"""Work, tools and housework."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
pose hoe: hand -.15 -.35 .45, ohand -.35 -.6 .55

[hammer]
is    arms, .75 s, 2-6 times, smooth, weight 1.5, hard
in    sit, kneel, half kneel, wide, crouch
0     hand .05 .35 .45, ohand -.25 -.35 .6, spine 4 0 0
.5    hand -.12 -.3 .72, spine 10 0 0
name  hammering; hammer; pounding; nailing; hitting with a hammer; hammer a nail; building shed; building
      cabinet; bending metal; blacksmithing
say   *hammer; *hammer with {hand}; *pound a nail; *hit something with a hammer again and again; *strike down
      with {fist} repeatedly
how   {hand} ~rise to the shoulder and ~beat down in front of the belly, again and again; {elbow} ~bend and
      ~stretch as {hand} ~strike down in front

[hammer high]
is    arms, .8 s, 2-6 times, smooth, weight .8, hard
0     hand .05 .5 .2
.5    hand -.15 .35 .8
name  hammering on a wall; knocking a nail into a wall; hanging a picture
say   *hammer a nail into a wall with {hand}; *hammer at head height; *pound on a wall with {hand}; *drive in
      a nail up high
how   {hand} ~swing forward at head height and ~come back, again and again

[chop wood]
is    arms, 1.5 s, 1-3 times, weight 1.4, hard
0     clasp .1 -.3 .55, feet .12 0 0
.42   clasp .1 .8 -.15, spine -12 0 6, root 0 .02 0
.68   clasp 0 -.55 .75, spine 34 0 0, turn 0 14 0, root 0 -.18 -.06
.8    clasp 0 -.55 .75
1     clasp .1 -.3 .55, spine 0 0 0, turn 0 0 0, root 0 0 0
name  chopping wood; swinging an axe; splitting wood; ax; striking with a sledgehammer; throwing axe
say   *chop wood; *swing an axe; *lift an axe overhead and *chop down; *swing a sledgehammer down; *split a
      log
how   both hands go up over the head and swing down hard to the ground in front

[saw]
is    arms, .7 s, 3-8 times, smooth
in    kneel, half kneel
0     hand -.1 -.5 .75, ohand -.25 -.55 .55, spine 32 0 0, turn 0 8 0
.5    hand .12 -.5 .15, spine 26 0 8
name  sawing; sanding; planing; cutting wood with a saw; scrubbing hard
say   *saw wood with {hand}; *push and *pull a saw; *sand a board with {hand}; *scrub something hard back and
      forth
how   bent forward {hand} ~push far out and ~pull back at waist height, again and again

[dig]
is    arms, 1.8 s, 1-3 times, weight 1.4
0     @hoe, spine 18 0 0
.3    hand -.1 -.6 .5, ohand -.4 -.75 .6, spine 40 0 0, turn 0 12 0, root 0 -.16 -.06, foot 0 0 -.15
.5    hand -.15 -.5 .35, ohand -.4 -.5 .65, spine 26 0 0
.75   hand .1 -.2 .3, ohand -.55 -.1 .5, spine 8 0 34, turn 15 0 0
1     @hoe, spine 18 0 0, turn 0 0 0, root 0 0 0, foot 0 0 0
name  digging; shoveling; shoveling snow; digging with a spade; dig
say   *dig with a shovel; *shovel snow; *push a spade down and *throw earth aside; *dig a hole; *scoop with a
      shovel
how   bent forward both hands push down, lift and swing a load out to the {side}

[sweep]
is    arms, 1.2 s, 2-5 times, smooth, weight 1.4
0     hand -.1 -.25 .45, ohand .15 -.6 .5, spine 16 0 -8
.5    hand -.15 -.3 .5, ohand -.65 -.55 .55, spine 20 0 14
name  sweeping; sweeping floor; mopping floor; sweeping with a broom; curling broom
say   *sweep the floor; *sweep with a broom; *mop the floor; *push a broom from side to side
how   bent a little both hands sweep a long handle from side to side in front of the feet

[rake]
is    arms, 1.4 s, 2-4 times, smooth
0     hand -.1 -.3 .7, ohand -.3 -.35 .92, spine 30 0 0, ofoot 0 0 .2
.5    hand .1 -.4 .2, ohand -.25 -.5 .45, spine 8 0 0
name  raking; hoeing; vacuuming; pulling a rake; mowing lawn; cleaning pool; raking leaves
say   *rake leaves; *push a vacuum cleaner back and forth; *hoe the ground; *pull a rake towards the feet
how   both hands reach far forward with a long handle and pull back to the hips

[wipe window]
is    arms, .9 s, one both, 2-6 times, smooth, weight 1.4
in    kneel, sit
0     hand -.4 .3 .75
.25   hand -.05 .45 .78
.5    hand .4 .3 .75
.75   hand 0 .2 .8
name  wiping a window; cleaning windows; wiping; cleaning; washing a window; wax on wax off; cleaning windows;
      cleaning gutters; cleaning shoes
say   *wipe a window with {hand}; *clean a window; *wipe from side to side at head height; *polish a mirror
      with {hand}
how   {hand} ~sweep left and right at head height in front; {hand} ~go round or to and fro on an upright plane
      before the face

[wipe table]
is    arms, .9 s, 2-6 times, smooth, weight 1.4
in    sit, kneel
0     hand .4 -.5 .6, spine 24 0 0
.5    hand -.4 -.5 .65, spine 26 0 -6
name  wiping a table; cleaning; ironing; wiping a surface; dusting
say   *wipe a table with {hand}; *iron clothes with {hand}; *wipe from side to side at waist height; *clean a
      surface
how   {hand} ~sweep left and right at waist height

[scrub floor]
is    body, .9 s, 2-6 times, smooth, weight 1.1
from  fours to fours
0     grip 0, hand .15 -.2 .9
.5    grip 0, hand -.2 .15 .92
name  scrubbing the floor; cleaning floor on the knees; scrubbing; cleaning floor; cleaning toilet
say   *scrub the floor on hands and knees; *wipe the floor with {hand} while kneeling; *clean the floor on all
      fours
how   propped on one hand and both knees {hand} ~rub back and forth on the floor

[stir]
is    arms, .8 s, 3-8 times, smooth, weight 1.4
in    sit, kneel
0     hand -.1 -.4 .5, ohand -.25 -.45 .45, head 15 0 0
.25   hand -.22 -.4 .6
.5    hand -.34 -.4 .5
.75   hand -.22 -.4 .4
name  stirring; mixing; stirring a pot; whisking; cooking; scrambling eggs; cooking; cooking on campfire;
      cooking chicken; cooking sausages; frying vegetables; making soup
say   *stir a pot with {hand}; *stir; *mix something in a bowl; *make small circles with {hand} above a pot;
      *cook
how   {hand} ~go round in small level circles in front of the belly; {hand} ~go round in small level circles
      before the belly

[cut food]
is    arms, .45 s, 4-10 times, smooth, weight 1.1
in    sit
0     hand -.15 -.38 .5, ohand -.3 -.48 .5, head 20 0 0
.5    hand -.15 -.52 .52
name  cutting vegetables; chopping food; slicing; cutting watermelon; peeling potatoes; cutting pineapple;
      slicing; preparing salad; chopping onions
say   *cut vegetables; *chop food on a board with {hand}; *slice bread with {hand}
how   {hand} ~go up and down in small quick cuts in front of the belly

[knead]
is    arms, .8 s, both turns, 3-7 times, smooth, weight .9
in    sit, kneel
0     hand -.15 -.55 .4, spine 22 0 0, head 12 0 0
.5    hand -.1 -.5 .7, spine 30 0 0
name  kneading dough; massaging; massaging back; rolling dough; washing clothes; making pizza; making sushi;
      baking cookies; breading or breadcrumbing; rolling dough
say   *knead dough; *push and *press with both hands on a table; *massage someone's back; *roll out dough
how   both hands press forward and pull back at waist height

[pour]
is    arms, 2.2 s, 1-2 times
in    sit
0
.3    hand -.1 -.15 .55, ohand -.25 -.42 .5
.5    hand -.22 0 .55, elbow .7, head 14 0 0
.7    hand -.22 0 .55, elbow .7
1     home
name  pouring; pouring water; watering plants; making tea; bartending
say   *pour something with {hand}; *pour water from a bottle; *tilt a bottle over a cup; *water plants
how   {hand} ~lift something above the other hand and ~tilt it

[open a bottle]
is    arms, .5 s, 3-7 times, smooth, weight .9
in    sit
0     hand -.3 -.2 .45, ohand -.32 -.38 .45, elbow .1
.5    hand -.22 -.18 .42, elbow .6
name  opening a bottle; twisting a lid; unscrewing; opening a jar; turning a screwdriver
say   *open a bottle; *twist a lid off with {hand}; *unscrew something; *turn a screwdriver
how   {hand} ~twist on top of the other hand in front of the chest

[open a door]
is    arms, 1.8 s, 1 times, weight 1.2
0
.3    hand .05 -.35 .85
.45   hand .05 -.4 .85
.75   hand .2 -.4 .2, root 0 0 -.06, spine 0 0 14
1     home
name  opening a door; pulling a door open; opening a drawer; opening a fridge
say   *open a door with {hand}; *grab a handle and *pull; *pull a drawer open; *reach out to a handle and
      *pull it back
how   {hand} ~reach forward at waist height and ~pull back past the hip

[knock]
is    arms, .4 s, 2-6 times, smooth, weight 1.3
in    sit, wide, kneel
0     hand -.12 .15 .6
.5    hand -.14 .12 .74
name  knocking; knock; knocking on a door; tapping on a door
say   *knock on a door with {hand}; *knock; *tap on something in front with {fist}; *rap on a door
how   {fist} ~tap forward at shoulder height again and again

[press a button]
is    arms, 1.3 s, 1-4 times
in    sit, wide
0     hand -.1 -.05 .5
.45   hand -.1 .02 .9
.55   hand -.1 .02 .9
1     hand -.1 -.05 .5
name  pressing a button; pushing a button; ringing a bell; using a remote; dialing
say   *press a button with {hand}; *push a button; *ring a doorbell; *poke forward with a finger of {hand}
how   {hand} ~poke forward at chest height and ~come back

[type]
is    arms, .3 s, turns, 6-16 times, smooth, weight 1.1
in    sit
0     hand -.12 -.42 .55, ohand -.12 -.42 .55, head 8 0 0
.5    hand -.15 -.46 .57
name  typing; using a computer; typing on a keyboard; working at a computer; drumming fingers
say   *type on a keyboard; *work at a computer; *tap with both hands at belly height; *use a computer
how   both hands make tiny quick taps in front of the belly

[write]
is    arms, .5 s, 4-10 times, smooth, weight 1.1
in    sit, floor
0     hand -.3 -.42 .5, spine 16 0 0, head 22 0 0
.25   hand -.25 -.4 .52
.5    hand -.2 -.43 .5
.75   hand -.25 -.45 .47
name  writing; drawing on paper; signing; writing a letter; doing homework
say   *write with {hand}; *write something on paper; *draw on a sheet with {hand}; *sign a paper
how   {hand} ~make tiny moves on a table while the head looks down

[paint a wall]
is    arms, 1.3 s, 2-4 times, smooth, weight 1.1
in    kneel
0     hand 0 .75 .6
.5    hand 0 -.35 .75
name  painting a wall; brush painting; rolling paint; spray painting; plastering; whitewashing
say   *paint a wall with {hand}; *move a paint roller up and down; *brush paint up and down; *plaster a wall
how   {hand} ~sweep up above the head and down to the waist in front, again and again

[screw in a bulb]
is    arms, .6 s, 3-7 times, smooth, weight .8
0     hand -.1 .9 .25, head -25 0 0, elbow 0
.5    hand -.05 .92 .22, elbow .5
name  screwing in a light bulb; twisting overhead; changing a bulb
say   *screw in a light bulb with {hand}; *twist something above {his} head; *turn a bulb above the head;
      *reach up and *twist with {hand}
how   {hand} ~twist high above the head

[hang laundry]
is    arms, 2.4 s, 1-2 times, weight .9
0
.3    turn 0 30 0, spine 40 0 0, root 0 -.12 -.12, hands .05 -.75 .6
.65   turn 0 0 0, spine 0 0 0, root 0 0 0, hands .1 .75 .5, head -15 0 0
.8    hands .1 .75 .5
1     home
name  hanging laundry; doing laundry; decorating a tree; hanging something up
say   *pick something up and *hang it high; *hang up laundry; *bend down and then *reach up with both hands
how   both hands reach down to the floor and then up above the head

[pick up]
is    body, 2.2 s, 1-2 times, weight 1.8
0
.42   root 0 -.42 -.18, turn 0 32 0, spine 42 0 0, hand .05 -.7 .65, ohand .2 -.5 .3, foot 0 0 .1
.55   root 0 -.42 -.18
1     home
name  picking something up; pick up; picking up an object from the floor; bending down to pick up
say   *pick something up from the floor with {hand}; *bend down and *pick up something; *pick up an object;
      *reach down to the ground with {hand} and *stand up again
how   knees and back bend until {hand} ~reach the floor, then the body comes back up; the body goes down, one
      hand touches the ground and takes something up

[pick up and throw]
is    body, 3 s, 1 times, weight 1.4
0
.28   root 0 -.42 -.18, turn 0 32 0, spine 42 0 0, hand .05 -.7 .65
.36   root 0 -.42 -.18
.6    root 0 0 0, turn 15 0 0, spine -4 5 32, hand .4 .3 -.3, elbow .6, ohand .1 0 .7
.74   turn -8 0 0, spine 12 0 -20, hand -.05 .45 .85, elbow 0, ofoot 0 0 .25, root 0 -.05 .1
.86   hand -.5 -.4 .6, spine 24 0 -25
1     home
name  picking up and throwing; pickup and throw; throwing something from the ground
say   *pick something up and *throw it; *bend down, *pick up a ball and *throw it with {hand}; *grab something
      from the floor and *hurl it
how   {hand} ~reach down to the floor, then the body straightens and {hand} ~whip forward over the shoulder

[put down]
is    body, 2 s, 1-2 times, weight 1.2
0     hand -.1 -.4 .5
.5    root 0 -.42 -.18, turn 0 32 0, spine 42 0 0, hand .05 -.7 .65
.62   root 0 -.42 -.18
1     home
name  putting something down; placing an object on the floor; setting something down
say   *put something down on the floor with {hand}; *bend down and *place something on the ground; *lay an
      object down
how   {hand} ~carry something down to the floor as knees and back bend, then the body rises

[plant]
is    arms, 1.2 s, turns both, 2-5 times, weight .9
in    kneel, crouch
0     hand .05 -.5 .55, spine 35 0 0, head 10 0 0
.5    hand -.1 -.65 .62, spine 45 0 0
1     hand .05 -.5 .55, spine 35 0 0
name  gardening; planting; weeding; digging with the hands; petting an animal; feeding an animal; planting
      trees; digging in the garden
say   *work the ground with {hand}; *plant something; *pull weeds; *pet an animal near the ground
how   bent forward {hand} ~reach down in front again and again

[tie shoes]
is    body, .7 s, 3-5 times, smooth, weight .9
from  half kneel to half kneel
0     hand -.35 -.75 .5, ohand .1 -.75 .5, spine 58 0 -6, turn 0 20 0, root 0 -.04 -.05, head 10 0 0
.5    hand -.28 -.72 .52, ohand .05 -.7 .52
name  tying shoes; tying shoelaces; fixing a shoe; shining shoes
say   *tie {his} shoe; *kneel and *tie the laces of the {oside} shoe; *fumble at a shoe with both hands
how   on one knee both hands work at the foot in front

[milk]
is    arms, .7 s, turns, 4-9 times, smooth, weight .6
in    sit, crouch
0     hand -.1 -.35 .6, ohand -.1 -.35 .6, spine 18 0 0
.5    hand -.1 -.6 .58
name  milking a cow; pulling a rope down hand over hand; climbing a rope with the arms; ringing a church bell
say   *pull down with one hand after the other; *milk a cow; *haul a rope down hand over hand
how   the hands pull down in turn in front of the chest

[fold clothes]
is    arms, 1.5 s, 1-4 times, weight .8
in    sit, kneel
0     hands .35 -.4 .5, head 15 0 0
.4    hand -.3 -.4 .5
.7    hands -.25 -.45 .45
1     hands .35 -.4 .5
name  folding clothes; folding paper; folding napkins; wrapping present; making bed
say   *fold clothes; *bring both hands together to fold something; *fold a sheet on a table; *wrap a present
how   the hands go apart and fold in over each other at waist height

[steer]
is    arms, 1.6 s, 1-4 times, smooth, weight 1.2
in    sit
0     hand .05 .05 .68, ohand .05 -.35 .65
.5    hand .05 -.35 .65, ohand .05 .05 .68
name  driving; steering; driving car; turning a steering wheel; driving tractor
say   *drive a car; *turn a steering wheel left and right; *steer with both hands
how   both hands turn a wheel left and right in front of the chest
"""

register(SHEET)
