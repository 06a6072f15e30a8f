"""Sentences for the clips of corpora: what the source says, cleaned up, and nothing that it does not say."""

from __future__ import annotations

import re

from motionsearch.formats.corpus import MotionClip
from motionsearch.train.world.object_words import gerund

# Verbs that begin labels ("run left") and lists of actions ("climb, sit, dangle legs").
VERBS = frozenset({
    "aim", "attack", "backflip", "bend", "bite", "block", "bow", "breathe", "cast", "cheer", "chop", "clap",
    "climb", "crawl", "crouch", "dance", "dangle", "dash", "die", "dig", "direct", "dodge", "draw",
    "dribble", "drink", "drop", "duck", "eat", "fall", "fetch", "fight", "fish", "flap", "float", "fly",
    "gallop", "glide", "grab", "hang", "headbutt", "hold", "hop", "howl", "jog", "jump", "kick",
    "kneel", "land", "laugh", "lean", "lie", "lift", "lower", "march", "meditate", "nod", "pick", "pull",
    "punch", "push", "rear", "recoil", "reject", "reload", "rise", "roar",
    "rock", "roll", "run", "saw", "scoop", "shake", "shiver", "shoot", "shuffle", "sit", "slash",
    "sleep", "slide", "sneak", "spin", "sprint", "squat", "stab", "stand", "step", "stop", "stretch",
    "strike", "stumble", "swim", "swing", "taunt", "throw", "tiptoe", "trot", "tug", "turn", "twist",
    "unscrew", "wait", "walk", "wash", "wave", "whirl", "whistle", "work", "yawn",
})  # fmt: skip
_PEOPLE = re.compile(
    r"\b(person|man|woman|soldier|warrior|wizard|witch|knight|monk|ranger|rogue|cleric|astronaut|character)\b"
)
_ANIMALS = re.compile(
    r"\b(bat|bee|bird|bull|cat|chick|chicken|cow|crab|deer|dog|dolphin|donkey|eagle|fish|fox|frog|goldfish|"
    r"hedgehog|horse|koi|llama|manta|alpaca|pig|piranha|rat|raccoon|shark|sheep|snake|spider|stag|tuna|wasp|"
    r"whale|wolf|zebra)\b"
)
_SENTENCE = re.compile(
    r"^(a|an|the|one|two|some|someone|somebody|human|people|walks|imitates)\b"
    r"|\b(person|man|woman|figure|sim)\b"
)
_WORDS = {"1h": "one-handed", "2h": "two-handed", "dualwield": "dual-wield", "recieve": "receive",
          "backwards": "backward", "wbullet": "", "wobullet": "", "rm": ""}  # fmt: skip
# The topics of CMU's index lines, and how a sentence about one begins.
_TOPICS = {
    "playground": "a person on a playground",
    "dance": "a person dances",
    "basketball": "a person plays basketball",
    "soccer": "a person plays soccer",
    "navigate": "a person walks around",
}
# Entries that name a form of their art or are not spelt as words, spelt out; and entries that name nothing.
_NAMED = {
    "bassai": "a person performs the karate kata bassai",
    "empi": "a person performs the karate kata empi",
    "karate": "a person does karate",
    "fence": "a person is fencing",
    "fancyfootwork": "fancy footwork",
    "breaksequencewithflips": "a breakdance sequence with flips",
    "startwalkstop": "a person starts, walks and stops",
    "starthopstop": "a person starts, hops and stops",
    "getupfacedown": "a person gets up from lying face down",
    "getupfaceup": "a person gets up from lying face up",
}
# Labels that are no verb phrase, as one; third person. The wording is that of sources that give sentences.
_REWORDED = {
    "idle": "stands idle", "idle neutral": "stands idle", "idle alert": "stands alert",
    "death": "dies and falls down", "hit": "is hit and recoils", "receive hit": "is hit and recoils",
    "fall": "falls", "die": "dies and falls down", "sprint": "sprints", "long walk": "walks a long way",
    "slow walk": "walks slowly", "brisk walk": "walks briskly", "stealthy walk": "walks stealthily",
    "zombie walk": "walks like a zombie", "long zombie": "walks like a zombie",
    "cartwheel": "does a cartwheel", "cartwheels": "does cartwheels", "sideflip": "does a sideways flip",
    "spinkick": "does a spinning kick", "dance spin": "dances and spins",
    "dance body roll": "dances with a body roll", "head but": "butts with the head",
    "head nod": "nods the head", "pushup": "does push-ups", "push ups": "does push-ups",
    "sit ups": "does sit-ups", "jumping jacks": "does jumping jacks", "thumbs up": "gives a thumbs up",
    "hands up": "raises the hands", "hands chop": "chops with the hands", "running jump": "runs and jumps",
    "walk jump": "walks and jumps", "run shoot": "runs and shoots", "walk shoot": "walks and shoots",
    "jump land": "lands from a jump", "bow draw": "draws a bow", "bow shoot": "shoots a bow",
    "sword attack": "attacks with a sword", "dagger attack": "attacks with a dagger",
    "staff attack": "attacks with a staff", "tail attack": "attacks with the tail",
    "fly flap": "flies, flapping", "fly glide": "glides through the air", "emote yes": "nods yes",
    "emote no": "shakes the head no", "sit chair down": "sits down on a chair",
    "sit chair stand up": "stands up from a chair", "sit floor down": "sits down on the floor",
    "sit floor stand up": "stands up from the floor", "lie stand up": "stands up from lying down",
    "laying down idle": "lies down", "victory": "celebrates a victory",
    "victory fist pump": "pumps a fist in victory", "side winding": "winds along sideways",
    "canter": "canters", "melee unarmed attack kick": "attacks with a kick",
    "melee unarmed attack punch": "attacks with a punch", "melee unarmed kick": "attacks with a kick",
    "melee unarmed punch": "attacks with a punch", "melee blocking": "blocks with a weapon",
    "melee block": "blocks with a weapon", "hammer": "hammers", "pickaxe": "swings a pickaxe",
    "pickaxing": "swings a pickaxe", "fishing cast": "casts a fishing line",
    "fishing reeling": "reels in a fishing line", "open and close": "opens and closes", "open": "opens",
    "close": "closes", "greeting": "greets somebody", "defend": "defends",
    "basketball signal": "makes a basketball signal",
}  # fmt: skip
_EMPTY = frozenset({"uprightsequence", "longsequencegood"})


