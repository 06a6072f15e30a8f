"""Greeting, touching, fighting, throwing: what one does to another. :mod:`people_two_sheets` reads it."""

from __future__ import annotations

from typing import Final

SHEET: Final = """
[shake hands]
is    face .76, weight 2
a     shake hands @.3 x4
b     shake hands @.3 x4
name  shaking hands; handshake; two people shaking hands; greeting each other with a handshake
two   *shake hands; *shake hands with each other; *greet each other with a handshake
one   {a} *shake hands with {b}; {a} *greet {b} with a handshake
how   both reach out a hand and the joined hands go up and down

[meet and shake hands]
is    face .76, meet 1.9, weight 1.5
a     walk for 1.9; shake hands x3
b     walk for 1.9; shake hands x3
name  meeting and shaking hands; greeting; meeting each other
two   *meet and *shake hands; *walk up to each other and *shake hands; *come together and *greet each other
one   {a} *walk up to {b} and they shake hands; {a} *meet {b} and *shake hands
how   both walk toward each other, stop, and shake hands

[walk up and shake hands]
is    face .76, meet 2, weight .8
a     walk for 2; shake hands x3
b     stand still @0 for 1.2; shake hands @2 x3
name  walking up to someone and shaking hands; welcoming someone
two   *greet each other with a handshake after one walks up to the other
one   {a} *walk up to {b} and *shake hands; {b} *wait while {a} *come up to shake hands
how   one walks up to the other, who stands, and they shake hands

[high five]
is    face .95, weight 1.5
a     high five @.3 x1
b     high five @.3 x1 left
name  high five; high-fiving; giving each other a high five
two   *give each other a high five; *slap their raised hands together; *clap hands up high
one   {a} *give {b} a high five; {a} *slap hands with {b}
how   both raise a hand and the hands meet up high

[hug]
is    face .45, weight 2
a     hug @.3 x1
b     hug @.3 x1
name  hugging; two people hugging; embracing; a hug
two   *hug; *hug each other; *embrace; *wrap their arms around each other
one   {a} *hug {b}; {a} *embrace {b}; {a} *put both arms around {b}
how   both open their arms and wrap them around each other

[run and hug]
is    face .45, meet 1.4
a     jog for 1.4; hug x1
b     jog for 1.4; hug x1
name  running to each other and hugging; a reunion
two   *run to each other and *hug; *run up to each other and *embrace
one   {a} *run to {b} and they hug
how   both run toward each other and wrap their arms around each other

[bow to each other]
is    face 1.5, weight 1.3
a     bow @.3 x1
b     bow @.4 x1
name  bowing to each other; greeting with a bow; two people bowing
two   *bow to each other; *greet each other with a bow; *bow
one   {a} *bow to {b}, who bows back
how   facing each other both bend forward at the hips and come up again

[wave to each other]
is    face 3, weight 1.2
a     wave @.3 x4
b     wave @.8 x4
name  waving to each other; greeting from afar; waving hello
two   *wave to each other; *greet each other with a wave; *wave at one another
one   {a} *wave to {b}, who waves back
how   facing each other both raise a hand and swing it left and right

[salute each other]
is    face 1.8, weight .7
a     salute @.3 x1
b     salute @.4 x1
name  saluting each other; a military greeting
two   *salute each other; *greet each other with a salute
one   {a} *salute {b}, who salutes back
how   facing each other both raise a hand to the forehead

[push someone]
is    face .72, weight 1.6
a     push @.3 x1 both
b     walk backward @1.1 for 1.1
name  pushing someone; shoving someone; one person pushing another
two   *fight, one of them shoves the other; *quarrel and one ~push the other back
one   {a} *push {b}; {a} *shove {b} backward; {a} *push {b} away; {b} *get pushed by {a} and *stagger back
how   one thrusts both hands forward and the other staggers back

[push from behind]
is    behind .7
a     get pushed from behind @.8 x1
b     push @.3 x1 both
name  pushing someone from behind; shoving someone in the back
two   *stand one behind the other and one ~push the other from behind
one   {b} *push {a} from behind; {b} *shove {a} in the back; {a} *get pushed by {b} and *stumble forward
how   the one behind thrusts both hands forward and the one in front stumbles

[punch in the face]
is    face .85, weight 1.5
a     jab @.4 x1
b     get hit in the face @.75 x1
name  punching someone; hitting someone in the face; one person punching another
two   *fight, one ~punch the other; *come to blows
one   {a} *punch {b}; {a} *punch {b} in the face; {a} *hit {b}; {b} *get punched by {a} and *recoil
how   one fist shoots forward and the other's head snaps back

[slap in the face]
is    face .85
a     slap @.3 x1
b     get hit in the face @.85 x1
name  slapping someone; a slap in the face
two   *quarrel and one ~slap the other
one   {a} *slap {b}; {a} *slap {b} in the face; {b} *get slapped by {a}
how   one hand swings across and the other person's head snaps back

[kick someone]
is    face 1.1, weight 1.3
a     front kick @.3 x1
b     get hit in the stomach @.85 x1
name  kicking someone; one person kicking another; a kick in the stomach
two   *fight, one ~kick the other
one   {a} *kick {b}; {a} *kick {b} in the stomach; {b} *get kicked by {a} and *double over
how   one foot shoots forward and the other person folds at the waist

[knock down]
is    face .95
a     hook @.4 x1
b     fall backward @.85 x1
name  knocking someone down; knockout; punching someone to the ground
two   *fight until one ~go down; *box until one ~fall
one   {a} *knock {b} down; {a} *punch {b} and {b} *fall backward; {b} *go down after a punch by {a}
how   one throws a punch and the other falls on the back

[box]
is    face 1.05, weight 1.8
a     any spar for 4.2
b     any spar for 4.2
name  boxing; sparring; boxing match; two boxers
two   *box; *box with each other; *spar; *throw punches at each other
one   {a} *box with {b}; {a} *spar against {b}
how   facing each other with raised fists both punch, dodge and block in turn

[fight]
is    face 1.2, weight 1.6
a     any fight for 4.2
b     any fight for 4.2
name  fighting; a fight; brawling; martial arts sparring; kickboxing
two   *fight; *fight each other; *kick and *punch at each other; *brawl
one   {a} *fight with {b}; {a} *fight against {b}
how   facing each other both kick, punch and block

[fence]
is    face 1.9, weight 1.2
a     fencing thrust @.2 x2
b     stand still @0 for .9; fencing thrust @1.3 x2
name  fencing; a fencing bout; sword fight; duel
two   *fence; *fence with each other; *fight with swords; *duel
one   {a} *fence with {b}; {a} *thrust at {b}
how   facing each other both lunge and thrust forward in turn

[sword fight]
is    face 1.6, weight 1
a     sword slash @.2 x3
b     sword slash @.7 x3
name  sword fighting; crossing swords; stick fighting
two   *fight with swords; *swing swords at each other; *cross blades
one   {a} *fight {b} with a sword
how   facing each other both swing down diagonally in turn

[wrestle]
is    turning .75, weight 1.3
a     wrestle @.2 x3
b     wrestle @.2 x3
name  wrestling; grappling; two wrestlers; judo
two   *wrestle; *wrestle with each other; *grapple; *push and *pull each other around
one   {a} *wrestle with {b}; {a} *grapple with {b}
how   bent forward and holding on to each other both push and tug

[tug of war]
is    face 2.6, weight 1.3
a     tug of war @.2 x3
b     tug of war @.9 x3
name  tug of war; pulling on a rope against each other; rope pulling contest
two   *pull on a rope against each other; *play tug of war; *lean back and *pull against each other
one   {a} *pull on a rope against {b}
how   facing each other and leaning back both jerk their hands back in turn

[arm wrestle]
is    face .72, weight .8
in    sit
a     arm wrestle @.2 x2
b     arm wrestle @.2 x2
name  arm wrestling; arm wrestling match
two   *do arm wrestling; *wrestle with one arm at a table; *sit face to face and *press their hands sideways
one   {a} *wrestle {b} with one arm at a table
how   sitting face to face the joined hands press sideways

[throw and catch]
is    face 3.5, weight 1.8
a     throw underhand @.2 x1; catch @2.3 x1
b     catch @.75 x1; throw underhand @2.1 x1
name  throwing and catching; playing catch; tossing a ball to each other
two   *play catch; *throw a ball to each other; *toss a ball back and forth; *throw and *catch in turn
one   {a} *throw a ball to {b}; {a} *toss something to {b}, who catches it; {a} *play catch with {b}
how   one throws and the other catches, then it goes back

[pass a ball]
is    face 3, weight 1.4
a     chest pass @.2 x1; catch @2 x1 both
b     catch @.7 x1 both; chest pass @1.9 x1
name  passing a ball; passing a basketball; chest passes between two
two   *pass a ball to each other; *pass a ball back and forth with both hands
one   {a} *pass a ball to {b}; {a} *push a ball to {b} with both hands
how   both hands push forward from the chest, then the other's do

[kick a ball]
is    face 5, weight 1.1
a     front kick @.3 x1
b     stand still @0 for 1; front kick @1.7 x1
name  kicking a ball to each other; passing a soccer ball
two   *kick a ball to each other; *pass a ball with their feet
one   {a} *kick a ball to {b}, who kicks it back
how   far apart and face to face one kicks forward, then the other

[play tennis]
is    face 6, weight 1.2
a     tennis forehand @.2 x1; tennis backhand @2.6 x1
b     tennis forehand @1.4 x1
name  playing tennis against each other; a tennis rally; badminton match
two   *play tennis against each other; *hit a ball back and forth with rackets; *play a rally
one   {a} *play tennis against {b}; {a} *hit a ball over to {b}
how   far apart and face to face they swing their rackets in turn

[give and take]
is    face 1.15, weight 1.4
a     give something @.2 x1
b     take something @.55 x1
name  handing something over; passing an object; giving something to someone
two   *pass an object from one to the other; *hand something over
one   {a} *give {b} something; {a} *hand something to {b}; {b} *take something from {a}
how   one reaches a hand forward and the other reaches out and takes

[talk]
is    face 1.2, weight 1.6
a     talk with hands @.2 x2
b     nod @.9 x3
name  talking to each other; a conversation; chatting
two   *talk to each other; *have a conversation; *have a chat; *stand and *talk
one   {a} *explain something to {b}, who nods; {a} *talk to {b}
how   face to face one moves both hands while talking and the other nods

[argue]
is    face .95, weight 1.2
a     point forward @.2 x1; talk with hands x2
b     shake head @.5 x3; talk with hands x2
name  arguing; a quarrel; having a dispute
two   *argue; *quarrel; *argue with each other
one   {a} *point at {b}, who shakes the head; {a} *argue with {b}; {a} *scold {b}
how   face to face one points, the other shakes the head, then both gesture

"""
