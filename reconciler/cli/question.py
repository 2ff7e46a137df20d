"""What somebody asks `explain` about: one date, and perhaps which classes.

Takes the words of the command line; returns a `Question`, and the paths that follow it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from reconciler.cli.exits import Exit
from reconciler.cli.stop import Stop
from reconciler.model.schedule import FOREVER, SINCE_EVER

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LIKE_A_DATE = re.compile(r"\d+[-./]\d+([-./]\d+)?|\d{8}", re.ASCII)


class Question(NamedTuple):
    """Which classes are meant, and on which day."""

    text: str
    """As it was written."""
    classes: str
    """A class, a series or a location, by address or id, perhaps with `*`; "" means every class."""
    day: date


def question_in(words: Sequence[str]) -> tuple[Question, tuple[str, ...]]:
    """The question that the first word, or the first two, ask; and the words that follow.

    Raises:
        Stop: if there is no date in it, or none that exists.
    """
    if len(words) > 1 and not _dated(words[0]) and _DATE.fullmatch(words[1]):
        return _question(f"{words[0]} {words[1]}"), tuple(words[2:])
    return _question(words[0]), tuple(words[1:])


def _dated(word: str) -> bool:
    return _DATE.fullmatch(_parts(word)[1]) is not None


def _parts(text: str) -> tuple[str, str]:
    """What stands before the last slash or space, and what behind it."""
    classes, _, last = "/".join(text.split()).rpartition("/")
    return classes.rstrip("/"), last


def _question(text: str) -> Question:
    classes, last = _parts(text)
    if not _DATE.fullmatch(last):
        raise _undated(text, last)
    try:
        day = date.fromisoformat(last)
    except ValueError:
        raise Stop(Exit.USAGE, f'there is no day "{last}"', hint="write it like 2026-09-07") from None
    if not SINCE_EVER <= day <= FOREVER:
        raise Stop(
            Exit.USAGE,
            f"{day.isoformat()} is outside of the years that timetables know",
            hint=f"ask about a date from {SINCE_EVER.year} to {FOREVER.year}",
        )
    return Question(text, classes, day)


def _undated(text: str, last: str) -> Stop:
    if _LIKE_A_DATE.fullmatch(last):
        return Stop(Exit.USAGE, f'"{last}" is not a date', hint="write it like 2026-09-07")
    name = text.strip().rstrip("/")
    return Stop(
        Exit.USAGE,
        f'"{name}" names no date',
        detail="One class on one date is explained, or all of one date.",
        hint=f"add the date: reconciler explain {name or 'mitte/yoga-evening'}/2026-09-07; "
        "`reconciler expand` lists the dates",
    )
