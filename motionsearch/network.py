"""What touches the network says so first, and works with it off."""

from __future__ import annotations

import urllib.error
import urllib.request


def may_download() -> bool:
    """Whether the user has not switched downloads off, by HF_HUB_OFFLINE=1 as the hub's own client has it."""
    from huggingface_hub import constants

    return not constants.HF_HUB_OFFLINE


def reach(place: str) -> None:
    """Fails at once without a network, where a client would try again and again for a minute.

    Raises:
        OSError: nobody answers there within 10 s. An answer of any kind will do.
    """
    try:
        with urllib.request.urlopen(urllib.request.Request(place, method="HEAD"), timeout=10):
            pass
    except urllib.error.HTTPError:
        pass
