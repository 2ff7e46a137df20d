"""Progress of long work on stderr: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from reconciler.cli.output import note, wants_color
from reconciler.cli.settings import Settings

if TYPE_CHECKING:
    from reconciler.altegio import Exchange

T = TypeVar("T")
_BAR = 30
"""Columns of a bar."""
_REDRAWN_S = 0.1
BRIEFLY_S = 1.0
"""Seconds before reading is worth a word on a terminal."""
EVERY_S = 5.0
"""Seconds between two lines where there is no terminal."""


def shown(outcomes: Iterator[T], total: int, label: str, settings: Settings) -> Iterator[T]:
    """The same values, with the progress shown while they come; nothing with `--quiet`."""
    if settings.quiet or total == 0:
        yield from outcomes
    elif sys.stderr.isatty() and settings.variables.get("TERM") != "dumb":
        yield from _bar(outcomes, total, label, settings)
    else:
        yield from _lines(outcomes, total, label, settings)


def _bar(outcomes: Iterator[T], total: int, label: str, settings: Settings) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, no_color=not wants_color(settings, sys.stderr), highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        task = progress.add_task(label, total=total)
        for outcome in outcomes:
            progress.advance(task)
            yield outcome


def _lines(outcomes: Iterator[T], total: int, label: str, settings: Settings) -> Iterator[T]:
    said = time.monotonic()
    for done, outcome in enumerate(outcomes, start=1):
        if time.monotonic() - said >= EVERY_S and done < total:
            said = time.monotonic()
            note(f"{label}: {done} of {total}", settings)
        yield outcome


class Working:
    """A bar for work on files, once it takes longer than a moment; on terminals only."""

    def __init__(self, label: str, total: int, settings: Settings) -> None:
        self._label, self._total, self._done = label, total, 0
        self._live = sys.stderr.isatty() and not settings.quiet and settings.variables.get("TERM") != "dumb"
        self._said = time.monotonic() + BRIEFLY_S
        self._shown = False

    def advance(self) -> None:
        """One more file or class is done."""
        self._done += 1
        if not self._live or (now := time.monotonic()) < self._said:
            return
        self._said, self._shown = now + _REDRAWN_S, True
        full = _BAR * self._done // max(self._total, 1)
        bar = "#" * full + "-" * (_BAR - full)
        sys.stderr.write(f"\r{self._label} [{bar}] {self._done} of {self._total}")
        sys.stderr.flush()

    def done(self) -> None:
        """Take the bar away again."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


class Reading:
    """Says how far reading is, once it takes longer than a moment; and every request with `-vv`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._started = self._said = time.monotonic()
        self._requests = 0
        self._live = sys.stderr.isatty() and settings.variables.get("TERM") != "dumb"
        self._shown = False

    def heard(self, exchange: Exchange) -> None:
        """Take note of one finished request. It carries no headers and no tokens."""
        self._requests += 1
        if self._settings.verbose > 1:
            status = exchange.failure or exchange.status
            note(
                f"{exchange.method} {exchange.path}: {status}, {exchange.elapsed_s * 1000:.0f} ms",
                self._settings,
            )
            return
        now = time.monotonic()
        patience = BRIEFLY_S if self._live else EVERY_S
        if self._settings.quiet or now - max(self._started, self._said) < patience:
            return
        self._said, self._shown = now, True
        words = f"Reading: {self._requests} requests"
        sys.stderr.write(f"\r{words}" if self._live else f"{words}\n")
        sys.stderr.flush()

    def done(self) -> None:
        """Take the line away again."""
        if self._shown and self._live:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
