"""Progress of long work on stderr: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from reconciler.cli.output import is_live, note, wants_color, width_of
from reconciler.cli.settings import Settings
from reconciler.render.dates import duration

if TYPE_CHECKING:
    from reconciler.altegio import Exchange

T = TypeVar("T")
_BAR = 30
"""Columns of a bar."""
_LEAST = 5
"""Columns of a bar that still says something."""
_COARSE_S = 120
"""Seconds from which on a rest is told in whole minutes."""
_REDRAWN_S = 0.1
BRIEFLY_S = 1.0
"""Seconds before reading is worth a word on a terminal."""
EVERY_S = 5.0
"""Seconds between two lines where there is no terminal."""


def shown(
    outcomes: Iterator[T], total: int, label: str, settings: Settings, *, budget_s: int | None = None
) -> Iterator[T]:
    """The same values, with the progress shown while they come; nothing with `--quiet`.

    `budget_s` is how many seconds the pace allows for all of them at best, None without a pace.
    """
    if settings.quiet or total == 0:
        yield from outcomes
        return
    left = Left(total, budget_s)
    if is_live(sys.stderr, settings.variables):
        yield from _bar(outcomes, left, label, settings)
    else:
        yield from _lines(outcomes, left, label, settings)


class Left:
    """How long the rest takes: as what is done took, but not less than the pace allows."""

    def __init__(self, total: int, budget_s: int | None) -> None:
        self.total = total
        self._budget_s = budget_s or 0
        self._started = time.monotonic()

    def words(self, done: int) -> str:
        """`3 min left`; "" while nobody can know."""
        rest = self.total - done
        measured = (time.monotonic() - self._started) * rest / done if done else 0.0
        seconds = round(max(measured, self._budget_s * rest / self.total))
        if not rest or not (done or self._budget_s):
            return ""
        if seconds >= _COARSE_S:
            seconds = -(-seconds // 60) * 60
        return f"{duration(max(seconds, 1))} left"


def _bar(outcomes: Iterator[T], left: Left, label: str, settings: Settings) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True, no_color=not wants_color(settings, sys.stderr), highlight=False)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        task = progress.add_task(label, total=left.total, left=left.words(0))
        for done, outcome in enumerate(outcomes, start=1):
            progress.update(task, completed=done, left=left.words(done))
            yield outcome


def _lines(outcomes: Iterator[T], left: Left, label: str, settings: Settings) -> Iterator[T]:
    said = time.monotonic()
    for done, outcome in enumerate(outcomes, start=1):
        if time.monotonic() - said >= EVERY_S and done < left.total:
            said = time.monotonic()
            note(f"{label}: {done} of {left.total}, {left.words(done)}", settings)
        yield outcome


class Working:
    """A bar for work on files, once it takes longer than a moment; on terminals only."""

    def __init__(self, label: str, total: int, settings: Settings) -> None:
        self._label, self._total, self._done = label, total, 0
        self._live = is_live(sys.stderr, settings.variables) and not settings.quiet
        self._room = width_of(sys.stderr, settings.variables) if self._live else 0
        self._said = time.monotonic() + BRIEFLY_S
        self._shown = False

    def advance(self) -> None:
        """One more file or class is done."""
        self._done += 1
        if not self._live or (now := time.monotonic()) < self._said:
            return
        self._said, self._shown = now + _REDRAWN_S, True
        count = f"{self._done} of {self._total}"
        # The last column stays free, or some terminals would begin a new line.
        room = min(_BAR, self._room - len(self._label) - len(f"{self._total} of {self._total}") - 5)
        full = room * self._done // max(self._total, 1)
        bar = f"[{'#' * full}{'-' * (room - full)}] " if room >= _LEAST else ""
        sys.stderr.write(f"\r{self._label} {bar}{count}")
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
        self._live = is_live(sys.stderr, settings.variables)
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
