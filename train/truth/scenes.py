"""The truth set: which scenes there are."""

from __future__ import annotations

from motionsearch.train.truth.video import SceneSpec

UNOCCLUDED, MODERATE, HARD = "unoccluded", "moderate", "hard"
DIFFICULTIES = (UNOCCLUDED, MODERATE, HARD)


def scenes() -> list[SceneSpec]:
    """All of them, each with a name of its own, in the order of their kinds."""
    return [
        *_things(), *_figures(), *_cameras(), *_occlusion(), *_blur(), *_several(), *_light(), *_cuts(),
        *_static(),
    ]  # fmt: skip


def _things() -> list[SceneSpec]:
    """One thing each before a camera that stands still."""
    rows = (
        ("move right", "photo", "wall", 30, 4),
        ("circle clockwise", "letters", "outdoors", 25, 5),
        ("spin clockwise", "stripes", "wall", 30, 4),
        ("bounce right", "photo", "outdoors", 60, 4),
        ("grow", "letters", "wall", 24, 4),
        ("zigzag", "checks", "outdoors", 30, 5),
        ("roll left", "photo", "wall", 50, 4),
        ("swing", "stripes", "outdoors", 25, 6),
        ("move up and down", "plain", "wall", 30, 5),
        ("figure eight", "plain", "outdoors", 30, 6),
    )
    return [
        SceneSpec(
            f"thing-{label.replace(' ', '-')}", "thing",
            MODERATE if texture in ("plain", "checks") else UNOCCLUDED,
            fps, seconds, 100 + k, (f"thing: {label}",), backdrop, texture,
        )
        for k, (label, texture, backdrop, fps, seconds) in enumerate(rows)
    ]  # fmt: skip


def _figures() -> list[SceneSpec]:
    """One person or animal each before a camera that stands still."""
    rows = (
        ("person", "wall", 30, 4), ("person", "outdoors", 25, 4), ("person", "wall", 24, 5),
        ("person", "outdoors", 30, 5), ("person", "wall", 60, 4), ("person", "wall", 30, 4),
        ("person", "outdoors", 25, 4), ("animal", "outdoors", 30, 4), ("animal", "outdoors", 25, 4),
        ("animal", "wall", 50, 4), ("animal", "outdoors", 30, 4),
    )  # fmt: skip
    return [
        SceneSpec(f"{who}-{k + 1}", who, UNOCCLUDED, fps, seconds, 200 + k, (who,), backdrop)
        for k, (who, backdrop, fps, seconds) in enumerate(rows)
    ]


def _cameras() -> list[SceneSpec]:
    """A camera that moves."""
    rows = (
        ("pan", ("thing: move left",), "outdoors", 30, 4, MODERATE),
        ("zoom", ("thing: circle counterclockwise",), "wall", 25, 4, MODERATE),
        ("shake", ("thing: bounce in place",), "outdoors", 30, 4, MODERATE),
        ("follow", ("person",), "outdoors", 30, 4, MODERATE),
        ("pan", ("person",), "wall", 25, 4, MODERATE),
        ("shake", ("animal",), "outdoors", 30, 4, MODERATE),
        ("parallax", ("thing: move back and forth",), "outdoors", 30, 4, HARD),
        ("parallax", ("person",), "outdoors", 25, 4, HARD),
    )
    return [
        SceneSpec(
            f"{camera}-{k + 1}", "camera", difficulty, fps, seconds, 300 + k, movers, backdrop, camera=camera,
            bars=2 if camera == "parallax" else 0,
        )
        for k, (camera, movers, backdrop, fps, seconds, difficulty) in enumerate(rows)
    ]  # fmt: skip


