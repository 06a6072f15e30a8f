"""Dance steps and dances."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[disco point]
is    legs, 1 s, 2-5 times, smooth, weight 1.1
0     hand .45 .8 .3, ohand -.1 -.72 .1, oelbow .8, root .08 -.03 0, spine 0 4 0, feet .12 0 0
.5    hand -.55 -.6 .4, root -.08 -.06 0, spine 0 -4 -10
name  disco dancing; disco; disco point; saturday night dance
say   *dance disco; *point up and down across the body with {hand}; *do the disco point
how   {hand} ~go from high out at the {side} down across to the other hip while the hips swing

[dance step touch]
is    legs, 1.1 s, turns, 2-6 times, weight 1.3
0
.5    foot .3 .02 0, root .2 -.06 0, hands .1 -.2 .45, spine 0 5 8, turn 0 0 4
1     home
name  dancing; dance; stepping to music; dancing from side to side; zumba
say   *dance from side to side; *dance; *step from side to side to the music; *groove and *step
how   the feet step out to one side and the other in turn while the hips and bent arms swing along

[twist dance]
is    legs, .7 s, 3-7 times, smooth
0     root .05 -.18 0, turn 22 0 0, spine 6 0 -32, hand .15 -.3 .45, ohand -.05 -.3 .45
.5    root -.05 -.18 0, turn -22 0 0, spine 6 0 32, hand -.05 -.3 .45, ohand .15 -.3 .45
name  the twist; twist dance; twisting and dancing; rock and roll dancing
say   *dance the twist; *twist hips and shoulders against each other with bent knees; *do the twist
how   with bent knees the hips twist one way while the shoulders and arms twist the other way

[salsa]
is    legs, 1.2 s, 2-4 times, smooth, weight 1.2
0     root 0 -.04 .08, foot 0 0 .25, ofoot 0 0 0, turn 8 0 7, spine 0 -7 -8, hands -.05 -.3 .45
.25   root .05 -.03 0, foot 0 0 0, turn 0 0 -7, spine 0 7 0
.5    root 0 -.04 -.08, ofoot 0 0 -.25, turn -8 0 7, spine 0 -7 8
.75   root -.05 -.03 0, ofoot 0 0 0, turn 0 0 -7, spine 0 7 0
name  salsa dancing; salsa; mambo; latin dance; cha-cha; rumba
say   *dance salsa; *step forward and back swinging the hips; *do the basic salsa step; *dance a cha-cha
how   one foot steps forward, the other back in turn while the hips swing and the bent arms swing along

[waltz]
is    legs, 2.4 s, 1-2 times, smooth, weight 1.1
0     clasp -.1 -.05 .55 .9, yaw 0
.17   foot 0 .02 .35, root 0 -.06 .25, go 0 0 .1, yaw 15
.33   ofoot .25 .04 .3, root .15 .03 .2, go .1 0 .25, yaw 45
.5    foot 0 0 0, ofoot 0 0 0, root 0 .02 0, go .25 0 .35, yaw 90
.67   ofoot 0 .02 -.3, root 0 -.06 -.2, go .25 0 .25, yaw 105
.83   foot .25 .04 -.2, root .1 .03 -.1, yaw 140, go .2 0 .1
1     foot 0 0 0, ofoot 0 0 0, root 0 0 0, yaw 180, go .15 0 0
name  waltz; waltzing; ballroom dancing; slow dancing; tango dancing; swing dancing
say   *waltz with a partner; *dance a waltz; *step and *turn holding an invisible partner; *dance a ballroom
      dance
how   with both arms held as around a partner the feet step, side and close while the body turns and rises

[ballet plie]
is    legs, 2.4 s, 1-3 times
0     hands .2 -.75 .3, knees .8
.4    root 0 -.32 0, knees 1.8, hands .75 -.1 .3
.6    root 0 -.32 0
1     root 0 0 0, knees .8, hands .2 -.75 .3
name  plie; ballet plie; ballet; dancing ballet; demi plie
say   *do a plie; *bend {his} knees outward with an upright back; *dance ballet
how   with the heels together the knees bend outward under an upright back while the arms open

[ballet leap]
is    legs, 1.4 s, 1 times, hard
0
.25   root 0 -.22 0, foot 0 0 .2, go 0 0 .2, hands .3 -.5 .3
.45   air .3, root 0 0 0, foot 0 .45 1.05, ofoot 0 .45 -1.05, hand .75 .3 .3, ohand .3 .2 .8, go 0 0 1, spine
      -6 0 0
.55   air .34, go 0 0 1.3
.75   air 0, foot 0 0 .1, ofoot 0 .1 -.3, root 0 -.2 0, go 0 0 1.9, hands .5 -.4 .3
1     home
name  grand jete; split leap; ballet leap; leaping with split legs; parkour
say   *leap with the legs split; *do a split leap; *jump forward stretching one leg in front and one behind
how   in a long leap one leg shoots forward and the other back until the legs are split in the air

[ballet arms]
is    arms, 2.8 s, 1-2 times
0     hands -.1 -.75 .35
.3    hands -.1 -.05 .6
.55   hands -.1 .85 .2
.8    hands .9 .1 .2
1     hands -.1 -.75 .35
name  port de bras; ballet arms; graceful arm movements; interpretive dance
say   *move both arms gracefully through ballet positions; *raise rounded arms and *open them to the sides;
      *float the arms up and out in an arc; *sweep the arms softly overhead
how   rounded arms rise in front, go overhead and open out to the sides

[robot dance]
is    arms, 2 s, 1-3 times, weight 1.1
0     hand .3 .3 .2, ohand .3 -.45 .35, elbows .8
.24   hand .3 .3 .2, ohand .3 -.45 .35, elbows .8
.26   hand .3 -.45 .35, ohand .3 .3 .2, turn 20 0 0
.49   hand .3 -.45 .35, ohand .3 .3 .2, turn 20 0 0
.51   hand 0 -.2 .6, ohand 0 -.2 .6, turn -10 0 0, head 0 0 30
.74   hand 0 -.2 .6, ohand 0 -.2 .6, turn -10 0 0, head 0 0 30
.76   hand .3 .3 .2, ohand .3 -.45 .35, turn 0 0 0, head 0 0 0
1     hand .3 .3 .2, ohand .3 -.45 .35
name  robot dancing; the robot; moving like a robot; popping; stiff dance
say   *dance like a robot; *move {his} arms stiffly like a robot; *jerk from one stiff pose to another
how   bent arms jump from one stiff pose to the next with stops in between

[macarena]
is    arms, 3.6 s, 1 times
0
.12   hand .02 .02 .95
.24   ohand .02 .02 .95
.36   hand -.6 0 .2
.48   ohand -.6 0 .2
.6    hand -.2 .35 0, elbow .4
.72   ohand -.2 .35 0, oelbow .4
.86   hands -.06 -.72 .06, root .1 -.02 0
1     hands -.06 -.72 .06, root -.1 -.02 0
name  macarena; dancing macarena; arm dance; line dance
say   *dance the macarena; *put one hand after the other forward, to the shoulders, the head and the hips;
      *lay the hands in turn on the shoulders, the head and the hips; *do a line dance with the arms
how   one hand after the other goes out in front, to the opposite shoulder, behind the head and to the hips

[gangnam style]
is    legs, .7 s, 3-7 times, smooth, weight .9
0     clasp 0 -.25 .55, root .1 -.14 0, foot .16 .12 0, ofoot .1 0 0
.5    clasp 0 -.15 .6, root -.1 -.14 0, ofoot .16 .12 0, foot .1 0 0
name  gangnam style; dancing gangnam style; horse riding dance; jumpstyle dancing
say   *dance gangnam style; *hop from foot to foot with crossed wrists in front; *do the horse dance
how   with the wrists together in front the feet hop from side to side with bent knees

[charleston]
is    legs, .9 s, turns, 2-6 times
0
.3    foot 0 .3 .6, root -.05 -.04 0, hand .1 -.6 -.4, ohand .1 -.35 .6
.6    foot 0 .05 -.1, hand .1 -.5 .3, ohand .1 -.5 .2
1     home
name  charleston; dancing charleston; kick step dance; lindy hop kicks
say   *dance the charleston; *kick one foot after the other forward while swinging the arms; *swing the legs
      forward and back in turn and the arms against them
how   the feet kick forward in turn with a bouncing step while the arms swing against them

[tap dance]
is    legs, .4 s, turns, 5-12 times, weight 1, hard
0
.35   foot .06 .1 .2, toe -20, root -.03 -.05 0, hands .35 -.55 .2
.6    foot .06 0 .1, toe 15
1     home
name  tap dancing; tap dance; irish dance; clog dance; quick footwork
say   *do a tap dance; *tap {his} feet quickly in turn; *do quick footwork; *step dance
how   the feet tap the floor in quick turns while the trunk stays still

[moonwalk]
is    legs, .8 s, turns, 3-6 times
0
.5    foot 0 0 -.3, go 0 0 -.1, ofoot 0 .09 .1, otoe 40, root 0 -.05 -.08, hands .1 -.7 .3
1     foot 0 0 0, ofoot 0 0 0, otoe 0, root 0 0 0, go 0 0 -.3
name  moonwalk; moonwalking; gliding backward
say   *moonwalk; *glide backward sliding one foot after the other; *slide {his} feet backward
how   one heel lifts while the other flat foot slides back so that the body glides backward

[running man]
is    legs, .55 s, turns, 4-9 times, hard
0     root 0 -.05 0
.4    foot -.02 .42 .25, root 0 0 0, hands .05 -.1 .5, ofoot 0 0 -.1
.8    foot 0 0 .2, ofoot 0 0 -.3, root 0 -.1 0, hands .1 -.35 .25
1     foot 0 0 0, ofoot 0 0 0
name  running man; shuffle dance; hip hop dance; running man dance
say   *do the running man; *do the shuffle dance; *lift the knees in turn and *slide back on the spot; *dance
      hip hop
how   one knee comes up as the other foot slides back, again and again on the spot

[hip hop bounce]
is    legs, 1 s, 2-6 times, smooth, weight 1.2
0     root .08 -.2 0, spine 20 8 14, hand .2 -.2 .5, ohand .35 -.6 .2, feet .15 0 0
.25   root 0 -.08 0, spine 8 0 0
.5    root -.08 -.2 0, spine 20 -8 -14, hand .35 -.6 .2, ohand .2 -.2 .5
.75   root 0 -.08 0, spine 8 0 0
name  hip hop dancing; krumping; street dance; hip hop bounce
say   *dance hip hop; *bounce low from side to side swinging the arms; *do a street dance
how   the body dips low to one side and the other while the arms swing in front

[breakdance footwork]
is    body, 1.6 s, 1-3 times, smooth, weight 1.1, hard
0     root 0 -.62 -.1, turn 0 35 0, spine 25 0 0, ogrip 1, ohold .3 0 .2, hand .3 -.2 .5, foot .1 0 .5, ofoot
      0 0 0, snap 0
.25   root .15 -.68 0, turn 15 0 0, foot .5 .05 .3
.5    root 0 -.65 .15, turn 0 -30 0, foot .2 0 .65, ofoot .2 0 .6, ohold .35 0 -.45
.75   root -.15 -.66 0, turn -15 10 0, foot -.2 0 .4, ofoot .4 0 .3, ohold .35 0 -.1
name  breakdancing; breakdance footwork; six step; floor footwork; capoeira
say   *breakdance; *circle {his} legs around {ohand} on the floor; *do footwork close to the floor; *do
      capoeira
how   propped on one hand close to the floor the legs circle around under the body

[backspin]
is    body, .9 s, 1-4 times, smooth, weight .9, hard
from  tucked back to tucked back
0     yaw 0
.5    yaw 180
1     yaw 360
name  backspin; spinning on the back; breakdance spin; windmill breakdance
say   *spin on {his} back; *do a backspin; *whirl around on the floor with the knees tucked
how   lying on the back with the knees tucked the whole body spins round and round

[wave arms dance]
is    arms, 1.4 s, 2-4 times, smooth
0     hand .7 .4 .3, ohand .7 -.3 .3, spine 0 8 0
.25   hand .85 .05 .2, ohand .85 .05 .2
.5    hand .7 -.3 .3, ohand .7 .4 .3, spine 0 -8 0
.75   hand .85 .05 .2, ohand .85 .05 .2
name  arm wave dance; waving the arms while dancing; snake arms; hula dance
say   *dance with waving arms; *let a wave run through both arms; *move {his} arms up and down in turn at the
      sides
how   both arms are out at the sides and rise and sink in turn like a wave

[raise the roof dance]
is    legs, .6 s, 3-8 times, smooth
0     hands .15 .35 .3, root 0 -.08 0
.5    hands .15 .75 .25, root 0 -.01 0
name  party dance; raising the roof; dancing with the hands up; rave
say   *dance with both hands up; *bounce and *push the hands up in rhythm; *party
how   both palms push up above the head in rhythm with bouncing knees

[pogo dance]
is    legs, .55 s, 3-9 times, smooth, hard
0     root 0 -.12 0, hands .3 .45 .3
.3    air .04, root 0 0 0, toes 30
.55   air .16, hands .25 .85 .2
.85   air 0, toes 5, root 0 -.06 0
name  jumping with the arms up; pogo dancing; jumping at a concert; cheering and jumping; surfing crowd
say   *jump up and down with both arms up; *dance by jumping; *jump for joy; *cheer and *jump
how   both feet bounce off the ground while both arms stay up above the head
"""

register(SHEET)
