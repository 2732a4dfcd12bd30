"""Processes beside a command: they end with it, however it ends, and leave Ctrl-C to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BEGUN = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from api.processes import {module} as module, end_with_parent, load_ahead, processes_with
try:
    load_ahead(module)
    print("begun", flush=True)
    {then}
    with ProcessPoolExecutor(1, processes_with(module), initializer=end_with_parent) as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        time.sleep(60)
except KeyboardInterrupt:
    print("stopped", flush=True)
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are begun otherwise")


def begun(module: str, then: str = "pass") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", BEGUN.format(module=module, then=then)], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip


def lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(met: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not met():
        assert time.monotonic() < until
        time.sleep(0.01)


def loading(command: int) -> list[str]:
    """Return the process that others are forked off, once it is there."""
    children = Path(f"/proc/{command}/task/{command}/children").read_text().split()
    return [c for c in children if b"forkserver" in Path(f"/proc/{c}/cmdline").read_bytes()]


def ignores_interrupts(process: str) -> bool:
    status = Path(f"/proc/{process}/status").read_text()
    ignored = next(line for line in status.splitlines() if line.startswith("SigIgn:"))
    return bool(int(ignored.split()[1], 16) >> (signal.SIGINT - 1) & 1)


@pytest.mark.parametrize("module", ["ARCHIVE_READERS", "COPY_READERS"])
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM])
def test_they_end_with_a_command_that_is_killed(module: str, by: signal.Signals) -> None:
    command = begun(module)
    assert command.stdout is not None
    assert command.stdout.readline() == "begun\n"
    worker = int(command.stdout.readline())
    assert lives(worker)
    os.kill(command.pid, by)
    command.communicate(timeout=60)
    wait_for(lambda: not lives(worker))


@pytest.mark.parametrize("working", [True, False])
def test_ctrl_c_is_for_the_command_alone(working: bool) -> None:
    command = begun("ARCHIVE_READERS", "pass" if working else "time.sleep(60)")
    assert command.stdout is not None
    assert command.stdout.readline() == "begun\n"
    if working:
        assert lives(int(command.stdout.readline()))
    else:
        wait_for(lambda: any(map(ignores_interrupts, loading(command.pid))))
    os.killpg(command.pid, signal.SIGINT)
    said, told = command.communicate(timeout=60)
    assert said == "stopped\n"
    assert told == ""
