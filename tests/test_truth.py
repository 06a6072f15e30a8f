"""The truth set: what is drawn is where the truth says it is."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.train.truth import DIFFICULTIES, SceneSpec, TruthVideo, render, scenes
from motionsearch.train.truth.painting import Patch, covers, cut_out, inverse, mapped, paint, uppermost
from motionsearch.train.truth.rigid import LABELS

SMALL = (320, 180)
THING = SceneSpec("t", "thing", "unoccluded", 25, 1.6, 5, ("thing: circle clockwise",), noise=0)
PERSON = SceneSpec("p", "person", "unoccluded", 24, 2.0, 11, ("person",), noise=0)


def still_patch(texture: NDArray[np.uint8], at: tuple[float, float], depth: float, mover: int) -> Patch:
    pose = np.array([[[1.0, 0, at[0]], [0, 1, at[1]]]] * 2)
    return Patch(texture, pose, np.full(2, depth), mover, np.ones(2, dtype=bool))


def square(side: int, shade: int) -> NDArray[np.uint8]:
    return cut_out(np.full((side, side, 3), shade, np.uint8), np.ones((side, side)))


def shift_between(drawn: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far ``drawn`` is off ``expected``, pixels: least squares on the gradient, with gain and offset.

    Both are softened first, so that the gradient tells what a small shift does.
    """
    drawn, expected = (cv2.GaussianBlur(each, (5, 5), 1.0) for each in (drawn, expected))
    dy, dx = np.gradient(expected)
    inner = (slice(2, -2), slice(2, -2))
    columns = [dx[inner].ravel(), dy[inner].ravel(), expected[inner].ravel(), np.ones(dx[inner].size)]
    solved = np.linalg.lstsq(np.stack(columns, 1), drawn[inner].ravel(), rcond=None)[0]
    return -solved[:2] / solved[2]


def texture_round(patch: Patch, frame: int, place: NDArray[np.float64], radius: int) -> NDArray[np.float64]:
    """What the patch shows round a place of the picture, sampled far finer than it is drawn."""
    fine = (np.arange(8) - 3.5) / 8
    grid = np.arange(-radius, radius + 1)
    y, x = np.meshgrid(grid, grid, indexing="ij")
    spots = np.stack([x, y], -1)[..., None, None, :] + np.stack(np.meshgrid(fine, fine), -1)
    at = mapped(inverse(patch.pose[frame]), (spots + place).reshape(-1, 2)).astype(np.float32)
    grey = cv2.cvtColor(patch.texture[..., :3], cv2.COLOR_RGB2GRAY).astype(np.float32)
    sampled = cv2.remap(grey, at[:, :1], at[:, 1:], cv2.INTER_LINEAR).reshape(*x.shape, 64)
    return sampled.mean(-1).astype(np.float64)


def test_the_middle_of_the_top_left_pixel_is_zero() -> None:
    texture = np.zeros((21, 21, 3), np.uint8)
    texture[6, 14] = 255
    patch = still_patch(cut_out(texture, np.ones((21, 21))), (30.3, 20.65), 1.0, 0)
    drawn = paint(np.zeros((60, 80, 3), np.uint8), [patch], 0)[..., 0].astype(float)
    y, x = np.mgrid[:60, :80]
    # With a rim of 3 pixels the bright one lies at (17, 9) of the patch.
    assert (drawn * x).sum() / drawn.sum() == pytest.approx(30.3 + 17, abs=0.03)
    assert (drawn * y).sum() / drawn.sum() == pytest.approx(20.65 + 9, abs=0.03)


@pytest.mark.parametrize(
    "spec",
    [
        THING,
        replace(THING, movers=("thing: grow",), texture="letters", camera="shake", seed=8),
        replace(THING, movers=("thing: spin clockwise",), texture="stripes", camera="zoom"),
        replace(PERSON, camera="pan"),
    ],
    ids=["circle", "grow", "spin", "person"],
)
def test_the_texture_is_where_the_tracks_say(spec: SceneSpec) -> None:
    video = render(spec, (640, 360))
    mover, radius, errors = video.movers[0], 5, []
    wanted = set(range(3, video.num_frames, 7))
    for frame, picture in enumerate(video.pictures()):
        if frame not in wanted:
            continue
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(float)
        for place in mover.points[frame, mover.visible[frame]]:
            x, y = np.rint(place).astype(int)
            ring = place + np.array([[a, b] for a in (-6, 0, 6) for b in (-6, 0, 6)])
            owners = uppermost(video.patches, frame, ring)
            if len(set(owners)) > 1 or not (8 < x < 632 and 8 < y < 352):
                continue  # near an edge, where something else is drawn as well
            drawn = grey[y - radius : y + radius + 1, x - radius : x + radius + 1]
            expected = texture_round(video.patches[owners[0]], frame, np.array([x, y], float), radius)
            if min(expected.std(0).mean(), expected.std(1).mean()) > 4:
                errors.append(np.linalg.norm(shift_between(drawn, expected)))
    assert len(errors) > 20
    assert np.median(errors) < 0.05
    assert np.quantile(errors, 0.95) < 0.08


