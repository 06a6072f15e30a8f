"""What insects, spiders and crabs do, and the words for it."""

from __future__ import annotations

from typing import Final

from motionsearch.train.world.animal_insect import Deed
from motionsearch.train.world.people_sheets import entries

SHEET = """
[crawl]
is    speed 1.6, stride .55, weight 3
who   walks flies
name  crawling; crawl; creeping; walking insect
say   *crawl {where}; *crawl; *creep {where}; *walk on its many legs {where}
how   the many legs step in turn and carry the body {where}

[crawl slowly]
is    speed .6, stride 1.2
who   walks
name  slow crawling; creeping slowly
say   *crawl slowly {where}; *creep along slowly
how   the many legs take slow steps

[scurry]
is    speed 5, stride .22, weight 2
who   walks
name  scurrying; skittering; running insect; scuttling
say   *scurry {where}; *skitter {where}; *run on its many legs {where}; *scuttle away
how   the many legs whirl and the body rushes {where}

[stop and go]
is    speed 5, stride .22, bursts .9, weight 1.6
who   walks
name  running in bursts; stop and go; skittering and stopping
say   *run and *stop again and again; *skitter {where} in bursts; *dash, *stop and *dash on
how   the body darts {where}, stops still and darts on

[crawl in a circle]
is    speed 2.2, stride .4, turn 320, wander .1
who   walks
name  crawling in a circle; circling
say   *crawl in a circle to the {side}; *crawl round and round
how   the many legs step and the body goes round to the {side}

[turn on the spot]
is    speed .05, turn 190, wander 0
who   walks
name  turning on the spot; turning around
say   *turn on the spot to the {side}; *turn around
how   the legs step and the body turns to the {side} in place

[sidle]
is    speed 3, stride .35, heading 90, wander .05, weight 5
who   crab
name  walking sideways; crab walk; sidling; scuttling sideways
say   *scuttle sideways to the {side}; *walk sideways to the {side}; *sidle to the {side} like a crab
how   the legs step apart and together and the body runs sideways to the {side}

[stand still]
is    weight .8
who   walks
name  standing still; waiting; feelers moving
say   *stand still; *stay still and *move its feelers; *wait in place
how   the legs stand still while the feelers move

[rear up]
is    special rear, weight 1.2
who   walks
name  rearing up; threatening; raising the front legs
say   *rear up and *raise its front legs; *threaten with raised front legs; *lift the front of its body
how   the front of the body and the front legs rise and come down

[jump]
is    special jump, weight 1.4
who   jumps walks
name  jumping; jump; leaping insect
say   *jump; *leap far {where}; *jump away
how   the legs fold, push off, and the body flies in a high arc

[lie on its back]
is    special back
who   walks
name  lying on its back; kicking on the back; struggling
say   *lie on its back and *kick its legs; *struggle on its back
how   with the belly up the many legs kick in the air

[wave its claws]
is    special claws, weight 5
who   claws
name  waving the claws; snapping; threatening with claws
say   *wave its claws; *raise and *lower its claws; *snap with its claws
how   both claws go up and down in front of the body

[sting]
is    special sting, weight 6
who   sting
name  stinging; tail strike; attack
say   *strike with its tail; *sting over its head; *attack with its tail
how   the tail whips forward over the body

[clean itself]
is    special rub
who   walks flies
name  cleaning its feelers; rubbing its front legs; grooming
say   *rub its front legs together; *clean its head with its front legs; *groom itself
how   the two front legs lift and rub in front of the head

[fly]
is    speed 9, special fly, weight 4
who   flies
name  flying; fly; flying insect; buzzing along
say   *fly {where}; *fly; *buzz through the air {where}; *flutter {where}
how   the wings whir and carry the body {where} through the air

[flit]
is    speed 7, wander 3, special fly, weight 2.5
who   flies
name  flitting; fluttering about; zigzag flight
say   *flit about; *flutter here and there; *fly in zigzags; *dart about in the air
how   the wings beat and the body darts this way and that in the air

[hover]
is    speed .05, wander .2, special fly, weight 2
who   flies
name  hovering; hover; hanging in the air
say   *hover in the air; *hover in place; *hang in the air with whirring wings
how   the wings beat fast while the body stays at one place in the air

[circle in the air]
is    speed 8, turn 420, wander .4, special fly, weight 1.5
who   flies
name  circling in the air; flying in circles
say   *fly in circles to the {side}; *circle in the air; *buzz round and round
how   the wings beat and the body goes round in the air to the {side}

[take off]
is    speed 4, special rise
who   flies
name  taking off; flying away; flying up
say   *take off; *fly up and away; *lift off from the ground
how   the wings start to beat and the body rises from the ground

[land]
is    speed 4, special sink
who   flies
name  landing; settling; touching down
say   *land; *settle on the ground; *come down and *land
how   the beating wings let the body sink to the ground and fold

[open and close its wings]
is    special fan
who   flies
name  opening and closing the wings; resting with moving wings
say   *open and *close its wings slowly; *sit and *move its wings
how   at rest the wings open and close slowly
"""

DEEDS: Final = tuple(Deed(**fields) for fields in entries(SHEET))
