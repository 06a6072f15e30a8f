"""What fish, whales and snakes do, and the words for it."""

from __future__ import annotations

from typing import Final

from motionsearch.train.world.animal_chain import Course
from motionsearch.train.world.people_sheets import entries

SHEET = """
[swim]
is    weight 3
who   fish whale
name  swimming; swim; fish swimming
say   *swim {where}; *swim; *swim along {where}; *move through the water {where}
how   the tail beats to and fro and drives the body {where}

[swim slowly]
is    speed .35, wave .07, beat 1.8
who   fish whale
name  slow swimming; cruising
say   *swim slowly {where}; *cruise {where}; *drift along {where}
how   the tail sways slowly as the body glides {where}

[swim fast]
is    speed 1.3, wave .13, beat .6
who   fish whale
name  fast swimming; darting ahead
say   *swim fast {where}; *shoot {where}; *race through the water {where}
how   quick strong beats of the tail drive the body {where}

[dart]
is    speed 1.2, bursts 1.1, weight 1.4
who   fish
name  darting; dart; swimming in bursts
say   *dart {where}; *dash {where} and *stop again; *swim in quick bursts {where}
how   the body shoots {where}, slows down and shoots off again

[glide]
is    speed .5, wave .015
who   fish whale
name  gliding; coasting; drifting
say   *glide {where}; *coast {where} without moving its tail; *drift {where}
how   the body slides {where} with hardly a beat of the tail

[turn sharply]
is    speed .9, turn 140, sudden, weight 1.4
who   fish whale
name  sharp turn; turning quickly; fleeing
say   *turn sharply to the {side}; *dart around to the {side}; *turn about and *flee
how   the body bends into a c and shoots off to the {side}

[swim in a circle]
is    turn 330, weight 1.2
who   fish whale
name  swimming in circles; circling
say   *swim in a circle to the {side}; *circle around; *swim round and round
how   the body stays curved to the {side} as it swims round

[swim in a curve]
is    turn 80
who   fish whale
name  swimming in a curve; turning
say   *swim in a curve to the {side}; *turn to the {side} while swimming
how   the way bends to the {side}

[swim up]
is    pitch 40
who   fish whale
name  swimming up; rising to the surface
say   *swim up; *rise to the surface; *swim upward {where}
how   beating its tail the body rises at a slant

[swim down]
is    pitch -42
who   fish whale
name  swimming down; diving; diving down
say   *swim down; *dive; *dive into the deep {where}
how   beating its tail the body sinks at a slant

[hover]
is    speed 0, wave .06, weight 1.2
who   fish
name  hovering in water; fish idle; staying in place
say   *stay in place waving its tail; *hover in the water; *hang still in the water
how   the tail and fins move gently while the body stays in place

[flop]
is    speed 0, wave .3, spread 1, waves .3, beat .7, special bounce
who   fish
name  flopping; fish out of water; flapping on the ground
say   *flop about; *flap on the ground; *struggle out of the water; *thrash from side to side
how   the whole body bends from side to side and bounces

[leap]
is    speed .9, special leap, weight 1.6
who   whale fish
name  leaping out of the water; breaching; jumping
say   *leap out of the water; *jump in an arc over the water; *breach; *leap and *dive back in
how   the body rises out of the water, flies in an arc and dives in again

[bite]
is    speed .1, wave .05, special lunge
who   fish
name  biting; attacking; snapping
say   *bite; *shoot forward and *snap; *attack its prey
how   the body shoots forward a little and the head jerks

[slither]
is    speed .55, wave .11, spread 1, waves 1.8, weight 4
who   snake
name  slithering; slither; snaking; crawling like a snake
say   *slither {where}; *slither; *crawl {where} in curves; *snake along {where}; *wind {where}
how   the whole body winds from side to side and follows its head along the ground

[slither fast]
is    speed .5, wave .09, spread 1, waves 2, beat .4, weight 1.4
who   snake
name  fast slithering; fleeing snake
say   *slither quickly {where}; *shoot along the ground {where}; *wind {where} fast
how   the whole body winds quickly from side to side

[slither in a curve]
is    speed .6, spread 1, waves 1.8, turn 200
who   snake
name  slithering in a circle; turning snake
say   *slither in a curve to the {side}; *slither round to the {side}
how   the winding body goes round to the {side}

[coil up]
is    special coil, weight 1.6
who   snake
name  coiling; coiling up; curling up
say   *coil up; *curl up into a spiral; *wind itself into a coil; *roll up
how   the body winds into rings on the ground

[uncoil]
is    special uncoil
who   snake
name  uncoiling; stretching out
say   *uncoil; *stretch out from a coil; *unwind its body
how   the rings of the body open until it lies stretched

[strike]
is    special strike, weight 1.8
who   snake
name  striking; snake bite; attack
say   *strike; *strike forward with its head; *shoot its head forward and *bite; *attack
how   from a raised head the front of the body shoots forward and draws back

[rear up]
is    special rear, weight 1.6
who   snake
name  rearing up; raising its head; cobra
say   *rear up; *raise its head high; *lift the front of its body off the ground and *sway
how   the front third of the body rises from the ground and sways

[sidewind]
is    wave .16, spread 1, waves 1.3, special side
who   snake
name  sidewinding; moving sideways
say   *sidewind to the {side}; *move sideways in loops; *throw its body sideways
how   the winding body moves sideways to the {side}

[inch along]
is    speed .35, wave 0, special inch, weight 1.2
who   snake
name  inching along; inchworm; caterpillar crawl
say   *inch along {where}; *hump its back and *stretch {where}; *crawl like a caterpillar
how   the body humps up in the middle and stretches {where} again and again

[wriggle]
is    speed 0, wave .16, spread 1, waves 1.2, beat .8
who   snake
name  wriggling; writhing; squirming
say   *wriggle in place; *writhe; *squirm on the ground
how   the whole body bends to and fro without getting anywhere

[swim like a snake]
is    speed .6, wave .12, spread .7, waves 1.4
who   snake
name  swimming snake; water snake
say   *swim {where} winding from side to side; *swim on the water {where}
how   waves run along the body and drive it {where} through the water
"""

COURSES: Final = tuple(Course(**fields) for fields in entries(SHEET))