def test_tracks_keep_to_their_spot_on_the_texture() -> None:
    video = render(replace(THING, camera="shake"), SMALL)
    patch, points = video.patches[0], video.movers[0].points
    spots = mapped(inverse(patch.pose), points)
    np.testing.assert_allclose(spots, np.broadcast_to(spots[:1], spots.shape), atol=1e-9)


def painted_owner(video: TruthVideo, frame: int) -> NDArray[np.int64]:
    """``(H, W)`` which patch every pixel shows, by painting each in a shade of its own."""
    width, height = video.size
    best, owner = np.full((height, width), 127.5), np.full((height, width), -1)
    order = sorted(range(len(video.patches)), key=lambda k: float(video.patches[k].depth[frame]))
    for number in order:
        patch = video.patches[number]
        white = patch.texture.copy()
        white[..., :3] = 255
        alone = paint(np.zeros((height, width, 3), np.uint8), [replace(patch, texture=white)], frame)[..., 0]
        owner[alone >= best] = number
    return owner


@pytest.mark.parametrize(
    "spec",
    [
        replace(THING, movers=("thing: move right",), bars=4, seed=2),
        replace(THING, movers=("thing: move right", "thing: move left"), together=True, seed=3),
        replace(PERSON, light="shadow"),
    ],
    ids=["posts", "crossing", "person"],
)
def test_a_point_is_visible_where_its_own_patch_is_painted_last(spec: SceneSpec) -> None:
    video = render(spec, SMALL)
    agree, count, hidden = 0, 0, 0
    for frame in range(0, video.num_frames, 8):
        owner = painted_owner(video, frame)
        for mover in video.movers:
            for place, seen in zip(mover.points[frame], mover.visible[frame], strict=True):
                x, y = np.rint(place).astype(int)
                around = owner[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2]
                if not (0 <= x < SMALL[0] and 0 <= y < SMALL[1]):
                    assert not seen
                elif (around == around[0, 0]).all():  # else on an edge, where a pixel is both
                    whose = around[0, 0]
                    lying = [k for k, p in enumerate(video.patches) if covers(p, frame, place[None])[0]]
                    top = max(lying, key=lambda k: float(video.patches[k].depth[frame]), default=-1)
                    assert whose == top
                    on_mover = whose >= 0 and video.patches[whose].mover == mover.number
                    assert on_mover or not seen
                    count, agree, hidden = count + 1, agree + (on_mover == seen), hidden + (not seen)
    assert count > 50
    # A figure's limbs hide each other: then the pixel is the mover's, but the point is not seen.
    assert agree >= (0.6 if "person" in spec.movers else 1.0) * count
    assert hidden > 0


def test_the_same_specification_makes_the_same_video() -> None:
    spec = replace(PERSON, seconds=0.5, noise=3.0, movers=("animal",), seed=21)
    one, two = render(spec, SMALL), render(spec, SMALL)
    np.testing.assert_array_equal(one.frames, two.frames)
    np.testing.assert_array_equal(one.movers[0].points, two.movers[0].points)
    assert one.movers[0].captions == two.movers[0].captions
    assert (render(replace(spec, seed=22), SMALL).frames != one.frames).any()


@pytest.mark.parametrize("spec", [replace(THING, camera="pan"), PERSON], ids=["thing", "person"])
def test_what_happens_is_the_same_at_any_size(spec: SceneSpec) -> None:
    large, small = render(spec, (640, 360)), render(spec, SMALL)
    assert large.movers[0].label == small.movers[0].label
    np.testing.assert_allclose(large.movers[0].boxes / 2, small.movers[0].boxes, atol=2.0)


@pytest.mark.parametrize("camera", ["pan", "zoom", "shake", "follow"])
def test_the_camera_brings_still_things_to_rest(camera: str) -> None:
    video = render(replace(THING, camera=camera), SMALL)
    assert video.camera is not None
    rested = mapped(video.camera, video.background)
    np.testing.assert_allclose(rested, np.broadcast_to(rested[:1], rested.shape), atol=1e-6)
    assert np.abs(video.background[-1] - video.background[0]).max() > 0.5
    np.testing.assert_allclose(mapped(video.camera, video.movers[0].points), video.movers[0].still, atol=1e-6)


