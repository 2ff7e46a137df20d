"""Runs whole processes and reads what they cost from the operating system.

Takes argument lists; returns wall seconds, processor seconds and peak memory. This process must
stay small: a child starts with its parent's peak memory on record.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

PYTHON = sys.executable
RECONCILER = str(Path(sys.executable).with_name("reconciler"))
TOKENS = {
    "ALTEGIO_PARTNER_TOKEN": "sandbox-partner-token",
    "ALTEGIO_USER_TOKEN": "sandbox-user-token",
}
_UNSET = frozenset(
    {"RECONCILER_NOW", "FORCE_COLOR", "TF_LOG", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
    | {"PYTHONDEVMODE", "PYTHONWARNINGS", "PYTHONOPTIMIZE", "PYTHONPROFILEIMPORTTIME"}
)
"""Variables that change what a process costs, or what it does."""


class Cost(NamedTuple):
    """What one process, or the median of several, took."""

    wall_s: float
    cpu_s: float
    """User and system time, children that it waited for included."""
    peak_mib: float
    """0.0 where this process's own peak, which a child starts with, hides the child's."""


class UnexpectedStatusError(Exception):
    """A measured process did not end as it should; its figures would mean nothing."""


def compile_package() -> None:
    """Compile the package's modules, as its installation does: else each start would pay for it."""
    package = find_spec("reconciler")
    assert package is not None
    assert package.origin is not None
    argv = [PYTHON, "-m", "compileall", "-q", str(Path(package.origin).parent)]
    subprocess.run(argv, check=True, env=_variables({}))


def run(argv: Sequence[str], *, status: int = 0, environment: Mapping[str, str] | None = None) -> Cost:
    """Run one process to its end, output thrown away.

    Raises:
        UnexpectedStatusError: if it ends with another status; says what it wrote to stderr.
    """
    own_peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    with subprocess.Popen(
        argv,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_variables(environment or {}),
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, raw, usage = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(raw)
    if process.returncode != status:
        words = said.decode(errors="replace")[-2000:]
        raise UnexpectedStatusError(f"{' '.join(argv)} ended with {process.returncode}: {words}")
    peak = usage.ru_maxrss if usage.ru_maxrss > own_peak else 0
    return Cost(wall_s, usage.ru_utime + usage.ru_stime, peak / 1024)


def _variables(more: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key not in _UNSET} | dict(more)


def in_turn(tasks: Mapping[str, Callable[[int], Cost]], runs: int) -> dict[str, Cost]:
    """Run each task `runs` times, in turn; the median of each figure.

    A task is called with the number of its run, from 1.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in tasks}
    for number in range(1, runs + 1):
        for name, task in tasks.items():
            costs[name].append(task(number))
    return {name: median(several) for name, several in costs.items()}


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure by itself."""
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


def ask(module: str, *arguments: object) -> Any:
    """What a script of this folder answers as JSON, run in a process of its own."""
    argv = [PYTHON, "-m", f"tests.bench.{module}", *map(str, arguments)]
    done = subprocess.run(argv, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


@contextmanager
def serving(folder: Path, *, copies: int) -> Iterator[str]:
    """The stand-in for the project in `folder`, in another process; gives its base address."""
    argv = [PYTHON, "-m", "tests.bench.server", str(folder), str(copies)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            if not address:
                raise RuntimeError("the stand-in for the booking system did not start")
            yield address
        finally:
            process.terminate()