def captions_of(clip: MotionClip) -> tuple[str, ...]:
    """The clip's sentences and names, lower case, no full stop, each once.

    A list from an index ("playground - climb, sit") stays and is also said as a sentence; a label of a known
    subject ("a fox", "survey") becomes "a fox: survey", and where it begins with a verb "a fox walks".
    """
    lines: list[str] = []
    for caption in clip.captions:
        lines += _said(_clean(caption), clip.species, clip.label)
    if clip.label and clip.extra.get("label_guess") is not True:
        label = _clean_label(clip.label)
        if len(label) > 3 and _squeezed(label) not in _EMPTY and _squeezed(label) not in _NAMED:
            lines += [label] if lines else _said(label, clip.species, None)
    lines += [general for line in lines if (general := _general(line, clip.species))]
    return tuple(dict.fromkeys(line for line in lines if line)) or ("something moves",)


def third_person(base: str) -> str:
    """ "walk" becomes "walks", "push" "pushes", "carry" "carries"."""
    if re.search(r"(s|sh|ch|x|z|o)$", base):
        return base + "es"
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ies"
    return base + "s"


def _clean(text: str) -> str:
    text = re.sub(r"\s+", " ", text.strip().rstrip(".").lower())
    return re.sub(r"\ba (?=[aeio]\w|x\b)", "an ", text).replace(" an one", " a one")


def _squeezed(text: str) -> str:
    return re.sub(r"[ \d]", "", text)


def _clean_label(label: str) -> str:
    text = _clean(label.replace("_", " ").replace("-", " ")).replace("(", " ").replace(")", " ")
    words = [_WORDS.get(word, word) for word in text.split()]
    while len(words) > 1 and re.fullmatch(r"[abc]|\d+", words[-1]):
        words.pop()
    return " ".join(re.sub(r"(?<=[a-z])\d+$", "", word) for word in words if word)


def _said(text: str, species: str | None, label: str | None) -> list[str]:
    """A cleaned caption in the forms that it may take."""
    who = (species or "a person").lower()
    bare = (label or "").lower()
    if bare and re.fullmatch(rf"an? \w+ {re.escape(bare)}", text):  # a subject and the label, no sentence
        who, text = text[: -len(bare) - 1], bare
    if _squeezed(text) in _EMPTY:
        return []
    if _squeezed(text) in _NAMED:
        return [_NAMED[_squeezed(text)]]
    subject, colon, action = text.partition(": ")
    if colon and subject == (species or "").lower():
        action = _clean_label(action)
        return [f"{subject}: {action}", *_with_subject(subject, action)]
    topic, dash, rest = text.partition(" - ")
    if dash:
        begin = _TOPICS.get(topic, f"a person: {topic}")
        whole = _listed(rest)
        return [text, f"{begin}: {rest}", *([f"a person {whole}"] if whole else [])]
    if _SENTENCE.search(text):
        return [text]
    text = _clean_label(text) if species or text == bare else text
    art = re.fullmatch(r"(.*) (dance|karate)", text)
    if art:
        return [
            text,
            f"{who} dances: {text}" if art.group(2) == "dance" else f"{who} does karate: {art.group(1)}",
        ]
    whole = _listed(text)
    return [text, *([f"{who} {whole}"] if whole else _with_subject(who, text) or [f"{who}: {text}"])]


def _with_subject(subject: str, action: str) -> list[str]:
    """The sentence "a fox runs left" of "run left", "a fox is running" of "running"; none without a verb."""
    if action in _REWORDED:
        return [f"{subject} {_REWORDED[action]}"]
    first, _, rest = action.partition(" ")
    if not VERBS.isdisjoint(rest.split()):
        return []
    if first in VERBS:
        return [f"{subject} {third_person(first)} {rest}".strip()]
    if first in _GERUNDS:
        return [f"{subject} is {action}"]
    return []


def _listed(text: str) -> str:
    """The list "climbs, sits and drops" of "climb, sit, drop"; empty unless each part begins with a verb."""
    parts = []
    for part in re.split(r", |/", text):
        first, _, rest = part.partition(" ")
        if first not in VERBS or not VERBS.isdisjoint(rest.split()):
            return ""
        parts.append(f"{third_person(first)} {rest}".strip())
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def _general(line: str, species: str | None) -> str | None:
    """The same of "a person" or "an animal" where the subject is a kind of it."""
    subject = (species or "").lower()
    if not subject or not line.startswith((subject + " ", subject + ":")):
        return None
    kind = "an animal" if _ANIMALS.search(subject) else "a person" if _PEOPLE.search(subject) else None
    return None if kind is None or kind == subject else kind + line[len(subject) :]


_GERUNDS = frozenset(gerund(third_person(verb)) for verb in VERBS)
