"""Creates of earlier runs that nobody knows the end of: found in their journals, and settled.

`in_doubt` reads the journals; `settle` looks for what they left open until each class is seen, or
the grace period since its request has passed. What a run has made, but could not check any more, is
open as well: lists lag, and for a moment a new class looks like one that is missing. A journal that
holds no doubt any more is put aside.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from reconciler.apply.journal import JournalError, decode_record, read_journal
from reconciler.apply.looking import Looker, LookFailedError, Seen, Wanted
from reconciler.apply.resolve import STEPS_S
from reconciler.apply.stretches import Place, stretches

OPEN, SETTLED = ".jsonl", ".settled"
"""How the name of a journal ends: as it was written, and after all of it was settled later."""
_TAIL = 512
"""Bytes at the end of a journal that surely hold its last line."""
_TOLERANCE_S = 5.0
"""A clock that was set back by more than this proves nothing about the age of a request."""


class Doubt(NamedTuple):
    """A create that was sent, or was about to be; nobody knows what became of it, or saw it in a list."""

    journal: Path
    address: str
    location_id: int
    wanted: Wanted
    at: float
    """Unix seconds of the last that is known of it."""
    made: int | None = None
    """Id of the activity, if the booking system said that it was made; its run ended before the check."""

    def open(self, now: float, grace_s: float) -> bool:
        """Whether it must be looked for: what was made and is not there later was taken away by somebody."""
        return self.made is None or self.left_s(now, grace_s) > 0

    @property
    def location(self) -> str:
        """Key of the location, as it was then."""
        return self.address.partition("/")[0]

    def left_s(self, now: float, grace_s: float) -> float:
        """Seconds, at `now` (Unix seconds), for which its request may still land; 0 if none."""
        age = now - self.at
        return grace_s if age < -_TOLERANCE_S else max(0.0, grace_s - max(age, 0.0))


class Settled(NamedTuple):
    """What became of a doubt."""

    doubt: Doubt
    activity_ids: tuple[int, ...]
    """The activities that are it: none if it never came, two if it is there twice."""


def in_doubt(folder: Path, environment: str) -> tuple[Doubt, ...]:
    """The doubts that the journals of an environment hold, oldest journal first.

    Raises:
        JournalError: when a journal cannot be read, or is damaged before its last line.
    """
    if not folder.is_dir():
        return ()
    paths = sorted(path for path in folder.iterdir() if path.suffix == OPEN and not _ended_well(path))
    return tuple(doubt for path in paths for doubt in _doubts_of(path, environment))


def settle(
    doubts: Sequence[Doubt],
    looker: Looker,
    *,
    grace_s: float,
    now: Callable[[], float],
    nap: Callable[[float], None],
    stopping: Callable[[], bool],
) -> Iterator[Settled]:
    """Yield what became of each, as soon as it is certain; `now` gives Unix seconds.

    Raises:
        LookFailedError: when the booking system cannot be looked at when it matters.
    """
    left = list(doubts)
    steps = iter(STEPS_S)
    while left and not stopping():
        began = now()
        waiting: list[Doubt] = []
        seen = _looked(left, looker)
        for doubt in left:
            sight = seen[_place(doubt)]
            ids = tuple(sorted(one.id for one in sight.recognised(doubt.wanted, frozenset()).own))
            gone = doubt.wanted.start < sight.since
            if ids or gone or doubt.left_s(began, grace_s) == 0:
                yield Settled(doubt, ids)
            else:
                waiting.append(doubt)
        left = waiting
        if left:
            longest = max(doubt.left_s(now(), grace_s) for doubt in left)
            nap(min(next(steps, STEPS_S[-1]), longest))


def put_aside(doubts: Iterable[Doubt], open_still: Iterable[Doubt]) -> None:
    """Rename the journals of settled doubts that hold no other one. Failing to is no harm."""
    kept = {doubt.journal for doubt in open_still}
    for journal in {doubt.journal for doubt in doubts} - kept:
        try:
            journal.rename(journal.with_suffix(SETTLED))
        except OSError:
            continue


def _place(doubt: Doubt) -> Place:
    return doubt.location, doubt.wanted.start


def _looked(doubts: Iterable[Doubt], looker: Looker) -> Mapping[Place, Seen]:
    """What is seen around each, from few reads."""
    seen: dict[Place, Seen] = {}
    for stretch in stretches(map(_place, doubts)):
        sight = Seen(looker.look(stretch.location, stretch.first, stretch.last))
        seen.update(dict.fromkeys(stretch.places, sight))
    return seen


def _ended_well(path: Path) -> bool:
    """Whether the last line says that the run ended without a doubt. Read from the end: cheap."""
    try:
        with path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - _TAIL))
            lines = file.read().split(b"\n")
    except OSError as error:
        raise JournalError(f"cannot read the journal {path}: {error.strerror}") from error
    last = decode_record(lines[-2]) if len(lines) > 1 and lines[-1] == b"" else None
    if last is None or last.get("unresolved") != 0:
        return False
    return last.get("type") == "checked" or (last.get("type") == "end" and last.get("made") == 0)


def _doubts_of(path: Path, environment: str) -> Iterator[Doubt]:
    records = read_journal(path).records
    if not records or records[0].get("environment") != environment:
        return
    open_ones: dict[object, dict[str, Any]] = {}
    for record in records:
        number, kind = record.get("operation"), record.get("type")
        if kind == "intent":
            open_ones[number] = dict(record)
        elif kind == "checked":
            open_ones = {n: one for n, one in open_ones.items() if "activity_id" not in one}
        elif kind in ("outcome", "resolved") and number in open_ones:
            _heard(open_ones, number, record)
    for record in open_ones.values():
        yield _doubt(path, record)


def _heard(open_ones: dict[object, dict[str, Any]], number: object, record: dict[str, Any]) -> None:
    """What a record says of a create. What was recovered has been seen in a list."""
    what, one = record.get("outcome"), open_ones[number]
    if what == "unknown":
        one.pop("activity_id", None)
    elif what == "created" and not record.get("recovered") and ("at" in record or "activity_id" in one):
        one["activity_id"] = record.get("activity_id")
    else:
        del open_ones[number]
        return
    one["at"] = record.get("at", one.get("at"))


def _doubt(path: Path, record: dict[str, Any]) -> Doubt:
    try:
        start = datetime.fromisoformat(record["start"])
        wanted = Wanted(record["marker"], start, record["service_id"], record["staff_id"])
        made = None if record.get("activity_id") is None else int(record["activity_id"])
        where = str(record["address"]), int(record["location_id"])
        return Doubt(path, *where, wanted, float(record["at"]), made)
    except (KeyError, TypeError, ValueError) as error:
        raise JournalError(f"the journal {path} was not written by this release") from error


__all__ = ["Doubt", "LookFailedError", "Settled", "in_doubt", "put_aside", "settle"]
