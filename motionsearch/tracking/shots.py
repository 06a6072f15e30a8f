"""Where one shot ends and the next begins, told from small grey pictures as they come."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

_SIDE = 64  # pixels along the longer side; larger pictures are reduced to that
_SMOOTHING = 0.8  # pixels
_BLOCK = 8  # pixels a side of the blocks that are looked for in an earlier picture
_ALIKE = 0.03  # of the contrast that is not found; below, pictures are as good as the same
_FOUND = 0.8  # the correlation of a block that is there
_REACH = 2  # and how far around the place where the camera's motion would put them
_PAN = 0.25  # of the picture, the most that the camera may move from one picture to the next
_PLAIN = 3.0  # grey levels; a block whose standard deviation is less shows nothing that could be found again
_LEAST_STRUCTURED = 0.08  # of the blocks; a picture with fewer is blank
_MEMORY = 3  # earlier pictures that a new one is compared with
_UNLIKE = 0.12  # of the contrast that is found nowhere, the least for a cut,
_RATIO = 1.2  # and so many times what is usual on top
_WINDOW = 1.0  # seconds that tell what is usual
_LEAST_USUAL = 4  # pictures of a shot before anything can be told from it
_CHANGED = 10.0  # grey levels; a pixel that differs by more has changed,
_CONTRAST = 20.0  # or by less in proportion where the standard deviation of a picture is less than this
_FLASH = 40.0  # grey levels by which the mean rises in a flash
_FLASH_SECONDS = 0.3  # and how long one may last
_BRIGHTEST = 250
_CLIPPED = 0.25  # of a block's pixels at the brightest; in a flash it shows nothing that can be relied on
_LEAST_CHANGED = 0.2  # of the pixels; a small thing that is quick is no cut


class ShotDetector:
    """Finds hard cuts in a stream of pictures.

    A picture begins a shot if what it shows is found nowhere in the pictures just before: its blocks are
    looked for there, where the camera's motion would put them and a little around, by their normalised
    correlation (block matching after Shahraray, "Scene change detection and content-based sampling of video
    sequences", SPIE 2419, 1995), and too much contrast is left over, both as such and against the mean of
    the last second (the adaptive threshold of PySceneDetect's AdaptiveDetector, here without looking ahead).

    Pans, shakes, zooms and changes of light are no cuts, since correlation is blind to brightness; nor is a
    flash, since the picture after it is found in the one before it. Blank pictures are passed over: a fade
    through black or white is one cut, at the first picture that shows something new, and none if the old
    scene comes back. Dissolves, where every picture is much like the last, are not found.
    """

    def __init__(self) -> None:
        self._earlier: deque[Grey] = deque(maxlen=_MEMORY)
        self._usual: deque[tuple[float, float]] = deque()
        self._last = 0.0  # the time of the last of the earlier pictures

    def is_cut(self, picture: Grey, time: float) -> bool:
        """Whether a shot begins with this picture.

        Args:
            picture: ``(H, W)`` uint8, of one size throughout; 64 pixels along the longer side are enough.
            time: Seconds, rising from call to call.
        """
        small = _reduced(picture)
        blocks = _structured(small)
        if self._earlier and time - self._last < _FLASH_SECONDS:
            flash = float(small.mean()) > float(self._earlier[-1].mean()) + _FLASH
            blocks = [block for block in blocks if not (flash and block.clipped)]
        if len(blocks) <= _LEAST_STRUCTURED * small.size / _BLOCK**2:
            return False
        self._last = time
        if not self._earlier:
            self._earlier.append(small)
            return False
        if len(self._usual) < _LEAST_USUAL:
            limit = np.inf
        else:
            limit = _UNLIKE + _RATIO * float(np.mean([score for _, score in self._usual]))
        score = changed = 1.0
        # The last picture first: nearly always it is enough.
        for earlier in reversed(self._earlier):
            score = min(score, _unlike(small, earlier, blocks))
            changed = min(changed, _changed(small, earlier))
            if score < limit or changed < _LEAST_CHANGED:
                break
        self._earlier.append(small)
        if score >= limit and changed >= _LEAST_CHANGED:
            self._usual.clear()
            return True
        self._usual.append((time, score))
        while self._usual[0][0] < time - _WINDOW and len(self._usual) > _LEAST_USUAL:
            self._usual.popleft()
        return False


def _reduced(picture: Grey) -> Grey:
    """The picture with 64 pixels along the longer side, its grain and its sharpest edges smoothed."""
    height, width = picture.shape
    longer = max(height, width)
    if longer > _SIDE:
        size = max(1, round(width * _SIDE / longer)), max(1, round(height * _SIDE / longer))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), _SMOOTHING))


class _Block(NamedTuple):
    """A part of a picture that shows something; ``clipped`` where much of it is as bright as can be."""

    x: int
    y: int
    deviation: float
    clipped: bool


def _structured(picture: Grey) -> list[_Block]:
    rows, columns = picture.shape[0] // _BLOCK, picture.shape[1] // _BLOCK
    parts = picture[: rows * _BLOCK, : columns * _BLOCK].reshape(rows, _BLOCK, columns, _BLOCK)
    deviation = parts.std(axis=(1, 3), dtype=np.float32)
    clipped = (parts >= _BRIGHTEST).mean(axis=(1, 3), dtype=np.float32) >= _CLIPPED
    return [
        _Block(int(x) * _BLOCK, int(y) * _BLOCK, float(deviation[y, x]), bool(clipped[y, x]))
        for y, x in np.argwhere(deviation >= _PLAIN)
    ]


def _unlike(picture: Grey, earlier: Grey, blocks: list[_Block]) -> float:
    """The part of the picture's contrast, 0..1, that is not found in the earlier one."""
    parts = [picture[block.y : block.y + _BLOCK, block.x : block.x + _BLOCK] for block in blocks]
    best = np.array(
        [_likeness(earlier, part, block.x, block.y) for part, block in zip(parts, blocks, strict=True)]
    )
    weight = np.array([block.deviation for block in blocks])
    # Most pictures are much like the last one; only for others does it matter how the camera moved.
    if (1 - best) @ weight > _ALIKE * weight.sum():
        height, width = picture.shape
        shift_x, shift_y = _pan(picture, earlier)
        for number, (part, block) in enumerate(zip(parts, blocks, strict=True)):
            x, y = block.x + shift_x, block.y + shift_y
            if 0 <= x <= width - _BLOCK and 0 <= y <= height - _BLOCK:
                best[number] = max(best[number], _likeness(earlier, part, x, y))
            elif best[number] < _FOUND:
                weight[number] = 0  # it has just come into the picture
    return float((1 - best) @ weight / max(weight.sum(), 1e-9))


def _likeness(earlier: Grey, template: Grey, x: int, y: int) -> float:
    """The best normalised correlation, 0..1, of a block with the places around ``(x, y)``."""
    top, left = max(0, y - _REACH), max(0, x - _REACH)
    area = earlier[top : y + _BLOCK + _REACH, left : x + _BLOCK + _REACH]
    best = float(cv2.matchTemplate(area, template, cv2.TM_CCOEFF_NORMED).max())
    # Where the area is plain OpenCV divides by nothing.
    return max(0.0, best) if best <= 1.001 else 0.0


def _changed(picture: Grey, earlier: Grey) -> float:
    """The part of the pixels, 0..1, that have changed."""
    contrast = min(float(picture.std()), float(earlier.std()), _CONTRAST)
    return float((cv2.absdiff(picture, earlier) > _CHANGED * contrast / _CONTRAST).mean())


def _pan(picture: Grey, earlier: Grey) -> tuple[int, int]:
    """Pixels right and down by which the middle of the picture lay elsewhere in the earlier one."""
    height, width = picture.shape
    x, y = int(width * _PAN), int(height * _PAN)
    middle = picture[y : height - y, x : width - x]
    if middle.size == 0 or middle.std() < _PLAIN:
        return 0, 0
    found = cv2.matchTemplate(earlier, middle, cv2.TM_CCOEFF_NORMED)
    best_y, best_x = np.unravel_index(int(np.nanargmax(found)), found.shape)
    return int(best_x) - x, int(best_y) - y
