"""Dancing, going, carrying, sitting: what two do with each other. :mod:`people_two_sheets` reads it."""

from __future__ import annotations

from typing import Final

SHEET: Final = """
[waltz]
is    turning .55, weight 1.8
a     waltz @.2 x2
b     waltz @.2 x2
name  dancing together; a couple dancing; waltz; ballroom dancing; slow dance
two   *dance together; *waltz; *dance a waltz; *dance in each other's arms; *turn around each other dancing
one   {a} *dance with {b}; {a} *waltz with {b}
how   holding each other they step and turn about their common middle

[dance face to face]
is    face 1.1, weight 1.5
a     any dance for 4
b     mirrored
name  dancing together; dancing face to face; partner dance; salsa for two
two   *dance together; *dance facing each other; *dance with each other
one   {a} *dance with {b}
how   facing each other both step and swing in time

[dance side by side]
is    beside 1.1, weight 1.5
a     any dance for 4
b     same
name  dancing in sync; line dance; a dance duet; dancing side by side
two   *dance side by side; *dance in sync; *do the same dance next to each other
one   {a} *dance next to {b}
how   side by side both make the same steps at the same time

[mirror each other]
is    face 1.4, weight 1.3
a     any arms for 3.5
b     mirrored
name  mirroring each other; copying each other; imitating each other
two   *mirror each other; *copy each other's movements; *move like mirror images
one   {a} *imitate {b}; {a} *copy what {b} does
how   face to face both move the same way at the same time as in a mirror

[exercise together]
is    beside 1.4, weight 1.4
a     any exercise for 4
b     same
name  exercising together; working out together; training side by side
two   *exercise together; *do the same exercise side by side; *work out next to each other
one   {a} *exercise next to {b}; {a} *train with {b}
how   side by side both do the same movement at the same time

[walk side by side]
is    beside .7, going, weight 2
a     walk for 4
b     same
name  walking side by side; walking together; strolling together; a couple walking
two   *walk side by side; *walk together; *stroll next to each other; *walk along together
one   {a} *walk next to {b}; {a} *walk beside {b}
how   next to each other both step along the same way

[run side by side]
is    beside .9, going, weight 1.3
a     jog for 3.6
b     same
name  jogging together; running side by side
two   *jog side by side; *run together; *jog next to each other
one   {a} *jog next to {b}; {a} *run beside {b}
how   next to each other both run along the same way

[race]
is    beside 1.1, going
a     sprint for 3
b     run for 3
name  racing each other; a race between two; a sprint
two   *race each other; *run a race; *sprint against each other
one   {a} *race against {b}; {a} *run faster than {b}; {a} *overtake {b}
how   next to each other both run, one faster than the other

[chase]
is    behind 2, going, weight 1.7
a     run for 3.2
b     run for 3.2
name  chasing; one person chasing another; a pursuit; running after someone
two   *run, one behind the other; *chase one another
one   {b} *chase {a}; {b} *run after {a}; {a} *run away from {b}; {a} *flee from {b}
how   one runs ahead and the other runs behind

[follow]
is    behind 1.3, going, weight 1.5
a     walk for 4
b     walk for 4
name  following someone; walking behind someone; one person following another
two   *walk one behind the other; *walk in single file
one   {b} *follow {a}; {b} *walk behind {a}; {a} *walk ahead of {b}; {a} *lead {b} along
how   one walks ahead and the other walks behind

[sneak up]
is    behind 1, meet end
a     stand still @0 for 3.6
b     sneak for 3.6
name  sneaking up on someone; creeping up from behind; stalking someone
two   *stand in line as one ~creep up on the other
one   {b} *sneak up on {a} from behind; {b} *creep up behind {a}
how   one stands still while the other comes closer from behind in careful crouched steps

[walk toward each other]
is    face 1, meet end, weight 1.4
a     walk for 3
b     walk for 3
name  walking toward each other; meeting; approaching each other
two   *walk toward each other; *approach each other; *walk up to each other; *come together
one   {a} *walk toward {b}; {a} *approach {b}
how   facing each other both step forward until they meet

[pass each other]
is    face 0, meet 1.8, aside .8, weight 1.3
a     walk for 3.6
b     walk for 3.6
name  walking past each other; passing by; crossing paths
two   *walk past each other; *pass each other; *pass by in opposite directions
one   {a} *walk past {b}; {a} *pass {b} going the other way
how   both walk in opposite directions and go past each other

[part]
is    back .5, weight 1.3
a     walk @.2 for 3
b     walk @.2 for 3
name  walking away from each other; parting; separating
two   *walk away from each other; *part; *go separate ways; *walk off in opposite directions
one   {a} *walk away from {b}; {a} *leave {b}
how   back to back both walk off in opposite directions

[back away]
is    face 1.2, weight .9
a     walk backward @.2 for 2.6
b     walk @.2 for 2.6
name  driving someone back; backing away from someone; advancing on someone
two   *move along face to face, one of them backward
one   {a} *back away from {b}; {b} *advance on {a}; {b} *drive {a} back; {a} *retreat from {b}
how   one steps backward while the other follows face to face

[walk around someone]
is    round 0, weight 1.5
a     walk for 4.8 circle
b     stand still @0 for 4.6
name  walking around someone; circling someone
two   *meet and one ~walk around the other
one   {a} *walk around {b}; {a} *circle {b}; {b} *stand still while {a} *walk around
how   one stands in the middle while the other walks around in a circle

[carry together]
is    face 1.3, weight 1.3
a     pull a load @0 for 4
b     walk carrying @0 for 4 pace .68
name  carrying something together; moving furniture; carrying a sofa; two people carrying a load
two   *carry something heavy together; *carry a box between them; *move a piece of furniture
one   {a} *help {b} carry something; {a} *carry a load together with {b}
how   face to face with bent arms held forward both step along, one of them backward

[lift someone]
is    face .55, up .45, weight 1.1
a     lift something overhead @.2 x1
b     hold arms up @.3 x1
name  lifting someone up; picking someone up; a dance lift
two   *do a lift; *dance and one ~lift the other
one   {a} *lift {b} up; {a} *pick {b} up; {a} *raise {b} into the air; {b} *get lifted by {a}
how   one raises both arms and the other goes up and comes down

[help up]
is    face 1, weight 1
in    stand, floor
a     reach forward @.2 x1; pull x1
b     get up from the floor @1 x1
name  helping someone up; pulling someone to the feet
two   *meet and one ~help the other up from the floor
one   {a} *help {b} up; {a} *pull {b} up from the floor; {b} *get up from the floor with the help of {a}
how   one reaches out a hand and the other rises from the floor

[propose]
is    face .9, weight .8
a     go down on one knee @.3 x1
b     cover mouth @1.5 x1 both
name  proposing marriage; kneeling before someone
two   *face each other and one ~kneel before the other
one   {a} *kneel before {b}; {a} *propose to {b} on one knee; {a} *go down on one knee in front of {b}
how   one sinks to one knee in front of the other

[applaud someone]
is    face 2.2
a     bow @.2 x1
b     clap @.3 x6
name  applauding someone; clapping for someone who bows
two   *face each other and one ~bow and the other ~clap
one   {b} *applaud {a}; {b} *clap while {a} *bow; {a} *bow to {b}, who claps
how   one bends forward in a bow while the other claps

[sit and talk]
is    beside .75, weight 1.3
in    sit
a     talk with hands @.2 x2
b     nod @.8 x3
name  sitting and talking; sitting beside each other; chatting on a bench
two   *sit side by side and *talk; *sit beside each other; *sit on a bench and *talk
one   {a} *sit beside {b} and *talk; {a} *sit next to {b}
how   sitting next to each other one moves both hands and the other nods

[sit down together]
is    beside .8
a     sit down @.3 x1
b     sit down @.6 x1
name  sitting down together; sitting down side by side
two   *sit down together; *sit down next to each other; *take a seat side by side
one   {a} *sit down next to {b}
how   next to each other both sink down to sit

[play chess]
is    face 1.1
in    sit
a     play chess @.2 x1
b     play chess @1.8 x1
name  playing chess; playing a board game; playing cards
two   *play chess; *sit face to face and *play a board game; *play cards
one   {a} *play chess against {b}
how   sitting face to face one hand reaches forward, then the other's

[clap hands together]
is    face .75
a     push @.2 x3 both
b     push @.2 x3 both
name  patty cake; a clapping game; clapping each other's hands
two   *play a clapping game; *clap each other's hands; *play patty-cake
one   {a} *play patty-cake with {b}
how   facing each other both push their palms together again and again
"""
