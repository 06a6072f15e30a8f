"""Preprocessing of pictures in numpy and PIL equals open_clip's in torchvision."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from motionsearch.errors import SpaceError
from motionsearch.spaces.clip_images import Preprocessing

CASES = [
    (mode, interpolation, target)
    for mode in ("shortest", "longest", "squash")
    for interpolation in ("bicubic", "bilinear")
    for target in (32, 33, [24, 40])
    # There open_clip itself overlooks the interpolation.
    if (mode, interpolation, target) != ("shortest", "bilinear", [24, 40])
]


@pytest.mark.parametrize(("mode", "interpolation", "target"), CASES)
def test_equals_open_clip(mode: str, interpolation: str, target: Any) -> None:
    from open_clip.transform import PreprocessCfg, image_transform_v2
    from PIL import Image

    config = {
        "interpolation": interpolation,
        "resize_mode": mode,
        "mean": (0.5, 0.4, 0.3),
        "std": (0.2, 0.25, 0.3),
        "fill_color": 7,
    }
    ours = Preprocessing.from_config(target, config)
    size = tuple(target) if isinstance(target, list) else target
    transform = image_transform_v2(PreprocessCfg(size=size, **config), is_train=False)
    rng = np.random.default_rng(0)
    for height, width in ((32, 32), (33, 33), (48, 64), (101, 30), (31, 200), (7, 9), (24, 40), (1, 5)):
        image = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
        expected = transform(Image.fromarray(image)).numpy()
        given = ours(image[None])
        assert given.dtype == np.float32
        np.testing.assert_allclose(given[0], expected, atol=1e-5, err_msg=f"{height} x {width}")


def test_the_defaults_are_those_of_clip() -> None:
    from open_clip.transform import PreprocessCfg

    ours, theirs = Preprocessing.from_config(224, {"mean": None, "unknown": 1}), PreprocessCfg()
    assert (ours.mean, ours.std) == (tuple(theirs.mean), tuple(theirs.std))
    assert (ours.interpolation, ours.resize_mode, ours.size) == ("bicubic", "shortest", (224, 224))


@pytest.mark.parametrize(
    ("size", "config"),
    [
        ("big", {}),
        ([1, 2, 3], {}),
        (0, {}),
        (8, {"mean": "red"}),
        (8, {"std": 0}),
        (8, {"resize_mode": "crop"}),
    ],
)
def test_nonsense_is_refused(size: Any, config: dict[str, Any]) -> None:
    with pytest.raises(SpaceError, match="makes no sense"):
        Preprocessing.from_config(size, config)