def test_near_and_far_move_differently_where_the_camera_is_carried() -> None:
    video = render(replace(THING, camera="parallax", bars=1, movers=("thing: bounce in place",)), SMALL)
    assert video.camera is None
    far = np.ptp(video.background[:, 0, 0])
    post = np.ptp(video.patches[-1].pose[:, 0, 2])
    plane = np.ptp((video.movers[0].points - video.movers[0].still)[:, 0, 0])
    assert 1.4 * far < plane < post / 1.4


def test_each_shot_has_its_own_mover() -> None:
    spec = replace(THING, movers=("thing: move right", "thing: move left"), cut=0.5)
    video = render(spec, SMALL)
    (cut,) = video.cuts
    first, second = video.movers
    assert not first.visible[cut:].any()
    assert not second.visible[:cut].any()
    assert first.visible[:cut].all()
    changes = np.abs(np.diff(video.frames.astype(int), axis=0)).mean(axis=(1, 2, 3))
    assert changes.argmax() == cut - 1
    assert video.background_visible[0].any()


def test_exposure_smears_what_moves_and_nothing_else() -> None:
    spec = replace(THING, movers=("thing: move right",), seconds=0.6)
    sharp, smeared = render(spec, SMALL), render(replace(spec, blur=0.9), SMALL)
    frame = 7
    differ = np.abs(sharp.frames[frame].astype(int) - smeared.frames[frame]).max(axis=2) > 8
    x, y, width, height = sharp.movers[0].boxes[frame]
    rows, columns = np.nonzero(differ)
    assert len(rows) > 50
    assert columns.min() > x - 12
    assert columns.max() < x + width + 12
    assert rows.min() > y - 2
    assert rows.max() < y + height + 2


def test_places_on_movers_and_beside_them() -> None:
    video = render(replace(THING, movers=("thing: move right", "thing: move left")), SMALL)
    for mover in video.movers:
        on = video.on_movers(5, mover.points[5])
        assert on[:, mover.number].all()
        assert not on[:, 1 - mover.number].any()
        x, y, width, height = mover.boxes[5]
        beside = np.array([[x + width + 2, y + height / 2]])
        assert not video.on_movers(5, beside)[0, mover.number]
    assert not video.on_movers(5, np.array([[1.0, 1.0]])).any()


def test_nothing_but_light_and_noise_changes_where_nothing_moves() -> None:
    spec = SceneSpec("s", "static", "moderate", 25, 0.4, 3, (), light="flicker", noise=0)
    frames = render(spec, SMALL).frames.astype(float)
    gain = frames.mean(axis=(1, 2, 3), keepdims=True)
    assert np.ptp(gain) > 0.5
    assert np.abs(frames / gain * gain[0] - frames[0]).max() < 3


def test_the_set_is_broad_enough() -> None:
    specs = scenes()
    assert len(specs) >= 40
    assert len({spec.name for spec in specs}) == len(specs)
    assert {spec.difficulty for spec in specs} == set(DIFFICULTIES)
    moving = [spec for spec in specs if spec.movers]
    assert len(moving) >= 40
    assert all(24 <= spec.fps <= 60 and 4 <= spec.seconds <= 8 for spec in moving)
    assert {"still", "pan", "zoom", "shake", "follow", "parallax"} == {spec.camera for spec in specs}
    things = {what.removeprefix("thing: ") for spec in specs for what in spec.movers if "thing" in what}
    assert things <= set(LABELS)
    assert sum(spec.seconds for spec in specs if spec.kind == "static") >= 60


@pytest.mark.parametrize("kind", sorted({spec.kind for spec in scenes()}))
def test_a_scene_of_every_kind_can_be_made(kind: str) -> None:
    spec = replace([spec for spec in scenes() if spec.kind == kind][-1], fps=12.0)
    video = render(spec, SMALL)
    picture = next(video.pictures())
    assert picture.shape == (180, 320, 3)
    assert picture.std() > 10
    for mover in video.movers:
        assert len(mover.captions) >= 3
        assert mover.visible.mean() > 0.2
        assert np.nanmax(np.ptp(mover.still, axis=0)) > 8


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="nothing is called"):
        render(replace(THING, movers=("ghost",)), SMALL)
    with pytest.raises(InputError, match="no such camera"):
        render(replace(THING, camera="drone"), SMALL)
    with pytest.raises(InputError, match="no thing does"):
        render(replace(THING, movers=("thing: sing",)), SMALL)
