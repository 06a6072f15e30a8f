"""Where training clips come from, the parts they are made in, and the pool that batches are drawn from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from motionsearch.errors import InputError
from motionsearch.spaces.base import Space
from motionsearch.train import parts as parts_module
from motionsearch.train.parts import Part, PartMaker, assemble, make_part, part_path
from motionsearch.train.pool import Pool
from motionsearch.train.recipe import Recipe, recipe_from
from motionsearch.train.source import Source
from motionsearch.train.texts import Tower
from motionsearch.train.world import WorldClip

DATA = {"world": {"object": 1.0}, "part": 8, "first": 2, "pool": 3, "passes": 2, "captions": 2,
        "max_points": 12, "glossary": False}  # fmt: skip


def small(steps: int = 20, **data: object) -> Recipe:
    return recipe_from(
        {
            "name": "small",
            "encoder": {"num_frames": 8, "width": 24, "heads": 2},
            "data": {**DATA, **data},
            "training": {"steps": steps, "batch_size": 8, "picture_weight": 0.0},
        }
    )


class Letters(Space):
    """A space whose vectors are letter counts: enough to see which caption went where."""

    name = "letters"
    dim = 27
    fingerprint = "letters"

    def _embed_unique(self, texts: list[str]) -> np.ndarray:
        letters = "abcdefghijklmnopqrstuvwxyz "
        counts = np.array([[text.count(letter) for letter in letters] for text in texts], np.float32)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


# The source


def test_clips_are_a_function_of_seed_and_number() -> None:
    source = Source(small(), None)
    first, again, other = source.draw(3), Source(small(), None).draw(3), source.draw(4)
    np.testing.assert_array_equal(first.tracks.points, again.tracks.points)
    assert first.captions == again.captions
    assert first.tracks.points.shape != other.tracks.points.shape or first.captions != other.captions
    elsewhere = Source(small(seed=1), None).draw(3)
    assert elsewhere.captions != first.captions or elsewhere.tracks.points.shape != first.tracks.points.shape


def test_joints_are_seen_whole_and_tracks_are_not() -> None:
    joints = Source(small(world={"person": 1.0}, view="joints"), None)
    assert all(joints.draw(i).tracks.visible.all() for i in range(30))
    tracks = Source(small(world={"person": 1.0}), None)
    assert not all(tracks.draw(i).tracks.visible.all() for i in range(30))


# Parts


def test_a_part_keeps_clips_and_captions_together(tmp_path: Path) -> None:
    recipe = small()
    source = Source(recipe, None)
    clips = [source.draw(i) for i in range(6)]
    assemble(recipe, clips, seed=0).save(tmp_path / "p.npz")
    part = Part.load(tmp_path / "p.npz")
    assert len(part) == 6
    assert part.pictures is None
    for i, clip in enumerate(clips):
        assert all(part.sentences[row] in clip.captions for row in part.captions[i])
        assert part.mask[i].sum() == min(12, clip.tracks.visible.any(axis=0).sum())
        assert part.duration[i] == pytest.approx(clip.tracks.duration)


def test_parts_of_other_data_have_other_names(tmp_path: Path) -> None:
    names = {
        part_path(tmp_path, small(), 0),
        part_path(tmp_path, small(), 1),
        part_path(tmp_path, small(seed=1), 0),
        part_path(tmp_path, small(captions=3), 0),
    }
    assert len(names) == 4
    assert part_path(tmp_path, small(steps=9), 0) in names


def test_a_fault_in_one_clip_ends_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    recipe = small(seed=77)
    whole = Source.draw

    def draw(source: Source, number: int) -> WorldClip:
        if number == 3:
            raise ZeroDivisionError("no time")
        return whole(source, number)

    monkeypatch.setattr(Source, "draw", draw)
    part = Part.load(make_part(recipe, 0, tmp_path / "p.npz", None))
    assert len(part) == 8
    assert "clip 3 could not be made (ZeroDivisionError: no time)" in caplog.text


def test_a_part_that_nobody_makes_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts_module, "PATIENCE", 0.2)
    with PartMaker(small(), tmp_path, None, 0) as maker, pytest.raises(InputError, match="no run makes") as e:
        maker.get(0)
    assert "--parts" in str(e.value.hint)


# The pool


class Made(PartMaker):
    """Makes parts in this process and remembers which were asked for and forgotten."""

    def __init__(self, recipe: Recipe, folder: Path) -> None:
        super().__init__(recipe, folder, None, 0)
        self.recipe = recipe
        self.forgotten: list[int] = []

    def text_of(self, number: int, part: Part, tower: Tower) -> np.ndarray:
        return tower.embed_text(part.sentences.tolist()).half().numpy()

    def get(self, number: int) -> Part:
        return Part.load(make_part(self.recipe, number, self._path(number), None))

    def forget(self, number: int) -> None:
        self.forgotten.append(number)


@pytest.fixture
def pool_of(tmp_path: Path) -> Callable[[Recipe], tuple[Pool, Made]]:
    def make(recipe: Recipe) -> tuple[Pool, Made]:
        cpu = torch.device("cpu")
        maker = Made(recipe, tmp_path)
        return Pool(recipe, maker, Tower(Letters(), cpu), cpu, recipe.training.batch_size), maker

    return make


def test_the_pool_draws_whole_clips_of_the_newest_parts(
    pool_of: Callable[[Recipe], tuple[Pool, Made]],
) -> None:
    recipe = small()
    pool, maker = pool_of(recipe)
    rng = np.random.default_rng(0)
    made = [maker.get(number) for number in range(pool.total)]
    for step in range(recipe.training.steps):
        batch = pool.draw(step, 8, rng)
        newest = 2 + step * 8 // (8 * 2)
        assert pool.held == range(max(0, newest - 3), newest)
        seen = set()
        for i in range(8):
            # Naively: the clip of the parts held that this one is, and one of its captions.
            found = [
                (number, row)
                for number in pool.held
                for row in range(8)
                if np.array_equal(made[number].points[row].astype(np.float32), batch["points"][i].numpy())
            ]
            assert len(found) == 1
            number, row = found[0]
            seen.add((number, row))
            part = made[number]
            assert torch.equal(batch["mask"][i], torch.from_numpy(part.mask[row]))
            assert float(batch["duration"][i]) == part.duration[row]
            said = Letters().embed_text([str(part.sentences[c]) for c in part.captions[row]])
            assert np.abs(said - batch["text"][i].numpy()).sum(axis=1).min() < 0.05
        assert len(seen) == 8
    assert maker.forgotten == list(range(pool.held.start))


def test_a_pool_that_begins_late_holds_what_one_that_was_there_does(
    pool_of: Callable[[Recipe], tuple[Pool, Made]],
) -> None:
    recipe = small()
    early, late = pool_of(recipe)[0], pool_of(recipe)[0]
    for step in range(13):
        early.draw(step, 8, np.random.default_rng(0))
    one, two = (pool.draw(13, 8, np.random.default_rng(5)) for pool in (early, late))
    assert all(torch.equal(one[name], two[name]) for name in one)
