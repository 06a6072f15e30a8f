"""Which clips show an analogue of a tested class: by the stems of the words that carry its meaning.

For the leave-motion-out row of the model card: a model is trained without what this finds, and measured on
the classes it was kept from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

# Words that do not tell motions apart: who, what with, which side, how fast, how often, and grammar.
_EMPTY = frozenset(
    (  # noqa: SIM905 - a list of words reads better
        "a about act acting action again all alternately an and another anti anticlockwise are as at "
        "athlete back backward backwards ball be being both boy button by camera can child clockwise come "
        "counter counterclockwise do does doing down each every far fast figure first for forward "
        "forwards from front gesture girl guy he her here high his hold horizontal how human i imaginary "
        "imitate imitating in into is it its kid ladder left like little low make man middle more motion "
        "move movement of off on once one other out over own perform person place possible pretend "
        "pretending put quick quickly repeatedly right screen several she side sideways slow slowly some "
        "somebody someone something spot straight such than that the their them then there they thing "
        "this three through time times to toward towards twice two up use using vertical very way while "
        "who with without woman you your"
    ).split()
)
# Limbs count only where nothing else tells the motion: in "raise your hand", not in "wave your hand".
_LIMBS = frozenset({"hand", "arm"})
_GENERAL = frozenset({"rais", "lower", "cross", "touch", "mov", "stretch", "circl", "swing", "bend"})
_IRREGULAR = {
    "ran": "run", "sat": "sit", "threw": "throw", "thrown": "throw", "drew": "draw", "drawn": "draw",
    "caught": "catch", "swung": "swing", "bent": "bend", "stood": "stand", "swam": "swim", "flew": "fly",
    "lying": "lie", "lay": "lie", "dying": "die", "took": "take", "feet": "foot", "fought": "fight",
    "spun": "spin", "held": "hold", "swept": "sweep", "wrote": "write", "shot": "shoot", "pickup": "pick",
}  # fmt: skip
# Different words for one motion; each is stood for by the first.
_SAME = (
    ("box", "punch", "jab", "hook", "uppercut", "spar"), ("run", "jog", "sprint"), ("pick", "grab"),
    ("throw", "toss", "pitch", "hurl", "fling", "lob"), ("clap", "applaud"),
    ("knock", "rap"), ("push", "shove"), ("squat", "crouch"), ("jump", "leap", "hop"),
    ("walk", "stroll", "march", "stride"), ("hammer", "pound"), ("raise", "lift"),
)  # fmt: skip


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """ "waving", "waves", "waved" and "wave" to one form; different words to different ones, mostly."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    if word.endswith("i"):
        word = word[:-1] + "y"
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


_CANON = {stem(word): stem(group[0]) for group in _SAME for word in group}


@lru_cache(maxsize=65_536)
def content(text: str) -> frozenset[str]:
    """The stems that carry a text's meaning; of a text with none, all of its stems."""
    words = _words(text)
    told = [word for word in words if word not in _EMPTY] or words
    stems = frozenset(_CANON.get(s, s) for s in map(stem, told))
    without = stems - _LIMBS
    return without if without - _GENERAL else stems


def is_analogue(label: str, captions: Sequence[str], classes: Sequence[str]) -> bool:
    """Whether a clip shows what one of the classes names.

    It does if its label or one of its captions has every content stem of the class: "hitting a tennis serve"
    for "tennis serve", "someone waves" for "wave your hand", but not "playing tennis" for "tennis serve".
    Rather too many clips are found than too few: what is left then owes nothing to the class.

    Args:
        label: Of the clip.
        captions: Of the clip.
        classes: Class names.
    """
    wanted = [need for need in map(content, classes) if need]
    return any(need <= _said(text) for text in (label, *captions) for need in wanted)


@lru_cache(maxsize=65_536)
def _said(text: str) -> frozenset[str]:
    """The stems of every word, limbs and empty ones too."""
    return frozenset(_CANON.get(s, s) for s in map(stem, _words(text)))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower())


__all__ = ["content", "is_analogue", "stem"]
