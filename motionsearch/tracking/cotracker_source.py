"""Where CoTracker3's code and weights come from: a clone and a file, or the hub after saying so."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from motionsearch.errors import InputError
from motionsearch.network import may_download, reach

logger = logging.getLogger("motionsearch.tracking")

REPOSITORY = "facebookresearch/co-tracker"
COMMIT = "82e02e8029753ad4ef13cf06be7f4fc5facdda4d"
"""The code that this was checked against; later code is not run unseen."""
WEIGHTS = "https://huggingface.co/facebook/cotracker3/resolve/main/"
SOURCE_VARIABLE = "MOTIONSEARCH_COTRACKER"


def load_predictor(entry: str, weights: str, checkpoint: str | None, source: str | None, device: str) -> Any:
    """The predictor of that entry of the repository's ``hubconf.py``, with weights, on the device.

    Args:
        entry: "cotracker3_offline" or "cotracker3_online".
        weights: Name of its file of weights.
        checkpoint: That file, wherever it is. Without it the one in the hub's cache is taken, or downloaded.
        source: A clone of the repository. Without it the folder that MOTIONSEARCH_COTRACKER names is taken,
            or the hub's cache, or it is downloaded.
        device: "auto", "cpu" or "cuda".

    Raises:
        InputError: something is missing, damaged, or does not fit.
    """
    import torch

    place = _device(device)
    predictor = _bare_predictor(entry, source)
    file = _weights(weights, checkpoint)
    try:
        state = torch.load(file, map_location="cpu", weights_only=True)
        predictor.model.load_state_dict(state.get("model", state))
    except Exception as error:  # torch raises all kinds on damaged files
        raise InputError(
            f"{file}: not weights of {entry}: {_short(error)}",
            hint=f"they are in {WEIGHTS}{weights}",
        ) from error
    return predictor.to(place).eval()


def _device(name: str) -> Any:
    import torch

    if name not in ("auto", "cpu", "cuda"):
        raise InputError(f"there is no device {name!r}", hint="choose auto, cpu or cuda")
    if name == "cuda" and not torch.cuda.is_available():
        raise InputError("there is no CUDA device here", hint="leave the device out, or choose cpu")
    return torch.device("cuda" if name != "cpu" and torch.cuda.is_available() else "cpu")


def _bare_predictor(entry: str, source: str | None) -> Any:
    """The predictor without weights: to load them the repository's own way would run any code they hold."""
    import torch

    named = source or os.environ.get(SOURCE_VARIABLE)
    place = f"https://github.com/{REPOSITORY}"
    # Its modules seed torch's generator when they are imported.
    with torch.random.fork_rng(devices=[]):
        if not named:
            cached = Path(torch.hub.get_dir(), f"{REPOSITORY.replace('/', '_')}_{COMMIT}")
            with _fetching("code", place, cached, f"clone {place} elsewhere and pass source=FOLDER"):
                return torch.hub.load(  # type: ignore[no-untyped-call]
                    f"{REPOSITORY}:{COMMIT}",
                    entry,
                    trust_repo=True,
                    skip_validation=True,
                    verbose=False,
                    pretrained=False,
                )
        folder = Path(named).expanduser()
        if not (folder / "hubconf.py").is_file():
            raise InputError(
                f"{folder}: not a clone of {REPOSITORY}, it has no hubconf.py", hint=f"git clone {place}"
            )
        try:
            return torch.hub.load(  # type: ignore[no-untyped-call]
                str(folder), entry, source="local", pretrained=False
            )
        except Exception as error:  # whatever code of any version raises
            raise InputError(
                f"{folder}: CoTracker3's code cannot be run: {_short(error)}",
                hint=f"git clone {place}, and pass the folder as source",
            ) from error


def _weights(name: str, given: str | None) -> Path:
    """The file of weights."""
    import torch

    if given:
        file = Path(given).expanduser()
        if not file.is_file():
            raise InputError(f"{file}: no such file", hint=f"{WEIGHTS}{name} has the weights")
        return file
    cached = Path(torch.hub.get_dir(), "checkpoints", name)
    place = WEIGHTS + name
    with _fetching("weights", place, cached, f"get {place} elsewhere and pass checkpoint=FILE"):
        if not cached.is_file():
            cached.parent.mkdir(parents=True, exist_ok=True)
            torch.hub.download_url_to_file(place, str(cached), progress=False)
    return cached


@contextlib.contextmanager
def _fetching(what: str, place: str, cached: Path, hint: str) -> Iterator[None]:
    """Says what is about to be downloaded, unless it is ``cached`` already."""
    try:
        if not cached.exists():
            if not may_download():
                raise OSError("downloads are switched off by HF_HUB_OFFLINE")
            logger.warning("downloading the %s of CoTracker3 from %s, once", what, place)
            reach(place)
        with contextlib.redirect_stdout(sys.stderr):  # torch.hub tells of its downloads there
            yield
    except Exception as error:  # whatever the network or torch.hub raises
        raise InputError(f"the {what} of CoTracker3 could not be had: {_short(error)}", hint=hint) from error


def _short(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return textwrap.shorten(f"{reason}" or type(error).__name__, 160)
