"""Playing instruments, and conducting."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[play guitar]
is    arms, .6 s, 3-8 times, smooth, weight 1.4
in    sit, floor, wide
0     hand -.35 -.5 .35, ohand .45 -.15 .45
.5    hand -.3 -.7 .32, ohand .47 -.13 .45
name  playing guitar; strumming guitar; guitar; playing ukulele; playing bass guitar; strumming; air guitar
say   *play the guitar; *strum a guitar with {hand}; *play air guitar; *strum; *play a stringed instrument
how   one hand holds out to the {oside} while {hand} ~strum up and down in front of the belly

[play violin]
is    arms, .9 s, 2-6 times, smooth, weight 1.2
in    sit
0     hand -.15 .05 .5, ohand .1 .1 .55, elbow .5, head 0 -20 -20
.5    hand .35 -.2 .55
name  playing violin; violin; fiddling; bowing
say   *play the violin; *move a bow back and forth with {hand}; *fiddle
how   one arm holds out from the chin while {hand} ~draw a bow in and out

[play cello]
is    arms, 1.1 s, 2-5 times, smooth, weight .9
in    sit
0     hand -.3 -.45 .5, ohand -.25 .05 .4, spine 10 0 0
.5    hand .35 -.5 .5
name  playing cello; cello; double bass
say   *play the cello; *draw a bow across at waist height with {hand}; *saw a bow to and fro before the belly;
      *bow a cello, seated
how   {hand} ~draw a bow left and right in front of the knees while the other hand stays at the neck

[play piano]
is    arms, .45 s, turns, 5-12 times, smooth, weight 1.2
in    sit
0     hand .05 -.4 .6, ohand .05 -.4 .6
.5    hand .15 -.48 .62
name  playing piano; piano; playing keyboard; playing organ; playing xylophone
say   *play the piano; *press keys with both hands; *play a keyboard
how   both hands move over keys in front of the belly and tap in turn

[play drums]
is    arms, .36 s, turns, 6-16 times, smooth, weight 1.5
in    sit, wide
0     hand .05 -.2 .5, ohand .05 -.2 .5
.5    hand .02 -.5 .6
name  playing drums; drumming; air drumming; drums; beating drums; playing a drum
say   *play the drums; *drum; *beat a drum with both hands in turn; *hit drums left and right; *drum in the
      air
how   the hands beat down in turn in front of the belly in a quick rhythm

[play cymbals]
is    arms, 1 s, both, 2-6 times, smooth, weight .9
in    wide
0     hand .4 -.05 .5
.5    hand -.3 .05 .5
name  playing cymbals; cymbals; clashing; playing accordion
say   *clash cymbals; *bring both hands together hard in front of the chest; *play the accordion
how   both hands move wide apart and clash together in front of the chest

[play flute]
is    arms, .5 s, 3-8 times, smooth, weight .9
in    sit, floor
0     hand .15 .1 .35, ohand -.55 .1 .35, head 0 -8 -15
.5    hand .17 .07 .35, ohand -.53 .13 .35
name  playing flute; flute; side flute
say   *play the flute; *hold a flute sideways at the mouth; *blow a flute
how   both hands are held up at one side of the mouth with moving fingers

[play clarinet]
is    arms, .6 s, 3-7 times, smooth, weight .9
in    sit
0     hand -.32 -.35 .5, ohand -.34 -.15 .45, spine 4 0 0
.5    hand -.32 -.3 .52, ohand -.34 -.1 .47, spine -4 0 0, head -6 0 0
name  playing clarinet; playing saxophone; playing recorder; clarinet; oboe; playing didgeridoo
say   *play the clarinet; *play the saxophone; *hold a pipe in front of the mouth with both hands
how   both hands are held one above the other in front of the chest while the body sways

[play trumpet]
is    arms, .7 s, 3-6 times, smooth, weight .9
in    sit
0     hand -.25 .1 .5, ohand -.3 .08 .42, head -8 0 0
.5    hand -.25 .2 .5, ohand -.3 .18 .42, head -14 0 0, spine -5 0 0
name  playing trumpet; trumpet; playing harmonica; playing bagpipes; horn
say   *play the trumpet; *hold a trumpet to the mouth with both hands; *blow a horn
how   both hands are held at the mouth with the elbows out

[play trombone]
is    arms, .9 s, 2-6 times, smooth, weight .9
0     hand -.2 .05 .5, ohand -.32 .12 .35
.5    hand -.15 0 .92
name  playing trombone; trombone; sliding
say   *play the trombone; *push a slide forward and back with {hand} at mouth height; *slide {hand} out and in
      before the mouth; *blow a trombone
how   {hand} ~slide out to the front and back while the other hand stays at the mouth

[play harp]
is    arms, .8 s, turns, 3-7 times, smooth, weight .7
in    sit
0     hand -.1 -.05 .7, ohand -.1 -.05 .7
.5    hand -.1 -.1 .45
name  playing harp; harp; plucking strings
say   *play the harp; *pluck strings with both hands in turn; *pluck with both hands in front of the chest;
      *draw the fingers over strings
how   the hands pull back in turn in front of the chest

[conduct]
is    arms, 1.3 s, both one, 2-4 times, smooth, weight 1.3
in    sit
0     hand .05 .4 .55
.25   hand 0 -.3 .65
.5    hand -.3 -.1 .6
.7    hand .5 -.05 .55
name  conducting; conducting an orchestra; conductor; beating time
say   *conduct an orchestra; *beat time with {hand}; *conduct with {arm}; *direct a choir
how   {hand} ~beat down, in, out and up again in front of the chest

[spin records]
is    arms, .5 s, 3-8 times, smooth, weight .7
0     hand -.1 -.5 .6, ohand -.1 .28 .1, spine 12 0 0
.5    hand .05 -.5 .5, spine 16 0 0
name  dj; scratching records; disc jockey; recording music
say   *scratch a record with {hand} while holding one ear; *spin records; *rub a turntable with {hand}; *work
      as a dj
how   {hand} ~rub back and forth at waist height while the other hand stays at the ear

[shake maracas]
is    arms, .4 s, both turns, 4-10 times, smooth, weight .8
in    sit
0     hand .1 -.1 .5
.5    hand .12 -.28 .52
name  shaking maracas; maracas; rattling; shaking dice; playing tambourine
say   *shake maracas; *rattle something with {hand}; *shake {hand} in rhythm beside the chest
how   {hand} ~shake up and down in rhythm in front of the shoulders
"""

register(SHEET)
