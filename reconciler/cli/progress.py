"""Progress of long work on stderr: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import TypeVar

from reconciler.cli.output import note, wants_color
from reconciler.cli.settings import Settings

T = TypeVar("T")
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
