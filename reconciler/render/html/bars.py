"""The strip of weeks: how full each is, and where classes fall out or move to.

Takes the `Week`s of a location; returns a `Bar` for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from reconciler.render.dates import MONTHS, classes, counted, full_day
from reconciler.render.html.kinds import KINDS
from reconciler.render.html.week_shapes import Bar, Slice
from reconciler.render.week.typical import Week

_TALL: Final = 48
_LOST_MARK, _MOVED_MARK = "lost", "moved"


def bars_of(weeks: Sequence[Week]) -> Iterator[Bar]:
    """The bars in their order; the fullest week is as tall as the strip."""
    most = max((week.counts.total() + week.lost for week in weeks), default=0) or 1
    month = 0
    for place, week in enumerate(weeks):
        day = week.monday
        marks = ((_LOST_MARK, week.lost), (_MOVED_MARK, week.moved))
        yield Bar(
            week=place,
            monday=day.isoformat(),
            day=str(day.day),
            month=MONTHS[day.month - 1] if day.month != month else "",
            total=week.classes,
            words=_bar_words(week),
            slices=tuple(_slices(week, most)),
            marks=tuple((kind, number) for kind, number in marks if number),
        )
        month = day.month


def _bar_words(week: Week) -> str:
    parts = [f"Week of {full_day(week.monday)}: {classes(week.classes)}"]
    if week.ended:
        parts.append(f"{week.ended} taking place no longer")
    if week.counts["!"]:
        parts.append(f"{week.counts['!']} for a person to decide")
    if week.lost:
        parts.append(f"{counted(week.lost, 'class falls', 'classes fall')} out")
    if week.moved:
        parts.append(f"{week.moved} moved")
    return ", ".join(parts)


def _slices(week: Week, most: int) -> Iterator[Slice]:
    """From the bottom up: what stays, what is created, the rest, and what falls out."""
    counts = [(KINDS[sign], week.counts[sign]) for sign in (" ", "+", "~", "=", "-", "!")]
    below = 0
    for kind, its in groupby([*counts, (_LOST_MARK, week.lost)], key=lambda each: each[0]):
        number = sum(count for _, count in its)
        if number:
            low, high = round(_TALL * below / most), round(_TALL * (below + number) / most)
            yield Slice(kind, _TALL - high, max(high - low, 1))
        below += number
