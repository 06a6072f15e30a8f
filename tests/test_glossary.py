"""The glossary of motion: its entries, its file format, finding a name in any form, labels as sentences."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch.errors import InputError
from motionsearch.glossary import (
    Entry,
    expand,
    find,
    index_names,
    keys,
    load_glossary,
    normalised,
    parse_glossary,
    readable,
)
from motionsearch.inflection import gerunds, is_gerund, lemmas, plurals
from motionsearch.sentences import is_of_person, sentence

NAMED = [(name, entry) for entry in load_glossary() for name in entry.names]
KNOWN = {key for name, _ in NAMED for way in (name, *name.split()) for key in keys(way)}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


# The entries; tests of their words stand in test_glossary_words.py


def test_there_are_many() -> None:
    assert len(load_glossary()) >= 1000
    assert len(NAMED) >= 6000


@pytest.mark.parametrize(
    "name",
    [
        *(
            "walk",
            "run",
            "jump",
            "crawl",
            "climb",
            "fall down",
            "sit down",
            "turn left",
            "tiptoe",
            "side step",
        ),
        *("squat", "lunge", "push-up", "burpee", "jumping jack", "biceps curl", "plank", "downward dog"),
        *("tennis serve", "golf swing", "javelin throw", "high jump", "basketball dunk", "backstroke", "ski"),
        *(
            "punch",
            "roundhouse kick",
            "judo throw",
            "cartwheel",
            "handstand",
            "backflip",
            "pirouette",
            "tango",
        ),
        *(
            "arm circles",
            "nod",
            "wave",
            "T-pose",
            "raise both arms",
            "torso twist",
            "drink",
            "sweep the floor",
        ),
    ],
)
def test_common_motions_have_entries(name: str) -> None:
    assert find(name) is not None


# Finding


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("TennisServe", "tennis serve"),
        ("tennis_serve", "tennis serve"),
        ("Serving in tennis!", "tennis serve"),
        ("serve tennis", "tennis serve"),
        ("a person is doing a push-up", "push up"),
        ("PUSHUPS", "push up"),
        ("the man walks backwards", "walk backward"),
        ("Grand Plié", "sumo squat"),
        ("grand plie", "sumo squat"),
        ("jUmPiNg JaCkS", "jumping jack"),
        ("child's pose", "child's pose"),
        ("raise an arm", "raise one arm"),
        ("raise the arms", "raise both arms"),
        ("someone raises both arms", "raise both arms"),
        ("hurdling (110 metres)", "hurdling"),
    ],
)
def test_a_name_is_found_however_it_is_written(written: str, name: str) -> None:
    entry = find(written)
    assert entry is not None
    assert entry.name == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "the",
        "?!",
        "hoping",
        "knot",
        "photosynthesis",
        "a person",
        "run forest",
        "x" * 500,
        "走る",
        "1",
    ],
)
def test_what_is_no_name_is_not_found(text: str) -> None:
    assert find(text) is None


def plural(word: str) -> str:
    """As in a school book; for words that end in a letter."""
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(s|x|z|ch|sh)$", word) else "s")


def gerund(word: str) -> str:
    """As in a school book."""
    if word.endswith("ie"):
        return word[:-2] + "ying"
    if re.search(r"[^eoy]e$", word):
        return word[:-1] + "ing"
    if re.fullmatch(r"([^aeiou]|qu)*[aeiou][bdgklmnprt]", word):
        return word + word[-1] + "ing"
    return word + "ing"


@settings(max_examples=300)
@given(st.data())
def test_every_name_is_found_in_every_form(data: st.DataObject) -> None:
    name, entry = data.draw(st.sampled_from(NAMED))
    words = name.split()
    at = data.draw(st.integers(0, len(words) - 1))
    # Only base forms are inflected, and no word such as "arm": both arms are another thing.
    whole = re.fullmatch("[a-z]{3,}[a-hj-rtv-z]|[a-z]+ss", words[at]) and not re.fullmatch(
        "arm|hand|leg|foot|knee|elbow|oneself|human|your", words[at]
    )
    if whole and lemmas(words[at]) == (words[at],):
        words[at] = data.draw(st.sampled_from([words[at], plural(words[at]), gerund(words[at])]))
    if len(words) == len(normalised(name)) == 2 and data.draw(st.booleans()):
        words.reverse()
    written = data.draw(st.sampled_from([" ", "_", "-", "  "])).join(words)
    written = data.draw(st.sampled_from([str, str.upper, str.title, str.capitalize]))(written)
    lead = data.draw(
        st.sampled_from(["", "a person is ", "The woman ", "doing ", "someone is performing a "])
    )
    assert find(lead + written + data.draw(st.sampled_from(["", ".", " !", "?"]))) is entry


@pytest.mark.parametrize("index", range(0, len(NAMED), 37))
def test_a_camel_case_name_is_found(index: int) -> None:
    name, entry = NAMED[index]
    assert find("".join(word.capitalize() for word in re.findall(r"[\w']+", name))) is entry


@given(st.text(LETTERS, min_size=4, max_size=9), st.sampled_from(NAMED))
def test_a_strange_word_makes_a_name_unknown(word: str, named: tuple[str, Entry]) -> None:
    if KNOWN.isdisjoint(lemmas(word)):
        assert find(f"{named[0]} {word}") is None
        assert find(word) is None


@given(st.text(max_size=100))
def test_any_text_can_be_looked_up_and_expanded(text: str) -> None:
    entry = find(text)
    assert entry is None or entry in load_glossary()
    texts = expand(text)
    assert texts[0] == readable(text)
    assert len(set(texts)) == len(texts)


# The file format

GOOD = """\
# a comment
wave; waving  ;  wave a hand

    one hand goes to and fro
    a person   moves a raised hand
