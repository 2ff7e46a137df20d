"""Ctrl-C, termination and a closed terminal while something is written: finish the request, then stop."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from reconciler.cli.exits import Exit

HEEDED = {signal.SIGINT: Exit.INTERRUPTED, signal.SIGTERM: Exit.TERMINATED}
if hasattr(signal, "SIGHUP"):  # Windows has no such signal
    HEEDED[signal.SIGHUP] = Exit.HUNG_UP


class Stopping:
    """Whether somebody asked to stop, and with which signal."""

    def __init__(self) -> None:
        self.status: Exit | None = None

    def asked(self) -> bool:
        """Whether the work should end before the next request."""
        return self.status is not None

    def heed(self, number: int, _frame: FrameType | None) -> None:
        """The first signal asks; the second one leaves at once, for the intent is on the disk."""
        status = HEEDED[signal.Signals(number)]
        if self.status is not None:
            os._exit(status)
        self.status = status


NAP_S = 0.25
"""Longest sleep at a stretch, so that a wish to stop is soon heard."""


def napping(stopping: Stopping) -> Callable[[float], None]:
    """A sleep that ends when somebody asks to stop."""

    def nap(seconds: float) -> None:
        end = time.monotonic() + seconds
        while not stopping.asked() and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, NAP_S))

    return nap


@contextmanager
def heeding_signals() -> Iterator[Stopping]:
    """Turn SIGINT, SIGTERM and SIGHUP into a wish to stop, for the length of the block.

    A signal that was ignored from the start (`nohup`) stays so: somebody wants it not to matter.
    """
    stopping = Stopping()
    before = {
        number: signal.signal(number, stopping.heed)
        for number in HEEDED
        if signal.getsignal(number) is not signal.SIG_IGN
    }
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
