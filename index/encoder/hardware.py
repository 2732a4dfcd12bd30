"""What the model computes on: device, arithmetic, threads."""

from __future__ import annotations

import math
import os
import platform
from pathlib import Path

from dedupe import UsageError

_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def choose_device(asked: str) -> str:
    """Return cpu or cuda for auto, cpu or cuda; UsageError if that device is not there."""
    import torch

    if asked == "cpu":
        return "cpu"
    if asked not in ("auto", "cuda"):
        raise UsageError("is no device", where=asked, do="Give auto, cpu or cuda.")
    if torch.cuda.is_available():
        return "cuda"
    if asked == "cuda":
        raise UsageError(
            "torch sees no such device", where="cuda", do="Give cpu, or install torch for CUDA."
        )
    return "cpu"


def choose_precision(device: str) -> str:
    """Return bfloat16 where the device computes in it, else float32."""
    import torch

    if device == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float32"
    try:
        if platform.machine().lower() in ("x86_64", "amd64"):
            # mkldnn also says yes where it only imitates bfloat16, which is slower than float32.
            own = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
        else:
            own = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    except (AttributeError, RuntimeError):  # private functions: they may go
        return "float32"
    return "bfloat16" if own else "float32"


def multiply_alone() -> None:
    """Have numpy's matrix products computed by the thread that asks, in the whole process.

    For a service: its products take a tenth of a millisecond, and helpers that have to wait for a
    processor, since other calls are computed too, were seen to make 26 of that.
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")


def processors() -> int:
    """Return how many processors this process may use: its affinity, and its container's share."""
    affinity = getattr(os, "sched_getaffinity", None)
    count = len(affinity(0)) if affinity else os.cpu_count() or 1
    try:
        quota, period = _QUOTA.read_text(encoding="ascii").split()
        count = min(count, max(1, math.ceil(int(quota) / int(period))))
    except (OSError, ValueError):  # no container, or "max": no limit
        pass
    return count
