"""Which clips a leave-motion-out model must not see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motionsearch.train import world
from motionsearch.train.leave_out import content, is_analogue, stem


@pytest.mark.parametrize(
    ("name", "label", "captions"),
    [
        ("tennis serve", "serve", ["hitting a tennis serve"]),
        ("wave your hand", "greet", ["a woman says hello", "someone waves slowly"]),
        ("jogging", "Running", []),
        ("forward kick", "kick", ["a person kicks to the side"]),
        ("hand clap", "Applause", ["she is clapping"]),
        ("boxing", "jab", []),
        ("draw circle clockwise", "", ["the right hand draws a circle clockwise"]),
        ("do two jumping jacks", "jumping jacks", []),
        ("kick a ball as far as you can", "", ["one leg kicks high"]),
        ("raise your hand", "", ["a hand is lifted"]),
        ("pick up and throw", "", ["he picks something up, then throws it"]),
        ("squat", "crouching", []),
        ("fly like a bird", "", ["birds flying in a flock"]),
        ("golf swing", "GolfSwing", []),
        ("side kick", "kicks", []),
        ("draw circle counter clockwise", "", ["one hand draws circles in the air"]),
        ("make the letter y", "", ["someone draws the letter y"]),
        ("pickup and throw", "", ["he picks something up, then throws it"]),
        ("walk in place", "", ["marching on the spot"]),
        ("put your hands on your hips and lean to the side", "", ["leans over, hands on the hips"]),
    ],
)
def test_an_analogue_is_found_in_any_inflection(name: str, label: str, captions: list[str]) -> None:
    assert is_analogue(label, captions, ["something else entirely", name])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tennis serve", "playing tennis"),
        ("tennis swing", "a person swings the arms"),
        ("wave your hand", "the hand moves to the mouth"),
        ("raise your hand", "a person raises a leg"),
        ("draw x", "someone draws a circle"),
        ("bowling", "a person bows"),
        ("bow", "a person bends the knees"),
        ("jogging", "a person walks"),
        ("walk", "talking on the phone"),
        ("hammer", "a ham is eaten"),
        ("sit to stand", "a person stands"),
    ],
)
def test_other_motions_are_none(name: str, text: str) -> None:
    assert not is_analogue(text, [text], [name])


def test_no_classes_leave_nothing_out() -> None:
    assert not is_analogue("wave", ["someone waves"], [])


@pytest.mark.parametrize(
    "forms",
    [
        ("wave", "waves", "waving", "waved"),
        ("jog", "jogs", "jogging", "jogged"),
        ("carry", "carries", "carried", "carrying"),
        ("punch", "punches", "punching"),
        ("hammer", "hammers", "hammering"),
        ("swing", "swings", "swinging", "swung"),
        ("lie", "lies", "lying"),
        ("pull", "pulls", "pulled", "pulling"),
    ],
)
def test_inflections_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_words_that_tell_nothing_alone_still_tell_something() -> None:
    assert content("the other side") == {"the", "other", "sid"}
    assert content("wave your hand") == {"wav"}
    assert content("raise your hand") == {"rais", "hand"}


@given(st.lists(st.sampled_from([world.sample(5, i, ["person"]).label for i in range(12)]), min_size=1))
def test_every_motion_is_an_analogue_of_its_own_name(names: list[str]) -> None:
    for name in names:
        assert is_analogue(name, [], names)
        assert is_analogue("", ["a person does this: " + name], names)


def test_about_as_many_made_clips_are_left_out_as_have_the_motion() -> None:
    clips = [world.sample(3, index, ["person"]) for index in range(150)]
    kicks = [clip for clip in clips if is_analogue(clip.label, clip.captions, ["forward kick"])]
    said = [clip for clip in clips if any("kick" in text for text in (clip.label, *clip.captions))]
    assert kicks == said
    assert 0 < len(kicks) < 40
