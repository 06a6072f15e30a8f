"""The ways people get about on foot, and the paths they take."""

from __future__ import annotations

from typing import Final

from motionsearch.train.world.gait import Gait, Path
from motionsearch.train.world.people_sheets import entries

# ``is`` lists the settings of Gait that differ from an ordinary walk; ``{where}`` stands for the words of the
# path, ``{side}`` for the main side.
SHEET = """
[walk]
is    picks 6
name  walking; walk; walking {where}; strolling; taking steps
say   *walk; *walk {where}; *stroll {where}; *take some steps {where}; *walk {where} at a normal pace; *step
      {where}; *move {where} on foot
how   the legs step one after the other while the arms swing against them; one foot is always on the ground
      while the body moves {where}

[walk slowly]
is    period 1.7, stride .5, arms .18, picks 1.5
name  slow walk; walking slowly; ambling; strolling slowly
say   *walk slowly {where}; *amble {where}; *stroll {where} slowly; *take slow steps {where}; *plod {where}
how   the legs take small slow steps {where}

[walk fast]
is    period .85, stride .95, bend 6, arms .5, picks 1.5
name  fast walk; brisk walk; power walking; hurrying; striding
say   *walk fast {where}; *walk quickly {where}; *stride {where}; *walk briskly {where}; *hurry {where};
      *walk with long quick strides
how   the legs take long quick steps {where} while the arms swing strongly

[jog]
is    period .78, stride .62, stance .42, lift .22, heel .3, bob .045, crouch .07, bend 8, arms .3, hands .06
      -.42 .18, picks 2.5
name  jogging; jog; running slowly; trotting
say   *jog; *jog {where}; *run slowly {where}; *trot {where}; *go for a jog; *jog along {where}
how   bent arms swing and the feet leave the ground in easy steps {where}

[run]
is    period .68, stride .85, stance .36, lift .34, heel .42, bob .06, crouch .09, bend 12, arms .42, hands
      .06 -.42 .18, picks 3.5
name  running; run; running {where}
say   *run; *run {where}; *run ahead; *run fast {where}; *dash {where}; *run along {where}
how   the legs drive in long flying strides {where} while bent arms pump back and forth

[sprint]
is    period .52, stride 1, stance .29, lift .48, heel .4, bob .06, crouch .1, bend 18, arms .55, hands .06
      -.42 .18, straight, picks 1.5
name  sprinting; sprint; running very fast; racing
say   *sprint; *sprint {where}; *race {where}; *run at full speed {where}; *dash as fast as possible
how   the knees come up high and the arms pump hard as the body shoots {where}

[walk backward]
is    period 1.2, stride .55, arms .2, heading 180, straight, picks 2
name  walking backward; walking backwards; backing up; retreating
say   *walk backward; *walk backwards; *back up; *back away; *step backward; *retreat; *take several steps
      back
how   the feet step back one after the other while the body keeps facing the front

[run backward]
is    period .66, stride .5, stance .42, lift .18, bob .035, arms .25, hands .06 -.42 .18, heading 180,
      straight, picks .7
name  running backward; backpedaling
say   *run backward; *run backwards; *backpedal; *jog backward
how   quick light steps carry the body backward

[walk sideways]
is    period 1, stride .42, sway 0, roll 0, arms .06, hands .2 -.85 .25, heading 90, straight, picks 2
name  sidestepping; walking sideways; side steps; stepping to the {side}
say   *walk sideways; *sidestep to the {side}; *step sideways to the {side}; *walk sideways to the {side};
      *shuffle to the {side}; *move to the {side} with side steps
how   the feet step sideways apart and together while the body keeps facing the front

[side shuffle]
is    period .55, stride .55, stance .45, lift .1, heel 0, bob .04, crouch .22, bend 18, sway 0, roll 0, arms
      0, hands .35 -.4 .45, heading 90, straight, picks 1.2
name  side shuffle; lateral shuffle; defensive slide; side gallop; strafing
say   *shuffle sideways to the {side} quickly; *shuffle sideways to the {side}; *strafe to the {side}; *slide
      sideways to the {side}; *gallop sideways to the {side}
how   with bent knees the feet skip sideways apart and together in a quick rhythm

[carioca]
is    stride .75, stance .55, sway 0, arms .05, hands .75 -.2 .15, heading 90, straight, picks .7
name  carioca; grapevine; crossover steps; cross steps
say   *do grapevine steps to the {side}; *cross one foot over the other while moving to the {side}; *walk
      sideways crossing the feet
how   the feet cross in front of each other while the body moves sideways

[tiptoe]
is    period 1, stride .42, lift .1, arms .08, hands .3 -.75 .25, tiptoe 38, picks 1.2
name  tiptoeing; walking on tiptoe; walking on toes
say   *tiptoe {where}; *walk on {his} toes; *walk on tiptoe {where}; *sneak on tiptoes
how   the heels stay off the ground in small careful steps

[sneak]
is    period 1.7, stride .6, lift .22, crouch .3, bend 35, arms .12, hands .15 -.55 .5, picks 1.2
name  sneaking; creeping; stalking; prowling; crouched walk
say   *sneak {where}; *creep {where}; *walk crouched {where}; *stalk {where} with bent knees; *walk
      stealthily; *walk in a low crouch
how   with bent knees and a bent back the legs take slow high careful steps

[limp]
is    period 1.3, stride .55, arms .15, limp .9, picks 1.5
name  limping; limp; hobbling; injured walk
say   *limp; *limp {where}; *hobble {where}; *walk with a limp; *drag {leg}; *walk as if {leg} hurts
how   the body dips on one leg at every other step; one leg takes shorter steps than the other

[stagger]
is    period 1.3, stride .5, sway .07, roll 6, arms .15, hands .45 -.7 .2, drunk 1, straight, picks 1.3
name  staggering; drunk walk; stumbling; wobbling walk; unsteady walk
say   *stagger {where}; *stumble {where}; *walk unsteadily; *walk as if drunk; *sway while walking; *wobble
      along
how   the body sways and weaves from side to side in uneven steps

[march]
is    period 1.05, stride .65, lift .4, heel -.08, bend 0, arms .62, picks 1.5
name  marching; march; military march; goose step
say   *march; *march {where}; *march like a soldier; *march {where} with high knees
how   the knees come up high at every step and straight arms swing stiffly

[skip]
is    period 1, stride .6, stance .42, lift .38, heel 0, bob .1, arms .65, hands .12 -.7 .15, picks 1.2
name  skipping; skip; skipping along
say   *skip; *skip {where}; *skip along happily; *hop and *skip {where}
how   every step ends in a little hop with the other knee up while the arms swing high

[gallop]
is    period .62, stride .6, stance .4, lift .2, bob .07, arms .05, hands .1 -.45 .5, phase .25, picks .8
name  galloping; gallop like a horse
say   *gallop {where}; *gallop like a horse; *gallop with one foot always in front
how   one foot leads and the other chases it in bouncing steps

[bound]
is    period 1.05, stride .95, stance .27, lift .4, heel .15, bob .14, arms .5, hands .15 -.55 .2, straight,
      picks .7
name  bounding; leaping strides; leaping
say   *bound {where}; *leap {where} from one foot to the other; *take flying leaps
how   long floating leaps go from one foot to the other

[zombie walk]
is    period 1.4, stride .4, lift .05, roll 5, arms .04, hands .05 0 .92, drunk .3, busy, picks .8
name  zombie walk; walking like a zombie; walking with arms stretched forward
say   *walk like a zombie; *walk stiffly with both arms stretched out in front; *shuffle {where} with the
      arms held forward
how   both arms are held straight out in front while stiff short steps carry the body {where}

[walk on a beam]
is    period 1.6, stride .4, sway .04, roll 4, arms .04, hands .92 -.05 .05, busy, straight, picks .9
name  walking on a beam; tightrope walk; slacklining; balancing on a line
say   *walk along a beam with the arms out; *balance along a line; *walk a tightrope; *walk carefully with
      both arms spread
how   both arms are held out to the sides while one foot is set in front of the other

[sad walk]
is    period 1.5, stride .42, lift .06, bend 22, nod 35, arms .08, picks .8
name  sad walk; dejected walk; tired walk; slouching
say   *walk with a hanging head; *walk sadly {where}; *trudge {where}; *shuffle along tired; *walk slouched
how   the head hangs, the shoulders droop and the feet shuffle slowly

[proud walk]
is    period 1.15, stride .85, bend -8, sway .06, roll 7, arms .5, hands .3 -.85 .05, picks .8
name  strutting; proud walk; catwalk; swagger
say   *strut {where}; *swagger {where}; *walk proudly; *walk like a model
how   the chest is out, the hips swing and the arms swing wide

[old walk]
is    period 1.2, stride .3, lift .05, crouch .1, bend 42, arms .06, hands .1 -.7 .35, picks .8
name  old person walking; shuffling with a bent back; walking with a hunched back
say   *walk like an old person; *shuffle {where} with a hunched back; *walk bent over with small steps
how   the back is hunched and the feet make tiny steps

[duck walk]
is    stride .28, lift .1, crouch .58, bend 25, roll 8, arms 0, hands .1 -.45 .5, straight, picks .7
name  duck walk; walking in a squat; waddling low
say   *walk in a deep squat; *waddle {where} crouched down low
how   in a deep squat the feet take tiny steps

[climb stairs]
is    period 1.3, stride .5, lift .2, heel .08, bend 12, arms .2, climb .62, straight, picks 1.6
name  climbing stairs; walking upstairs; going up the stairs; walking up an incline
say   *walk up the stairs; *climb stairs; *go upstairs; *climb steps; *walk up an incline
how   the knees come up high at every step and the whole body rises step by step

[descend stairs]
is    period 1.15, stride .5, lift .16, bend 4, nod 12, arms .15, climb -.62, straight, picks 1.4
name  going downstairs; walking down the stairs; descending steps
say   *walk down the stairs; *go downstairs; *descend the steps; *climb down some steps
how   the feet reach down step by step and the whole body sinks

[walk carrying]
is    period 1.15, stride .55, bend -4, arms .02, hands -.05 -.42 .5, busy
name  carrying a box; carrying something heavy; walking with a load
say   *carry a box {where}; *walk while carrying something in both arms; *carry a heavy object {where}
how   both forearms stay bent in front of the belly holding a load while the legs walk {where}

[push a cart]
is    period 1.2, stride .6, bend 24, arms .02, hands 0 -.4 .8, busy, straight
name  pushing a cart; pushing something heavy; pushing a wheelchair; pushing a car; mowing the lawn
say   *push a cart {where}; *push something heavy {where}; *walk while pushing with both hands; *mow the lawn
how   both arms are stretched forward at waist height and the body leans into the push

[pull a load]
is    period 1.3, stride .42, crouch .14, bend 10, arms .02, hands 0 -.35 .85, heading 180, busy, straight,
      picks .7
name  pulling a load; dragging something; towing
say   *pull something heavy while walking backward; *drag an object backward; *haul a load
how   leaning back with both arms stretched forward the feet step backward
"""


