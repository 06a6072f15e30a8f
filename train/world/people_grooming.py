"""Grooming, dressing and eating."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[shave the head]
is    arms, .9 s, 2-5 times, smooth, weight .8
in    seated
0     hand -.25 .42 .22, elbow .4, head 10 0 0
.5    hand -.18 .38 -.12, elbow .5
name  shaving the head; cutting {his} own hair; using hair clippers; dyeing hair
say   *shave {his} head; *run clippers over {his} head with {hand}; *cut {his} own hair
how   {hand} ~glide from the forehead back over the skull again and again

[shave the leg]
is    body, 1.2 s, 2-4 times, smooth, weight .8
from  sit to sit
0     @sit, spine 34 0 0, hand .02 -.75 .62, ohand .05 -.6 .6, foot .02 .1 .5
.5    hand .02 -.5 .68
name  shaving legs; waxing legs; rubbing the shin; applying lotion to {leg}; massaging legs
say   *shave {leg}; *draw {hand} up along the shin; *rub cream on {leg}; *massage {his} own leg
how   seated and bent forward {hand} ~slide up and down along the shin

[wash the foot]
is    body, .7 s, 2-6 times, smooth, weight .8
from  sit to sit
0     @sit, spine 30 0 0, foot -.3 .32 .1, knee .6, hand -.15 -.6 .4, ohand .1 -.6 .42
.5    hand -.2 -.52 .46
name  washing feet; massaging feet; rubbing {foot}; cutting toenails; pulling on a sock
say   *rub {foot} while sitting; *wash {his} foot; *massage {his} own foot; *cut {his} toenails
how   with one foot on the other knee both hands rub at {foot}

[cut nails]
is    arms, .8 s, 2-4 times, smooth, weight .7
in    sit, floor
0     hand -.28 -.25 .42, ohand -.35 -.28 .45, head 22 0 0
.5    hand -.26 -.22 .43
name  cutting nails; doing nails; polishing the fingernails; filing nails; bandaging a finger
say   *cut {his} nails; *polish {his} nails; *do {his} nails with {hand}; *wrap a bandage round a finger
how   {hand} ~fiddle at the fingers of the other hand close to the chest

[cut hair of another]
is    arms, .9 s, 2-4 times, smooth, weight .8
0     hand -.15 .15 .6, ohand .05 .2 .62
.5    hand -.1 .05 .62, ohand .1 .3 .6
name  getting a haircut; cutting someone's hair; styling hair; barber
say   *cut someone's hair; *snip with {hand} while the other hand lifts the hair; *style someone's hair
how   one hand lifts something at head height while {hand} ~snip below it

[braid hair]
is    arms, .9 s, 2-5 times, smooth, weight .8
in    seated
0     hand -.25 .1 .2, ohand -.3 .05 .25, head 8 12 0
.5    hand -.3 0 .25, ohand -.22 .1 .2
name  braiding hair; plaiting hair; tying a ponytail; curling hair
say   *braid {his} hair; *twist strands of hair over each other; *plait {his} hair at the shoulder
how   both hands cross over each other beside the neck, working downward

[tie a ponytail]
is    arms, 1.8 s, both, 1-2 times, weight .8
in    seated
0
.35   hand -.25 .3 -.12, elbow .6, head 10 0 0
.5    hand -.3 .34 -.16
.65   hand -.24 .28 -.12
.8    hand -.3 .34 -.16
1     home
name  tying a ponytail; pinning up {his} hair; fastening a necklace
say   *tie {his} hair behind the head; *make a ponytail with both hands; *fasten something at the neck
how   both hands go behind the head with the elbows out and work there

[put on makeup]
is    arms, .7 s, 2-5 times, smooth, weight .8
in    seated
0     hand -.3 .22 .3, ohand -.2 -.05 .55
.5    hand -.24 .27 .28
name  putting on makeup; applying lipstick; waxing eyebrows; plucking eyebrows; painting the face
say   *put on makeup with {hand}; *apply lipstick; *dab at {his} face while looking into a hand mirror
how   {hand} ~dab at the face while the other hand holds a mirror

[rub in cream]
is    arms, .8 s, both, 2-5 times, smooth, weight .8
in    seated
0     hand -.22 .12 .28
.25   hand -.16 .24 .25
.5    hand -.24 .34 .24
.75   hand -.32 .22 .3
name  rubbing cream on the face; applying cream; massaging the face; washing {his} face; waxing chest; putting
      on sun cream
say   *rub cream into {his} face with both hands; *massage {his} cheeks; *apply lotion to the face
how   both hands circle on the cheeks

[dry with a towel]
is    arms, .8 s, 2-5 times, smooth
0     hand .1 .35 -.1, ohand -.1 -.6 -.2, elbow .6
.5    hand -.05 .15 -.12, ohand .1 -.45 -.2
name  drying with a towel; toweling the back; rubbing the back with a towel
say   *dry {his} back with a towel; *pull a towel to and fro behind the back; *towel {his} back
how   one hand above the shoulder and one below the hip move to and fro behind the back

[gargle]
is    arms, 2.4 s, 1 times, weight .7
in    sit
0
.2    hand -.3 .13 .3
.35   hand -.2 -.2 .4, head -30 0 0
.5    head -30 6 0
.6    head -30 -6 0
.8    head 24 0 0, spine 14 0 0
1     home
name  gargling; rinsing the mouth; using mouthwash; spitting
say   *gargle; *rinse {his} mouth, *tip the head back and *spit; *take a sip and *gargle
how   {hand} ~go to the mouth, the head tips far back and wags, then it bends down

[massage another]
is    arms, .9 s, both turns, 2-5 times, smooth
in    kneel
0     hand -.15 -.45 .55, spine 20 0 0
.5    hand -.05 -.45 .75, spine 26 0 0
name  massaging the back; massaging; giving a massage; kneading shoulders; massaging a person's head
say   *massage someone's back with {hand}; *knead something in front with {hand}; *press and *rub with {hand}
how   {hand} ~press and ~slide over something at hip height

[put on a shirt]
is    arms, 2.4 s, both, 1 times
in    sit
0
.25   hand -.15 .3 .4
.5    hand -.05 .9 .1, head 16 0 0
.75   hand -.15 -.2 .3, head 0 0 0
.9    hand -.1 -.65 .2
1     home
name  putting on a shirt; pulling on a sweater; getting dressed; putting on a t-shirt
say   *put on a shirt over the head; *pull a sweater on; *raise both arms through sleeves and *pull the cloth
      down
how   both hands go over the head and then pull down along the body to the hips

[take off a shirt]
is    arms, 2.2 s, 1 times
in    sit
0
.25   hand -.5 -.6 .25, ohand -.5 -.6 .25
.6    hand .1 .85 .2, ohand .1 .85 .2, head 12 0 0
.8    hands .1 .1 .6, head 0 0 0
1     home
name  taking off a shirt; undressing; pulling a sweater off over the head
say   *take off a shirt; *cross the arms at the waist and *pull a sweater up over the head; *undress
how   both arms cross low and rise together over the head

[take off a coat]
is    arms, 2.4 s, 1 times
in    wide
0
.2    hands -.15 -.15 .25
.4    hands .2 -.2 -.05
.6    hand -.1 -.7 -.35, ohand .1 -.7 -.3, spine 0 0 14
.8    hand .3 -.6 .2, ohand -.1 -.65 -.3
1     home
name  taking off a coat; taking off a jacket; slipping out of a jacket
say   *take off a jacket; *slip {his} arms out of a coat; *pull a sleeve off behind the back
how   both hands open at the chest, go back and pull the sleeves off behind the body

[zip up]
is    arms, 1.6 s, 1-2 times, weight .8
in    sit, kneel
0
.3    hand -.32 -.75 .28, ohand -.3 -.8 .25, head 24 0 0
.75   hand -.33 -.05 .26
1     home
name  zipping up a jacket; zipping up; closing a zipper; unbuttoning
say   *zip up a jacket with {hand}; *pull a zipper from the waist to the chin; *close {his} coat
how   {hand} ~slide straight up along the middle of the body from the waist to the neck

[button up]
is    arms, 2.4 s, 1-2 times, weight .8
in    sit, kneel
0     hands -.3 -.7 .3, head 24 0 0
.3    hands -.3 -.5 .3
.6    hands -.3 -.3 .3
1     hands -.3 -.1 .28
name  buttoning a shirt; buttoning up; doing up buttons
say   *button {his} shirt with both hands; *do up buttons one by one; *fiddle down the front of a shirt
how   both hands work close together up the middle of the chest

[put on trousers]
is    legs, 2.6 s, 1 times
0
.25   foot 0 .35 .2, spine 32 0 0, turn 0 14 0, hands -.1 -.72 .5, root -.08 -.05 0
.4    foot 0 0 0, root 0 -.05 0
.6    ofoot 0 .35 .2, root .08 -.05 0
.75   ofoot 0 0 0, root 0 -.05 0
.9    hands -.05 -.7 .15, spine 0 0 0, turn 0 0 0
1     home
name  putting on trousers; putting on pants; pulling on a skirt; getting dressed
say   *put on trousers one leg after the other; *step into pants and *pull them up; *get into trousers
how   bent over, one foot and then the other lifts, and both hands pull up to the waist

[put on a shoe]
is    legs, 2 s, one, 1-2 times
0
.35   foot -.05 .45 .25, spine 34 0 0, turn 0 14 0, root -.08 -.05 0, hands -.1 -.7 .55
.65   foot -.05 .45 .25, hands -.1 -.62 .5
1     home
name  putting on a shoe; taking off a shoe; pulling on a sock; putting on {his} socks
say   *put on a shoe standing on one leg; *lift {foot} and *pull on a sock; *take off a shoe
how   {knee} ~come up, the trunk bends and both hands go to {foot}

[put on glasses]
is    arms, 1.5 s, one both, 1-2 times, weight .8
in    seated
0
.3    hand -.15 -.1 .5
.55   hand -.24 .26 .3
.7    hand -.2 .27 .26
1     home
name  putting on glasses; taking off glasses; adjusting glasses; putting on headphones; wearing goggles
say   *put on glasses with {hand}; *adjust {his} glasses; *take {his} glasses off; *put on headphones
how   {hand} ~go up to the eyes from the front and ~come down

[put on gloves]
is    arms, .9 s, turns, 2-4 times, smooth, weight .7
in    seated
0     hand -.35 -.3 .5, ohand -.25 -.3 .55
.5    hand -.3 -.32 .36
name  putting on gloves; pulling on gloves; rolling up sleeves
say   *put on gloves; *pull a glove over the hand; *roll up {his} sleeves
how   one hand pulls back along the other forearm, then they change

[eat a burger]
is    arms, 1.8 s, both, 1-3 times
in    sit, floor
0     hand -.28 -.25 .45
.4    hand -.29 .12 .34, head 12 0 0, spine 6 0 0
.6    hand -.29 .13 .33
1     hand -.28 -.25 .45
name  eating a burger; eating a sandwich; eating watermelon; eating cake; eating a hotdog; taking a bite
say   *eat a burger with both hands; *bite into a sandwich; *bring something to {his} mouth with both hands;
      *eat a slice of watermelon
how   both hands together rise from the chest to the mouth and sink again

[eat with a spoon]
is    arms, 1.5 s, 1-4 times
in    sit, floor, kneel
0     hand -.15 -.45 .55, ohand -.2 -.45 .45, head 12 0 0, spine 8 0 0
.45   hand -.3 .1 .34, head 6 0 0
.6    hand -.3 .1 .34
1     hand -.15 -.45 .55
name  eating with a spoon; eating soup; eating spaghetti; eating with a fork; eating ice cream; tasting food
say   *eat with a spoon; *scoop food and *bring it to the mouth with {hand}; *eat soup; *twirl spaghetti and
      *eat
how   {hand} ~dip to the table, ~rise to the mouth and ~go back, again and again

[nibble]
is    arms, .9 s, 2-5 times, smooth
in    seated
0     hand -.2 -.15 .42
.5    hand -.31 .13 .33
name  eating chips; eating carrots; snacking; eating doughnuts; eating popcorn; munching
say   *snack with {hand}; *eat chips one by one; *munch something; *put something small into {his} mouth
how   {hand} ~go quickly back and forth between the chest and the mouth

[drink a shot]
is    arms, 1.1 s, 1-2 times, hard
in    sit
0
.3    hand -.28 .12 .35
.5    hand -.3 .22 .3, head -32 0 0, spine -6 0 0
.7    hand -.05 -.4 .55, head 0 0 0
1     home
name  drinking shots; downing a drink; tasting beer; emptying a glass; taking a pill
say   *drink a shot in one go; *throw back a drink; *empty a glass with {hand}; *swallow a pill
how   {hand} ~jerk up to the mouth as the head flies back, and ~slam down

[toast]
is    arms, 1.8 s, 1-2 times
in    sit
0
.3    hand -.1 -.2 .5
.5    hand -.05 .25 .85
.65   hand -.05 .22 .85
.9    hand -.28 .13 .33, head -12 0 0
1     home
name  toasting; raising a glass; cheers; clinking glasses; giving or receiving an award
say   *raise a glass with {hand} in a toast; *clink glasses and *drink; *hold something up high for all to see
how   {hand} ~go out and up in front of the face, ~stop, and ~come to the mouth
"""

register(SHEET)