bow
\ta person bends forward
    # not a description
\tthe trunk folds
"""


def test_a_file_is_read() -> None:
    assert parse_glossary(GOOD, "glossary-x.txt") == (
        Entry(
            ("wave", "waving", "wave a hand"), ("one hand goes to and fro", "a person moves a raised hand")
        ),
        Entry(("bow",), ("a person bends forward", "the trunk folds")),
    )
    assert parse_glossary("", "glossary-x.txt") == ()


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("    a hand moves\n", 1, "before any name"),
        ("wave\n    one\n", 1, "1 descriptions"),
        ("\nwave\nbow\n    one\n    two\n", 2, "0 descriptions"),
        ("wave\n" + "".join(f"    text {i}\n" for i in range(5)), 1, "5 descriptions"),
        ("wave; ;bow\n    one\n    two\n", 1, "empty or repeated"),
        ("wave; wave\n    one\n    two\n", 1, "empty or repeated"),
        ("the\n    one\n    two\n", 1, "empty or repeated"),
        ("Wave\n    one\n    two\n", 1, "lower case"),
        ("wave\n    one\n    A hand\n", 3, "lower case"),
        ("wave\n    one\n    a hand moves.\n", 3, "full stop"),
        ("wave\n    one\n    one\n", 3, "twice"),
    ],
)
def test_a_malformed_line_is_named(text: str, line: int, why: str) -> None:
    with pytest.raises(InputError, match=re.escape(f"glossary-x.txt, line {line}: ")) as caught:
        parse_glossary(text, "glossary-x.txt")
    assert why in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(("one", "other"), [("wave", "waving"), ("tennis serve", "serves tennis")])
def test_a_name_in_two_entries_is_refused(one: str, other: str) -> None:
    with pytest.raises(InputError, match="names both"):
        index_names([Entry((one,), ("a", "b")), Entry((other,), ("c", "d"))])


name_text = st.lists(st.text(LETTERS, min_size=4, max_size=8), min_size=1, max_size=3).map(" ".join)


@given(st.lists(st.tuples(name_text, st.lists(name_text, min_size=2, max_size=4, unique=True)), max_size=6))
def test_what_is_written_is_read(entries: list[tuple[str, list[str]]]) -> None:
    text = "".join(f"{name}\n" + "".join(f"  {line}\n" for line in lines) for name, lines in entries)
    if all(normalised(name) for name, _ in entries):
        assert [(e.name, list(e.descriptions)) for e in parse_glossary(text, "f")] == entries


# Inflection


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("running", "run"),
        ("hopping", "hop"),
        ("hoping", "hope"),
        ("dancing", "dance"),
        ("lying", "lie"),
        ("carries", "carry"),
        ("punches", "punch"),
        ("falling", "fall"),
        ("playing", "play"),
        ("boxing", "box"),
        ("skiing", "ski"),
        ("throwing", "throw"),
        ("pedalling", "pedal"),
        ("pedaling", "pedal"),
        ("tangoes", "tango"),
        ("seeing", "see"),
    ],
)
def test_inflected_words_come_from_their_base(word: str, base: str) -> None:
    assert base in lemmas(word)
    assert word in (*gerunds(base), *plurals(base))


@pytest.mark.parametrize(
    "word", ["swing", "string", "press", "tennis", "chassis", "ring", "arms", "feet", "run"]
)
def test_words_that_only_look_inflected(word: str) -> None:
    assert lemmas(word) == (word,)
    assert not is_gerund(word)


@given(st.text(LETTERS, min_size=3, max_size=10).filter(lambda word: re.search("[aeiouy].", word)))
def test_inflection_can_be_undone(word: str) -> None:
    assert all(word in lemmas(form) for form in gerunds(word))
    assert all(word in lemmas(form) for form in plurals(word) if lemmas(form) != (form,))


# Labels as sentences


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("walk", "a person walks"),
        ("walking", "a person is walking"),
        ("tennis serve", "a person is doing a tennis serve"),
        ("serving in tennis", "a person is serving in tennis"),
        ("serve in tennis", "a person serves in tennis"),
        ("TennisServe", "a person is doing a tennis serve"),
        ("push-up", "a person is doing a push up"),
        ("push ups", "a person is doing push ups"),
        ("jump rope", "a person jumps rope"),
        ("jumping jack", "a person is doing a jumping jack"),
        ("army crawl", "a person is doing an army crawl"),
        ("yoga", "a person is doing yoga"),
        ("tennis", "a person is playing tennis"),
        ("throws a ball", "a person throws a ball"),
        ("walk and turn left", "a person walks and turns left"),
        ("a cartwheel", "a person is doing a cartwheel"),
        ("juggling soccer ball", "a person is juggling soccer ball"),
        ("climb a mast", "a person climbs a mast"),
        ("climbing a mast", "a person is climbing a mast"),
        ("hands behind the back", "a person with hands behind the back"),
    ],
)
def test_a_label_becomes_a_sentence(label: str, expected: str) -> None:
    assert sentence(label) == expected


@pytest.mark.parametrize(
    "label",
    [
        *("a person walks", "someone is running", "a dog runs", "two people hug", "the car turns left"),
        *("bird gliding", "running dog", "car turning left", "walking animal", "rock falling", "flag"),
        *("photosynthesis", "xyzzy", "", "a", "one hand waves", "zebra crossing", "jumping frog"),
    ],
)
def test_sentences_animals_objects_and_unknown_words_stay(label: str) -> None:
    assert sentence(label) is None


@given(st.sampled_from(NAMED))
def test_every_name_of_a_deed_becomes_a_sentence(named: tuple[str, Entry]) -> None:
    name, entry = named
    made = sentence(name)
    if not is_of_person(entry):
        assert made is None
    elif made is not None:
        assert re.match(r"a person (is [a-z]+ing\b|[a-z]+s\b|with )", made), made
        assert "  " not in made


def test_a_label_is_expanded_to_itself_a_sentence_and_descriptions() -> None:
    entry = find("tennis serve")
    assert entry is not None
    assert expand("Tennis Serve") == (
        "tennis serve",
        "a person is doing a tennis serve",
        *entry.descriptions,
    )
    assert expand("photosynthesis") == ("photosynthesis",)
    assert expand("a person walks") == ("a person walks", *getattr(find("walk"), "descriptions", ()))


def test_the_glossary_needs_nothing_heavy() -> None:
    code = (
        "import sys; from motionsearch.glossary import expand; expand('walk');"
        "print([m for m in ('torch', 'faiss', 'onnxruntime', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
