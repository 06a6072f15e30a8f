"""Where half precision helps."""

from __future__ import annotations

import torch


def has_bfloat16(device: torch.device) -> bool:
    """Whether a device reckons in bfloat16. A processor that has to imitate it took eight times as long."""
    if device.type != "cpu":
        return True
    there: bool = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    return there and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def autocast(device: torch.device, wanted: bool) -> torch.autocast:
    """Reckons in bfloat16 where that is wanted and the device has it."""
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=wanted and has_bfloat16(device))
