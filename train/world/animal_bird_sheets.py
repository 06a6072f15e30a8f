"""What birds and other two-legged animals do, and the words for it."""

from __future__ import annotations

from typing import Final

from motionsearch.train.world.animal_bird import RIG
from motionsearch.train.world.animal_rig import read_actions

SHEET = """
[fly]
is    1 s, weight 5
who   flies
gait  kind fly, flap 45, speed 4, height 4
name  flying; fly; flapping; flapping its wings in flight; bird flying
say   *fly {where}; *fly; *flap its wings and *fly {where}; *fly through the air {where}; *beat its wings in
      flight
how   both wings beat up and down as the body moves {where} through the air

[glide]
is    2 s, weight 2.5
who   flies
gait  kind fly, flap 0, speed 4, height 5, dihedral 10, sway 6, climb -.25
name  gliding; glide; soaring; sailing on the wind
say   *glide {where}; *soar; *glide with outstretched wings {where}; *sail through the air; *soar without
      flapping
how   both wings stay spread out and still while the body glides {where}

[circle in the air]
is    2 s, weight 1.6
who   flies
gait  kind fly, flap 0, speed 3.4, height 6, dihedral 10, round 1, climb .1
name  circling; circling in the air; soaring in circles
say   *circle in the air; *soar in circles to the {side}; *glide round and round; *circle overhead
how   with spread wings and a tilted body it glides round in a circle to the {side}

[hover]
is    1 s, weight 1.6
who   flies
gait  kind fly, flap 50, speed .02, height 4, pitch 42
name  hovering; hover; flying in place
say   *hover; *hover in place; *flap its wings fast and *stay in one place; *hang in the air
how   the wings beat fast while the body stays at one place in the air

[fly up]
is    1 s, weight 1.3
who   flies
gait  kind fly, flap 55, speed 2, height 2, pitch 32, climb 1.6
name  flying up; climbing; ascending; rising in flight
say   *fly up; *fly upward {where}; *climb higher with strong wing beats; *rise into the sky
how   strong beats of both wings lift the body higher and higher

[dive]
is    1.4 s, weight 1.1
who   flies
gait  kind fly, flap 0, speed 4.5, height 9, pitch -48, climb -3.2, spread .35, swept 30
name  diving; dive; swooping down; plunging
say   *dive; *swoop down; *plunge down with folded wings; *dive {where}
how   with half-folded wings the body shoots down at a slant

[flap and glide]
is    .5 s, weight 1.2
who   flies
gait  kind fly, flap 32, speed 4, height 5, dihedral 8, sway 4
name  flapping and gliding; easy flight; cruising
say   *fly along with shallow wing beats; *cruise {where}; *fly easily {where}
how   shallow beats of the wings carry the body {where}

[take off]
is    1.7 s, 1 times, stays, weight 2
who   flies
0
.18   root 0 -.2 0, turn 0 8 0
.3    root 0 .1 .05, turn 0 -14 0, wings 75 80 1 0, air .1
.42   wings -45 -50 1 0, air .6, loose .6, go 0 0 .4
.54   wings 60 70 1 0, air 1.1, go 0 0 .9, loose 1, neck -25 0
.66   wings -45 -50 1 0, air 1.9, go 0 0 1.6
.78   wings 55 65 1 0, air 2.5, go 0 0 2.4
.9    wings -40 -45 1 0, air 3.3, go 0 0 3.3, turn 0 -8 0
1     wings 45 55 1 0, air 3.8, go 0 0 4.1
name  taking off; take off; flying away; lifting off
say   *take off; *fly away; *spring up and *fly off; *lift off the ground flapping; *leave the ground
how   the body crouches, springs up and beats its wings to rise into the air

[land]
is    1.7 s, 1 times, stays, weight 1.6
who   flies
0     wings 30 40 1 0, air 3.4, loose 1, snap -1, neck -25 0, go 0 0 0
.15   wings 30 40 1 0, air 3.2, go 0 0 .6
.3    wings -20 -25 1 0, air 2.4, go 0 0 1.5, turn 0 -20 0
.45   wings 60 70 1 0, air 1.5, go 0 0 2.2, turn 0 -38 0, loose .5
.58   wings -45 -50 1 0, air .9, go 0 0 2.7
.7    wings 60 65 1 0, air .4, go 0 0 3, loose 0, turn 0 -25 0
.82   wings -20 -20 .8 0, air 0, root 0 -.15 0, go 0 0 3.2, turn 0 5 0, snap 0, neck 0 0
1     wings 0 0 0 0, root 0 0 0, turn 0 0 0, go 0 0 3.25
name  landing; land; touching down; alighting
say   *land; *fly down and *land; *come in to land; *touch down and *fold its wings; *settle on the ground
how   the body tips up, the wings beat against the air, the feet touch the ground and the wings fold

[flap wings]
is    .4 s, 3-8 times, smooth, weight 1.5
0     wings 55 60 .95 0, turn 0 -12 0
.5    wings -30 -35 .95 0, turn 0 -14 0
name  flapping its wings on the ground; wing flapping; beating its wings
say   *flap its wings; *beat its wings while standing; *flap both wings up and down on the ground
how   standing on its feet it beats both wings up and down

[spread wings]
is    2.4 s, 1 times, weight 1.1
0
.35   wings 12 14 1 0, turn 0 -8 0
.7    wings 12 16 1 0
1     home
name  spreading its wings; stretching the wings; opening its wings
say   *spread its wings; *open both wings wide and *fold them again; *stretch its wings
how   both wings open out to the sides, stay and fold again

[walk]
is    .7 s, weight 2.4
gait  kind walk, stride .75, stance .62, lift .2
name  walking; walk; strutting; stepping
say   *walk {where}; *walk; *step along {where}; *strut {where}; *walk on two legs {where}
how   the two legs step one after the other while the head nods at every step

[waddle]
is    .6 s, weight 4
who   waddles swims
gait  kind walk, stride .4, stance .62, lift .12, roll 14
name  waddling; waddle; walking like a penguin
say   *waddle {where}; *waddle; *toddle along {where}; *walk with a rolling gait {where}
how   the body rolls from side to side over short steps

[run]
is    .4 s, weight 1.6
who   ground
gait  kind walk, stride 1.1, stance .36, lift .32, bob .05, neck 4
name  running; run; sprinting on two legs
say   *run {where}; *run; *run on two legs {where}; *dash {where}; *hurry along {where}
how   the two legs take long quick steps and the body rushes {where}

[run flapping]
is    .4 s, weight 1
gait  kind walk, stride .9, stance .4, lift .28, flap 2
name  running and flapping; fleeing; fluttering along the ground
say   *run {where} flapping its wings; *flee with beating wings; *flutter along the ground
how   the legs run while both wings beat

[hop]
is    .45 s, weight 2
who   small flies hops
gait  kind walk, hop 1, stride .7, stance .45, lift .3, bob .35
name  hopping; hop; hopping on both feet
say   *hop {where}; *hop; *hop along {where} on both feet; *bounce along {where}
how   both feet leave the ground together in one little hop after the other

[big hops]
is    .65 s, weight 6
who   kangaroo
gait  kind walk, hop 1, stride 1.5, stance .35, lift .4, bob .8
name  hopping like a kangaroo; bounding; big hops
say   *bound {where}; *hop {where} in big leaps; *jump along on its hind legs
how   both hind legs push off together and the body flies {where} in long leaps

[peck]
is    .8 s, 2-4 times, smooth, weight 2
who   beak
0     neck 0 0, head 0 0
.35   neck -85 0, turn 0 32 0, head -15 0
.5    neck -70 0, turn 0 30 0
.65   neck -88 0, turn 0 32 0
name  pecking; peck; eating grain; picking at the ground; feeding
say   *peck at the ground; *peck; *pick up grain; *eat from the ground; *dip its head to peck
how   the head darts down to the ground and comes up again and again

[peck at something]
is    .5 s, 2-6 times, smooth, weight 1, hard
who   beak
0     neck 10 0, head 10 0
.4    neck -25 0, head -8 0, turn 0 10 0
name  pecking in front; knocking with the beak; attacking with the beak
say   *strike forward with its beak; *peck at something in front; *hammer with its beak
how   the head jerks forward and back again and again

[look around]
is    2.2 s, 1-2 times, weight 1.5
0
.12   head 0 50, neck 0 10
.35   head 0 50, neck 0 10
.45   head 8 -45, neck 0 -10
.7    head 8 -45, neck 0 -10
.82   head 0 15
1     home
name  looking around; turning its head; watching
say   *look around; *turn its head with jerks; *watch in all directions; *look left and right
how   the head jerks from one side to the other while the body stands still

[preen]
is    .6 s, 3-5 times, smooth, weight 1.2
who   beak
0     neck -20 70, head -20 45, turn 0 0 4
.5    neck -35 75, head -30 50, turn 0 0 6
name  preening; cleaning its feathers; grooming
say   *preen its feathers; *turn its head back and *clean its wing; *groom itself
how   the head turns back over the {side} shoulder and nibbles at the wing

[drink]
is    2.4 s, 1-2 times, weight .9
who   beak
0
.3    neck -85 0, turn 0 30 0
.42   neck -85 0, turn 0 30 0
.65   neck 15 0, head 40 0, turn 0 -4 0
.82   neck 15 0, head 40 0
1     home
name  drinking; dipping and raising the beak
say   *drink; *dip its beak and *tip its head back; *take a sip of water
how   the head goes down to the ground and then tips far back

[stand on one leg]
is    2.6 s, 1 times, stays, weight 1
0
.3    foot 0 .45 .1, root -.12 .02 0
1     foot 0 .47 .1, root -.12 .02 0, head 0 10
name  standing on one leg; resting on one leg
say   *stand on one leg; *draw up its {side} leg and *stand on the other; *rest on one leg
how   the {side} foot is drawn up under the body while the other leg carries it

[sit on the ground]
is    1.6 s, 1 times, stays, weight 1
0
.6    root 0 -.55 0, neck -5 0
1     root 0 -.6 0, neck -10 0, feet 0 0 .1
name  sitting down; brooding; settling down; nesting
say   *sit down on the ground; *settle down; *brood; *crouch on its nest
how   the legs fold until the body rests on the ground

[swim]
is    .9 s, weight 4
who   swims
gait  kind walk, stride .45, stance .5, lift .02, afloat 1, roll 2, neck 2
name  swimming; swim; paddling; floating on water
say   *swim {where}; *paddle along {where}; *float on the water {where}; *swim on the surface
how   the body floats level and glides {where} while the feet paddle below

[dive for food]
is    2.2 s, 1-2 times, weight 2
who   swims
0     root 0 -.6 0, snap -1
.35   root 0 -.6 0, turn 0 85 0, neck -20 0, feet 0 .2 -.3
.65   root 0 -.6 0, turn 0 88 0, neck -25 0, feet 0 .25 -.3
1     root 0 -.6 0, turn 0 0 0, neck 0 0, feet 0 0 0
name  dabbling; tipping up; dipping the head under water
say   *dip its head under water; *tip up with its tail in the air; *dabble for food
how   the body tips forward until the head is down and the tail points up, then comes level again

[jump]
is    1 s, 1-3 times, weight 1.1, hard
0
.3    root 0 -.28 0, turn 0 6 0
.45   air .15, root 0 .05 0, wings 40 40 .5 0
.6    air .7, wings -20 -20 .5 0, go 0 0 .3
.8    air 0, wings 0 0 0 0, root 0 -.2 0, go 0 0 .5
1     root 0 0 0, turn 0 0 0, go 0 0 .55
name  jumping; jump; leaping up
say   *jump; *jump up; *leap a little forward; *hop up high
how   both legs push off, the body flies up and lands on both feet

[turn around]
is    1.4 s, 1 times, stays, weight 1
0
.3    yaw 40, foot 0 .15 0, head 0 25
.6    yaw 110, foot 0 0 0, ofoot 0 .15 0
1     yaw 180, ofoot 0 0 0, head 0 0
name  turning around; turning to the {side}
say   *turn around; *turn to the {side}; *turn around on the spot
how   with small steps the body turns to the {side} until it faces the other way

[courtship dance]
is    1.2 s, 2-4 times, smooth, weight 1
0     neck 25 20, wings 15 15 .6 0, root 0 -.08 0, turn 0 -10 8
.5    neck -15 -20, wings 25 25 .6 0, root 0 0 0, turn 0 10 -8
name  dancing; courtship dance; displaying; bobbing and bowing
say   *dance with raised wings; *bob and *bow with half-open wings; *display
how   with half-open wings the body bobs and the head bows and rises

[roar]
is    2 s, 1 times, weight 3
who   big
0
.25   neck -20 0, turn 0 8 0, head -15 0
.45   neck 28 0, turn 0 -16 0, head 25 0
.75   neck 26 6, turn 0 -16 0, head 25 8
1     home
name  roaring; roar; bellowing
say   *roar; *throw its head up and *roar; *bellow
how   the head dips and then rises high and forward

[bite]
is    1 s, 1-3 times, weight 3, hard
who   big
0
.35   neck 10 0, turn 0 -10 0, root 0 0 -.1
.55   neck -35 0, turn 0 18 0, root 0 -.05 .25, head 5 0
.7    neck -38 0, turn 0 18 0, head -15 15
1     home
name  biting; snapping; attacking; lunging
say   *bite; *lunge forward and *snap; *attack with its jaws
how   the body swings back and the head shoots forward

[tail swing]
is    1.3 s, 1-2 times, weight 2
who   big kangaroo
0
.4    turn 45 0 8
.65   turn -50 0 -8
1     home
name  swinging its tail; tail attack; whipping the tail
say   *swing its tail; *whip its tail around; *turn sharply and *strike with its tail
how   the whole body twists so that the tail whips round

[die]
is    1.4 s, 1 times, stays, weight .9, hard
0
.4    root 0 -.3 0, turn 0 10 30, wings 20 10 .4 0, neck -30 0
.75   root .1 -.7 0, turn 0 0 85, neck -50 0, wings 10 -10 .5 0, snap 1, feet 0 .1 .2
1     root .1 -.7 0, turn 0 0 90, neck -60 0, wings 0 -10 .4 0, snap 1
name  dying; falling over; collapsing
say   *fall over and *die; *collapse; *topple onto its side
how   the legs give way and the body tips over onto its side
"""

ACTIONS: Final = read_actions(RIG, SHEET)