GAITS: Final = tuple(Gait(**fields) for fields in entries(SHEET))
PATHS: Final = (
    Path("straight", ("forward", "ahead", "straight ahead", "in a straight line"), picks=5),
    Path(
        "circle",
        (
            *("in a circle", "around in a circle", "in a circle to the {side}", "in a {clock} circle"),
            "{clock} in a circle",
        ),
        (250, 400),
        seconds=3,
        picks=1.6,
    ),
    Path(
        "curve",
        ("in a curve to the {side}", "along an arc to the {side}", "and *bend to the {side}"),
        (50, 120),
        seconds=2,
        picks=1.2,
    ),
    Path(
        "corner",
        ("and *turn to the {side}", "and then *turn {side}", "around a corner to the {side}"),
        (75, 105),
        "late",
        seconds=2.5,
        picks=1.2,
    ),
    Path(
        "u-turn",
        ("and *turn around", "then *turn around and *come back", "and *make a u-turn", "there and back"),
        (165, 195),
        "late",
        seconds=3,
        picks=1.2,
    ),
    Path(
        "zigzag",
        ("in a zigzag", "in a zigzag line", "weaving left and right", "in a slalom"),
        (45, 70),
        "wave",
        seconds=3,
        picks=0.9,
    ),
    Path(
        "s-curve",
        ("in an s-shape", "along an s-curve", "in a snaking line"),
        (60, 90),
        "wave",
        seconds=3.5,
        picks=0.6,
    ),
)  # fmt: skip
