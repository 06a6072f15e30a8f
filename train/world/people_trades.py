"""Trades and repairs: grinding, carving, laying bricks, changing a wheel, pumping, hauling."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[weld]
is    arms, 1.6 s, 1-3 times, smooth
in    kneel, half kneel, crouch, sit
0     hand -.35 -.3 .6, ohand -.2 .15 .35, head 22 0 0
.5    hand -.1 -.32 .62
name  welding; soldering; joining metal with a torch
say   *weld a seam; *hold a shield before {his} face and *weld with {hand}; *solder something
how   one hand stays before the face while {hand} ~creep slowly sideways in front of the belly

[sharpen a knife]
is    arms, .8 s, 2-6 times, smooth
in    seated
0     hand -.25 -.2 .35, ohand -.15 -.35 .5
.5    hand -.05 -.4 .65
name  sharpening knives; sharpening a blade; whetting a knife; honing
say   *sharpen a knife; *draw {hand} along a sharpening steel; *whet a blade with quick strokes
how   {hand} ~slide down and away past the other hand, again and again

[sharpen a pencil]
is    arms, .5 s, 3-8 times, smooth, weight .7
in    seated
0     hand -.28 -.28 .45, ohand -.3 -.3 .48, head 16 0 0
.5    hand -.24 -.22 .47
name  sharpening a pencil; twisting a pencil; winding a small crank
say   *sharpen a pencil; *twist a pencil in a sharpener; *turn something small between {his} fingers
how   {hand} ~twist in little turns beside the other hand

[carve]
is    arms, 1.1 s, 2-5 times, smooth
in    seated
0     hand -.1 -.35 .45, ohand -.2 -.45 .5, head 20 0 0
.5    hand -.3 -.48 .5
name  carving; carving a pumpkin; whittling wood; sculpting; shearing sheep; peeling apples; peeling potatoes
say   *carve something with a knife; *carve a pumpkin; *whittle a piece of wood; *cut into something held with
      the other hand; *shear a sheep
how   {hand} ~cut short strokes toward the other hand in front of the belly

[grind]
is    arms, .9 s, 2-6 times, smooth
in    seated
0     hand -.25 -.3 .55, ohand -.2 -.6 .4
.25   hand -.1 -.3 .45
.5    hand -.25 -.3 .35
.75   hand -.4 -.3 .45
name  grinding; grinding coffee; grinding meat; turning a crank; cranking; winding a handle
say   *turn a crank with {hand}; *grind coffee; *grind meat in a mill; *wind a handle round and round
how   {hand} ~go round in level circles over the other hand

[crank a big wheel]
is    arms, 1.3 s, 2-5 times, smooth
in    kneel
0     hand -.2 .15 .55, ohand -.2 .1 .55, spine 6 0 0
.25   hands -.25 -.2 .85, spine 16 0 0
.5    hands -.25 -.6 .55, spine 24 0 0
.75   hands -.25 -.2 .3, spine 10 0 0
name  cranking; winding a winch; turning a wheel with both hands; hoisting an anchor
say   *wind a winch with both hands; *turn a big crank; *crank a handle round in front
how   both hands go round together in a tall circle in front while the trunk rocks

[sand a board]
is    arms, .7 s, one both, 3-8 times, smooth
in    kneel, sit, half kneel
0     hand -.1 -.5 .4, spine 22 0 0, head 10 0 0
.5    hand 0 -.4 .78, spine 30 0 0
name  sanding; sanding wood; planing a board; rubbing a surface; scraping
say   *sand a board with {hand}; *plane wood; *scrape a surface forward and back; *rub something down with
      {hand}
how   {hand} ~push forward and ~pull back over a level surface while the trunk leans in

[sand the floor]
is    body, .8 s, one both, 3-7 times, smooth
from  kneel to kneel
0     @kneel, turn 0 38 0, spine 38 0 0, hand 0 -.6 .45, ohand .1 -.85 .3
.5    turn 0 44 0, hand .05 -.5 .85
name  sanding the floor; polishing the floor; laying tiles; wiping the floor on the knees
say   *sand the floor on {his} knees; *rub the floor with {hand} while kneeling; *kneel and *polish the floor
how   kneeling and bent forward {hand} ~rub forward and back on the floor

[lay bricks]
is    body, 2.8 s, 1-2 times
0
.25   root 0 -.3 -.14, turn 0 24 0, spine 30 8 16, hand .25 -.6 .5, ohand 0 -.5 .4
.45   root 0 -.2 -.1, spine 22 0 0, hand -.25 -.35 .65, ohand -.1 -.35 .6
.55   hand -.25 -.48 .65
.65   hand -.25 -.36 .65
.75   hand -.25 -.48 .65
1     home
name  laying bricks; building a wall; bricklaying; masonry; building something
say   *lay bricks; *pick up a brick, *set it in front and *tap it down; *build a wall; *place a stone and
      *press it into place
how   {hand} ~take something up at the side, ~set it down in front and ~tap it twice

[plaster a wall]
is    arms, 1.5 s, 2-4 times, smooth
0     hand .3 -.3 .7, ohand -.05 -.4 .35
.4    hand -.3 .4 .7
.7    hand .2 .6 .6
name  plastering a wall; troweling; smearing a wall; washing a car
say   *plaster a wall with {hand}; *smear something over a wall in wide arcs; *wash the side of a car with
      {hand}
how   {hand} ~sweep in wide arcs over an upright surface while the other hand holds something

[drill]
is    arms, 2 s, 1-2 times, weight .9
in    kneel, half kneel
0
.25   hand -.15 -.1 .45, ohand -.2 -.12 .5
.75   hand -.15 -.1 .72, ohand -.2 -.12 .75, spine 16 0 0, root 0 -.02 .08
1     home
name  drilling; drilling a hole; boring; using a power drill
say   *drill a hole in a wall; *lean on a drill with both hands; *push a drill forward slowly
how   both hands press slowly forward at chest height while the body leans behind them

[use a jackhammer]
is    arms, .22 s, 8-20 times, smooth, weight .7
0     clasp 0 -.62 .5 .3, spine 14 0 0, root 0 -.1 0, turn 0 8 0
.5    clasp 0 -.55 .5 .3, root 0 -.09 0
name  using a jackhammer; breaking up concrete; compacting the ground
say   *use a jackhammer; *hold a shaking machine with both hands; *break up the road
how   both hands and the whole body shake quickly over the ground

[turn a screwdriver]
is    arms, .7 s, 2-6 times, smooth
in    seated
0     hand -.2 -.2 .6, elbow .1, ohand -.3 -.25 .62
.5    hand -.12 -.14 .6, elbow .7
name  turning a screwdriver; screwing; tightening a screw; assembling a computer; assembling furniture
say   *turn a screwdriver with {hand}; *tighten a screw; *assemble something with a screwdriver; *assemble a
      computer
how   {hand} ~twist at chest height while {elbow} ~rise and ~sink

[turn a wrench]
is    arms, 1.1 s, 2-5 times, smooth
in    kneel, half kneel, crouch
0     hand .1 -.1 .6, spine 12 0 0
.5    hand -.25 -.55 .6, spine 20 0 8
name  turning a wrench; tightening a bolt; changing a wheel; fixing a bicycle; changing oil
say   *turn a wrench with {hand}; *tighten a bolt; *pull down on a spanner; *loosen a wheel nut
how   {hand} ~pull down in an arc from the chest to the hip and ~go back up

[change a wheel]
is    body, 3 s, 1 times
from  crouch to crouch
0     @crouch
.25   hands -.1 -.3 .7
.45   hand .15 -.2 .65, ohand -.35 -.5 .65
.6    hand -.35 -.5 .65, ohand .15 -.2 .65
.8    hands -.1 -.3 .7, root 0 -.5 -.12
1     @crouch
name  changing a wheel; checking tires; changing a tyre; repairing a car
say   *change a wheel; *crouch and *turn a wheel with both hands; *check a tire; *mount a tyre
how   in a crouch both hands grip something round in front, turn it and let go

[pump a tire]
is    arms, .8 s, 3-7 times, smooth
0     clasp 0 -.3 .45 .3, spine 14 0 0, turn 0 6 0
.5    clasp 0 -.85 .4 .3, spine 34 0 0, turn 0 16 0, root 0 -.05 -.04
name  pumping up a tire; using an air pump; inflating; pumping gas; pressing a plunger down
say   *pump air into a tire; *push a pump handle down with both hands; *inflate something with a pump
how   both hands press straight down from the belly to the knees and come up again

[work a lever pump]
is    arms, 1 s, one both, 2-6 times, smooth, weight .8
in    kneel
0     hand -.05 .15 .7
.5    hand -.05 -.55 .6, spine 16 0 0
name  pumping water; pulling a lever; working a hand pump; pumping a handle
say   *pump water with {hand}; *pull a lever down and *push it up; *work a pump handle up and down
how   {hand} ~move a handle in front from the head to the hip and back

[haul a rope]
is    arms, 1.2 s, turns, 2-6 times, smooth
in    kneel, sit
0     hand -.1 .05 .9, ohand -.1 -.3 .25, spine 8 0 12
.5    hand -.1 -.35 .2, spine -6 0 -12
name  pulling a rope hand over hand; hauling a rope; hauling in a net; pulling something in
say   *haul in a rope hand over hand; *pull a rope toward the belly; *drag something near with a rope; *pull
      in a net
how   one hand after the other reaches forward and pulls back to the belly

[pull a rope down]
is    arms, 1.1 s, turns, 2-6 times, smooth
0     hand -.15 .9 .25, ohand -.2 .1 .3, head -14 0 0
.5    hand -.15 0 .3
name  ringing a bell rope; pulling a rope down; hoisting a flag; raising a sail
say   *pull a rope down hand over hand; *hoist a flag; *raise a sail; *ring a church bell
how   one hand after the other reaches up and pulls down to the chest

[shovel snow]
is    body, 2 s, 1-3 times, weight 1.1
0     clasp .1 -.5 .5 .35
.25   clasp .1 -.55 .8 .35, spine 32 0 0, turn 0 18 0, root 0 -.14 -.08, foot 0 0 .2
.45   clasp .2 -.35 .5 .35, spine 12 0 0, root 0 -.08 0
.65   clasp .55 .05 .5 .35, spine 0 0 40, turn 20 0 0
1     clasp .1 -.5 .5 .35, foot 0 0 0
name  shoveling snow; shovelling; snow clearing; scooping and throwing; pitching hay
say   *shovel snow to the side; *scoop something up with a shovel and *throw it aside; *pitch hay with a fork
how   both hands push low forward, lift, and swing round to one side

[swing a scythe]
is    body, 1.8 s, 1-4 times, smooth, weight .8
0     clasp .5 -.45 .5 .4, spine 14 0 36, turn 14 8 0, root 0 -.08 0
.5    clasp -.5 -.5 .5 .4, spine 14 0 -36, turn -14 8 0
name  mowing with a scythe; cutting grass; scything; swinging a sickle; clearing weeds
say   *mow with a scythe; *swing a scythe from side to side; *cut grass in wide low arcs
how   both hands sweep low from one side to the other as the trunk turns

[trim a hedge]
is    arms, .55 s, both, 3-8 times, smooth
0     hand -.05 .15 .7
.5    hand -.3 .15 .72
name  trimming a hedge; trimming trees; cutting with shears; clipping branches
say   *trim a hedge with shears; *clip branches; *open and *close big scissors with both hands
how   both hands open and close in front of the face again and again

[prune]
is    arms, 1.6 s, 1-3 times, weight .8
0
.35   hand -.05 .5 .7, ohand .1 .35 .75, head -12 0 0
.5    hand -.1 .44 .68
.7    ohand .2 -.3 .5
1     home
name  pruning; picking fruit from a tree; decorating the christmas tree; arranging flowers; harvesting
say   *prune a branch; *pick fruit from a tree and *lay it down; *hang something on a tree; *decorate the
      christmas tree
how   both hands go up to a branch, one comes down with something

[scatter seeds]
is    arms, 1.3 s, 1-5 times, smooth
in    kneel, sit
0     hand -.45 -.45 .35, ohand -.1 -.5 .3
.5    hand .6 -.3 .6
name  scattering seeds; sowing; feeding birds; feeding chickens; feeding fish; spreading salt
say   *scatter seeds with {hand}; *feed birds; *throw crumbs to the birds; *sow seeds in a wide arc; *feed
      fish
how   {hand} ~swing from the belly outward in a low arc, again and again

[water plants]
is    arms, 2.2 s, 1-2 times
in    kneel
0
.3    hand .1 -.3 .7, spine 14 0 0, head 14 0 0
.6    hand -.3 -.28 .7
.8    hand .15 -.3 .7
1     home
name  watering plants; watering flowers; using a hose; sprinkling
say   *water the plants with {hand}; *hold a watering can and *move it from side to side; *sprinkle water
how   {hand} ~tip forward at hip height and ~go slowly from side to side

[collect from the ground]
is    body, 2.6 s, 1-2 times
0
.2    root 0 -.36 -.16, turn 0 30 0, spine 40 0 10, hand .25 -.7 .6, foot 0 0 .1, head -10 0 0
.4    spine 20 0 0, hand -.2 -.4 .4, root 0 -.2 -.1, ohand -.1 -.5 .35
.6    root 0 -.36 -.16, spine 40 0 -14, hand -.3 -.7 .6
.8    spine 18 0 0, hand -.2 -.4 .4, root 0 -.16 -.08
1     home
name  collecting things from the ground; garbage collecting; egg hunting; gathering; picking berries
say   *gather things from the ground; *collect garbage; *bend here and there to pick things up; *look for eggs
how   {hand} ~reach down to the ground on one side and the other and ~bring something to the belly each time

[load a truck]
is    body, 2.4 s, 1-2 times
0
.25   root 0 -.2 -.1, turn 20 14 0, spine 26 0 30, hands -.1 -.55 .6
.45   spine 6 0 20, hands -.12 -.3 .5, root 0 -.04 0
.7    turn -16 0 0, spine 4 0 -30, hands -.1 .1 .75
1     home
name  unloading a truck; loading a truck; stacking boxes; passing boxes on; moving boxes
say   *load a truck; *take a box from one side and *put it up on the other; *unload boxes; *pass crates along
how   both hands lift something at one side, the trunk turns, and they set it down high on the other side

[unbox]
is    arms, 2.4 s, 1-2 times
in    seated
0     hands -.2 -.4 .5, head 16 0 0
.25   hand .15 -.35 .5, ohand .15 -.35 .5
.45   hands -.2 -.55 .5
.7    hands -.22 -.15 .5
1     hands -.2 -.4 .5
name  unboxing; opening a box; opening a present; unwrapping; unpacking
say   *open a box and *lift something out; *unpack a parcel; *unwrap a present; *fold open the flaps of a box
how   both hands part in front of the belly, dip down and come up with something

[throw a pot]
is    arms, 1.4 s, 2-5 times, smooth
in    sit
0     hand -.2 -.55 .55, ohand -.2 -.55 .55, spine 18 0 0, head 12 0 0
.4    hand -.25 -.3 .5, ohand -.25 -.3 .5
.6    hand -.12 -.32 .5, ohand -.12 -.32 .5
name  clay pottery making; pottery; shaping clay; throwing a pot on a wheel
say   *shape clay on a wheel; *make pottery; *pull up the wall of a pot with both hands; *cup both hands round
      a lump
how   both hands slide up together around something upright in front of the belly, open and sink again

[roll dough]
is    arms, .9 s, both, 3-7 times, smooth
in    sit, kneel
0     hand -.05 -.5 .4, spine 14 0 0
.5    hand .02 -.42 .75, spine 22 0 0
name  rolling dough; using a rolling pin; making pizza; ironing with both hands
say   *roll out dough with both hands; *push a rolling pin forward and back; *roll something flat on a table
how   both hands side by side push forward over a table and come back

[whisk]
is    arms, .3 s, 6-14 times, smooth
in    seated
0     hand -.2 -.35 .5, ohand -.25 -.4 .45, head 14 0 0
.25   hand -.14 -.3 .52
.5    hand -.2 -.27 .5
.75   hand -.26 -.32 .48
name  whisking; beating eggs; making a cake; mixing; baking
say   *whisk with {hand}; *beat eggs in a bowl; *mix something quickly with {hand}
how   {hand} ~go round in quick small circles over the other hand
"""

register(SHEET)