def _occlusion() -> list[SceneSpec]:
    """Things that pass behind posts, and things that pass in front of each other.

    It is hard where a post is nearly as wide as the mover, so that all of it is hidden at once.
    """
    behind = (
        (("thing: move right",), 3, 30, 4, MODERATE),
        (("thing: weave",), 4, 25, 5, HARD),
        (("person",), 3, 30, 4, MODERATE),
        (("animal",), 3, 30, 4, HARD),
    )
    crossing = (
        (("thing: move right", "thing: move left"), 30, 4),
        (("thing: move down right", "thing: move up right"), 25, 4),
        (("person", "thing: move left"), 30, 4),
    )
    return [
        *(
            SceneSpec(
                f"behind-posts-{k + 1}", "occlusion", difficulty, fps, seconds, 400 + k, movers, "outdoors",
                bars=bars,
            )
            for k, (movers, bars, fps, seconds, difficulty) in enumerate(behind)
        ),
        *(
            SceneSpec(
                f"crossing-{k + 1}", "occlusion", HARD, fps, seconds, 420 + k, movers, "wall", together=True
            )
            for k, (movers, fps, seconds) in enumerate(crossing)
        ),
    ]  # fmt: skip


def _blur() -> list[SceneSpec]:
    """Exposures so long that what moves fast is smeared, and heavy compression."""
    return [
        SceneSpec("blur-1", "blur", HARD, 24, 4, 500, ("thing: bounce left",), "wall", blur=0.5),
        SceneSpec(
            "blur-2", "blur", HARD, 25, 4, 501, ("thing: circle clockwise",), "outdoors", blur=0.8, crf=28
        ),
        SceneSpec("blur-3", "blur", HARD, 25, 4, 502, ("person",), "wall", blur=0.5),
        SceneSpec("squeezed", "blur", HARD, 30, 4, 503, ("person",), "outdoors", noise=5.0, crf=34),
    ]


def _several() -> list[SceneSpec]:
    """Two or three movers side by side."""
    rows = (
        ("thing: move up and down", "thing: spin clockwise", "thing: circle clockwise"),
        ("person", "animal"),
        ("person", "person"),
        ("thing: jump", "thing: move down", "thing: rock side to side"),
    )
    return [
        SceneSpec(
            f"several-{k + 1}", "several", MODERATE, 30, 4, 600 + k, movers, ("wall", "outdoors")[k % 2],
            ("photo", "stripes")[k % 2], least=55.0,
        )
        for k, movers in enumerate(rows)
    ]  # fmt: skip


def _light() -> list[SceneSpec]:
    """Shadows under movers, clouds, lamps that flicker."""
    return [
        SceneSpec(
            "shadow-1", "light", MODERATE, 30, 4, 700, ("thing: move back and forth",), "wall", light="shadow"
        ),
        SceneSpec("shadow-2", "light", MODERATE, 25, 4, 701, ("person",), "wall", light="shadow"),
        SceneSpec("cloud", "light", MODERATE, 25, 4, 702, ("thing: square path",), "outdoors", light="cloud"),
        SceneSpec("fade", "light", MODERATE, 30, 4, 703, ("person",), "wall", light="fade"),
        SceneSpec("flicker", "light", MODERATE, 25, 4, 704, ("animal",), "wall", light="flicker"),
    ]


def _cuts() -> list[SceneSpec]:
    """Two shots, each with a mover of its own."""
    return [
        SceneSpec("cut-1", "cut", MODERATE, 25, 8, 800, ("thing: move right", "person"), "outdoors", cut=0.5),
        SceneSpec("cut-2", "cut", MODERATE, 30, 8, 801, ("animal", "thing: zigzag"), "wall", cut=0.5),
    ]


def _static() -> list[SceneSpec]:
    """Nothing that moves: every clip is a false one. Longer, so that a rate a minute means something."""
    rows = (
        ("wall", "", 2.0, 21, "still", 20), ("outdoors", "", 2.0, 21, "still", 20),
        ("wall", "flicker", 3.0, 24, "still", 20), ("outdoors", "", 6.0, 32, "still", 20),
        ("wall", "fade", 2.0, 21, "still", 20), ("outdoors", "cloud", 2.0, 21, "still", 20),
        ("outdoors", "", 2.0, 21, "pan", 6), ("wall", "", 3.0, 24, "shake", 8),
    )  # fmt: skip
    return [
        SceneSpec(
            f"static-{k + 1}" if camera == "still" else f"static-{camera}",
            "static" if camera == "still" else "static, moving camera",
            MODERATE, 25, seconds, 900 + k, (), backdrop, camera=camera, light=light, noise=noise, crf=crf,
        )
        for k, (backdrop, light, noise, crf, camera, seconds) in enumerate(rows)
    ]  # fmt: skip
