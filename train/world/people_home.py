"""More of everyday life: washing, sewing, things put away and held on to."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[shave]
is    arms, .9 s, 2-6 times, smooth
in    sit
0     hand -.2 .25 .25, elbow .2, head -4 0 8
.5    hand -.26 .08 .28, elbow .2
name  shaving; trimming or shaving beard; shaving the face; putting on make-up; filling eyebrows
say   *shave {his} face with {hand}; *stroke {hand} down the cheek; *trim a beard; *put on make-up with {hand}
how   {hand} ~stroke down the cheek again and again

[wash face]
is    arms, .7 s, both, 2-7 times, smooth
in    sit, bent
0     hand -.28 .12 .28, spine 26 0 0, head 16 0 0
.5    hand -.22 .32 .26, spine 26 0 0
name  washing the face; rubbing the face; applying cream; wiping the eyes
say   *wash {his} face; *rub {his} face with both hands; *apply cream to the face
how   both hands rub up and down over the bent face

[wash hands]
is    arms, .5 s, 4-10 times, smooth
in    sit
0     hand -.3 -.42 .5, ohand -.34 -.5 .44, head 16 0 0
.5    hand -.34 -.5 .44, ohand -.3 -.42 .5
name  washing hands; rubbing the hands; rubbing hands together; warming the hands
say   *wash {his} hands; *rub {his} hands together; *warm {his} hands
how   both hands rub over each other in front of the belly

[rub arm]
is    arms, .8 s, 2-6 times, smooth
in    sit, kneel
0     hand -.62 -.05 .28, ohand 0 -.6 .45
.5    hand -.55 -.5 .45, ohand 0 -.6 .45
name  rubbing the arm; washing the body; applying lotion; scratching the arm; brushing off a sleeve
say   *rub {oarm} with {hand}; *stroke up and down the other arm; *scratch {oarm}; *wash {oarm}
how   {hand} ~stroke up and down along the other arm

[scratch leg]
is    legs, .4 s, 3-7 times, smooth, weight .8
0     spine 34 0 6, turn 0 20 0, root 0 -.05 -.08, hand .05 -.85 .4
.5    spine 36 0 6, turn 0 20 0, root 0 -.05 -.08, hand .05 -.92 .3
name  scratching the leg; rubbing the knee; checking the foot; scratching the thigh
say   *scratch {leg} with {hand}; *bend and *rub {knee}; *scratch {his} thigh
how   bent to the side {hand} ~rub up and down along the thigh

[scratch back]
is    arms, .5 s, 3-7 times, smooth, weight .8
in    sit
0     hand -.15 -.55 -.3, elbow .4
.5    hand -.2 -.42 -.3, elbow .5
name  scratching the back; reaching behind the back; rubbing the lower back
say   *scratch {his} back with {hand}; *reach behind the back with {hand}; *rub {his} back
how   {hand} ~go behind the back and ~rub up and down

[wipe brow]
is    arms, 1.4 s, 1-2 times
in    sit, kneel
0
.3    hand -.4 .36 .28, elbow .4
.6    hand .05 .36 .25, elbow .4
1     home
name  wiping the brow; wiping sweat; wiping the forehead
say   *wipe {his} forehead with {hand}; *wipe sweat off the brow; *draw {hand} across the forehead
how   {hand} ~go up and ~draw across the forehead

[sew]
is    arms, 1.1 s, 2-5 times, smooth, weight .9
in    sit
0     hand -.3 -.38 .42, ohand -.32 -.42 .42, head 22 0 0
.5    hand .15 -.15 .5, ohand -.32 -.42 .42, head 22 0 0
name  sewing; stitching; pulling a thread; playing with yarn; bookbinding; threading a needle; getting a
      tattoo
say   *sew; *pull a thread up with {hand}; *stitch something
how   {hand} ~pull up and away from the other hand again and again

[knit]
is    arms, .5 s, 4-9 times, smooth, weight .8
in    sit
0     hand -.26 -.4 .45, ohand -.32 -.42 .42, elbows .1, head 22 0 0
.25   hand -.3 -.34 .42, ohand -.3 -.4 .46
.5    hand -.32 -.4 .42, ohand -.26 -.38 .45
name  knitting; weaving; braiding; making jewelry; fiddling with the hands; tying a knot; peeling fruit
say   *knit; *tie a knot; *fiddle with both hands in front of the belly; *peel something; *weave a basket
how   both hands make small moves around each other in front of the belly

[wring cloth]
is    arms, 1 s, 2-5 times, smooth, weight .8
in    sit, kneel
0     hand -.15 -.3 .55, ohand -.3 -.38 .5, elbow .5, spine 8 0 0
.5    hand -.3 -.38 .5, ohand -.15 -.3 .55, oelbow .5, spine 8 0 0
name  wringing a cloth; squeezing; twisting a towel; opening a stuck jar
say   *wring a cloth with both hands; *squeeze and *twist something; *wring out a towel
how   both fists twist against each other in front of the belly

[tear paper]
is    arms, 1.2 s, 1-4 times, weight .8
in    sit
0     clasp 0 -.15 .5, head 14 0 0
.5    hand .15 -.3 .55, ohand -.2 -.05 .45
1     clasp 0 -.15 .5
name  tearing paper; ripping paper; ripping something apart; opening a packet; pulling apart; shredding paper;
      ripping paper
say   *tear paper; *rip something apart; *pull something apart with both hands; *open a packet
how   both hands start close together before the chest and jerk apart

[wash dishes]
is    arms, .7 s, 3-7 times, smooth
in    sit
0     hand -.2 -.38 .55, ohand -.28 -.38 .48, spine 12 0 0, head 18 0 0
.25   hand -.28 -.32 .5
.5    hand -.34 -.38 .46
.75   hand -.28 -.44 .5
name  washing dishes; cleaning a plate; scrubbing a pan; shining shoes; brushing something
say   *wash dishes; *scrub a plate with {hand}; *clean something held in the other hand; *brush a shoe
how   {hand} ~rub in small circles over the other hand in front of the belly

[move to the side]
is    arms, 2 s, 1-2 times
in    sit, kneel
0
.25   hand .55 -.35 .6, spine 6 0 18
.4    hand .55 -.35 .6, spine 6 0 18
.7    hand -.65 -.35 .55, spine 6 0 -18
.82   hand -.65 -.35 .55, spine 6 0 -18
1     home
name  moving an object from {side} to {oside}; shifting something across; sorting objects; arranging; setting
      table
say   *move an object from the {side} to the {oside} with {hand}; *pick something up at the {side} and *put it
      down at the {oside}; *shift things across a table
how   {hand} ~reach out to the {side} at waist height and ~carry something over to the {oside}

[put on middle shelf]
is    arms, 2 s, one both, 1-2 times
in    kneel
0     hand -.15 -.4 .4
.45   hand -.05 .05 .9, spine 6 0 0
.62   hand -.05 .05 .9
1     home
name  placing something in front; putting an object on a shelf; setting something on a table; plugging
      something in
say   *place something in front with {hand}; *put an object on a shelf at chest height; *set something down in
      front
how   {hand} ~move from the belly out to chest height in front and ~come back empty

[reach to low shelf]
is    body, 2.4 s, 1-2 times
0
.4    root 0 -.5 -.1, spine 22 0 0, turn 0 12 0, hand .05 -.25 .85, foot 0 0 .1, knee .2
.55   root 0 -.5 -.1, hand .05 -.25 .85
1     home
name  reaching for a low shelf; taking something from below; opening a low drawer; looking under a table
say   *squat and *reach forward with {hand}; *take something from a low shelf; *crouch and *reach for
      something with {hand}
how   the knees bend and {hand} ~reach out low in front, then the body rises

[put in pocket]
is    arms, 1.8 s, 1-2 times, weight .8
0     hand -.15 -.35 .4
.5    hand .08 -.8 .02, elbow .3
.7    hand .08 -.86 .02, elbow .3
1     home
name  putting something in a pocket; reaching into the pocket; hands in the pockets; taking out a phone
say   *put something in {his} pocket with {hand}; *reach into {his} pocket; *take something out of the {side}
      pocket
how   {hand} ~go down to the hip and ~stay there a moment

[put on a backpack]
is    arms, 2.2 s, 1 times, weight .8
0
.25   hand .3 -.75 .4, spine 14 8 0
.5    hand .1 .08 .05, elbow .4, spine 0 0 0
.7    ohand .25 -.45 -.35, hand .1 .08 .05, spine 0 0 -15
.88   hands .02 .02 .2
1     home
name  putting on a backpack; shouldering a bag; lifting a bag onto the shoulder
say   *put on a backpack; *swing a bag onto the shoulder; *shoulder a rucksack
how   {hand} ~lift something up to the shoulder and the other arm slips back under it

[rock a baby]
is    arms, 1.6 s, 2-3 times, smooth, weight 1
in    sit, kneel
0     hand -.35 -.35 .35, ohand -.35 -.4 .4, spine 0 0 16, root .05 -.01 0, head 14 0 0
.5    hand -.35 -.35 .35, ohand -.35 -.4 .4, spine 0 0 -16, root -.05 -.01 0, head 14 0 0
name  rocking a baby; carrying baby; cradling; swaying with something in the arms
say   *rock a baby; *cradle something in both arms and *sway; *hold a baby and *rock it from side to side
how   both forearms lie across the belly while the trunk turns gently from side to side

[hold a rail]
is    arms, 2 s, 1 times, stays, still, weight .9
in    wide
0
.5    hand .35 -.45 .35, spine 2 4 0
1     hand .35 -.45 .35, spine 2 4 0
name  holding a rail; holding on to something; hand on a handrail; leaning on a stick
say   *hold on to a rail with {hand}; *rest {hand} on a handrail; *hold on to something at hip height
how   {hand} ~rest on something beside the hip and ~stay

[lean on a table]
is    legs, 2 s, 1 times, stays, still, weight .9
0
.5    turn 0 26 0, spine 12 0 0, root 0 -.02 -.08, hands .05 -.8 .45
1     turn 0 26 0, spine 12 0 0, root 0 -.02 -.08, hands .05 -.8 .45
name  leaning on a table; hands on a table; leaning forward on both hands; hands on knees
say   *lean on a table with both hands; *bend forward with the hands on a table; *rest both hands on the knees
how   the trunk leans forward over both straight arms and stays

[spray]
is    arms, 1.4 s, 2-4 times, smooth, weight .9
in    kneel
0     hand .45 .1 .75
.5    hand -.35 .15 .78
name  spraying; spray painting; blowing leaves; extinguishing fire; watering plants with a hose; blow drying;
      blasting sand; spraying a hose; bee keeping
say   *spray something from side to side with {hand}; *water the garden with a hose; *put out a fire; *sweep a
      nozzle from side to side
how   {hand} ~point forward and ~swing slowly from side to side
"""

register(SHEET)
