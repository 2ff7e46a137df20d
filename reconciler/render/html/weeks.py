"""The week of each location as it hangs on the wall.

Takes the `WeekPlan`s of a view; returns a `LocationBlock` for each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from reconciler.render.dates import (
    WEEKDAYS,
    day_list,
    listed,
    month_day,
    stretch,
)
from reconciler.render.html.bars import bars_of
from reconciler.render.html.kinds import KINDS
from reconciler.render.html.sheet import Sheet, letters_of
from reconciler.render.html.week_shapes import Band, Cell, DayColumn, LocationBlock
from reconciler.render.week.other import Other, in_words
from reconciler.render.week.told import IN_PLACE
from reconciler.render.week.typical import LASTING, Entry, WeekPlan
from reconciler.render.wording import COMPARED, LEGEND

_BANDS: Final = ("Morning", "Afternoon", "Evening")
_STARTS: Final = ("12:00", "17:00")
"""When morning and afternoon are over."""
_HUES: Final = 8
_FEW: Final = 3
_WEEK: Final = timedelta(days=7)
_DECLARED: Final = "+ ~!"
"""Signs of what the files want."""


def location_blocks(plans: Sequence[WeekPlan], anchors: Collection[str]) -> tuple[LocationBlock, ...]:
    """The blocks, in the order of the plan. `anchors` are the classes that have a block of their own."""
    services = sorted({entry.service for plan in plans for entry in (*plan.usual, *plan.single)})
    hues = {service: place % _HUES for place, service in enumerate(services)}
    return tuple(_location(plan, hues, anchors) for plan in plans)


def anchor_of(address: str) -> str:
    """Id of the block of a class; addresses have no characters that an id cannot have."""
    return "class-" + address.partition("@")[0].partition("+")[0].replace("/", "--")


def _location(plan: WeekPlan, hues: Mapping[str, int], anchors: Collection[str]) -> LocationBlock:
    frame = _frame(plan)
    papers = _papers(plan, frame)
    cells = {
        entry: _cell(entry, frame, hues, anchors)._replace(paper=papers[entry])
        for entry in (*plan.usual, *plan.single)
    }
    places = sorted({_band(entry) for entry in plan.usual})
    days = tuple(_days(plan.usual, cells, places))
    single, signs = tuple(cells[entry] for entry in plan.single), tuple(_signs(plan, papers))
    span = week_span([plan])
    return LocationBlock(
        key=plan.location,
        timezone=plan.timezone,
        number=sum(len(entry.days) for entry in cells),
        monday=plan.weeks[0].monday.isoformat(),
        span="" if span is None else stretch(*span),
        closed=listed(_stretches(sorted(frame.closed)), years=False),
        bands=tuple((row, _BANDS[place]) for row, place in enumerate(places)),
        days=days,
        single=single,
        size=letters_of(Sheet(days, single, key=bool(signs))),
        signs=signs,
        bars=tuple(bars_of(plan.weeks)),
    )


def _days(usual: Sequence[Entry], cells: Mapping[Entry, Cell], places: Sequence[int]) -> Iterator[DayColumn]:
    weekdays = sorted({entry.weekday for entry in usual})
    for column, weekday in enumerate(weekdays, 1):
        its = [entry for entry in usual if entry.weekday == weekday]
        bands = (
            Band(row, tuple(cells[entry] for entry in its if _band(entry) == place))
            for row, place in enumerate(places)
        )
        yield DayColumn(column, WEEKDAYS[weekday], tuple(bands))


def _papers(plan: WeekPlan, frame: _Frame) -> dict[Entry, str | None]:
    """What each entry says on paper about its dates: there a pattern is one, whatever of it is new."""
    found: dict[Entry, str | None] = {
        entry: None if plan.compared and entry.sign == "-" else _when(entry, frame)
        for entry in (*plan.usual, *plan.single)
    }
    there = {entry.pattern: entry for entry in plan.usual if entry.sign == IN_PLACE}
    for entry in plan.usual:
        before = there.get(entry.pattern) if entry.sign == "+" else None
        if before is not None:
            days = tuple(sorted((*before.days, *entry.days)))
            lost = tuple(sorted((*before.lost, *entry.lost)))
            found[entry] = _when(entry._replace(days=days, lost=lost), frame)
            found[before] = None
    return found


def _signs(plan: WeekPlan, papers: Mapping[Entry, str | None]) -> Iterator[tuple[str, str]]:
    """What paper explains: all but what is as the files say."""
    signs = {entry.sign for entry, words in papers.items() if words is not None}
    for sign, words in LEGEND.items():
        if sign in signs.difference(LASTING):
            yield sign, COMPARED.get(sign, words) if plan.compared else words


def _band(entry: Entry) -> int:
    return sum(entry.start >= start for start in _STARTS)


class _Frame(NamedTuple):
    """What the classes of a location have in common, so that each need not say it."""

    origin: date
    """Monday of the first week, from which weeks are counted."""
    first: date
    """Monday of the first week of the season."""
    last: date
    """Monday of its last week."""
    habit: int
    """So many dates make a habit."""
    closed: frozenset[date]
    usual: frozenset[Entry]


def _frame(plan: WeekPlan) -> _Frame:
    entries = [each for each in plan.usual if each.sign in _DECLARED] or (*plan.usual, *plan.single)
    return _Frame(
        plan.weeks[0].monday,
        _monday(min(min((*each.days[:1], *each.lost[:1])) for each in entries)),
        _monday(max(max((*each.days[-1:], *each.lost[-1:])) for each in entries)),
        min(_FEW, len(plan.weeks)),
        _closed(plan),
        frozenset(plan.usual),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _closed(plan: WeekPlan) -> frozenset[date]:
    """Days on which the patterns have classes and none takes place: nobody needs to be told at each class."""
    entries = (*plan.usual, *plan.single)
    lost = {day for entry in entries for day in entry.lost}
    return frozenset(lost.difference(*(entry.days for entry in entries if entry.sign in _DECLARED)))


def _stretches(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days in a row together."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and (day - found[-1][1]).days == 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _cell(entry: Entry, frame: _Frame, hues: Mapping[str, int], anchors: Collection[str]) -> Cell:
    other = entry.other or Other(later=False)
    return Cell(
        kind=KINDS[entry.sign],
        sign=entry.sign,
        hue=hues[entry.service],
        hours=f"{entry.start}\u2013{entry.end}" if entry.end else entry.start,
        service=entry.service,
        staff=entry.staff,
        rooms=entry.rooms,
        when=_when(entry, frame),
        number=len(entry.days),
        weeks=_runs((day - frame.origin).days // 7 for day in entry.days),
        lost=_runs((day - frame.origin).days // 7 for day in entry.lost),
        anchor=next((found for found in map(anchor_of, entry.series) if found in anchors), ""),
        other="" if entry.other is None else in_words(entry.other),
        others_staff=other.staff or "",
        others_rooms=other.rooms or (),
        paper=None,
    )


def _when(entry: Entry, frame: _Frame) -> str:
    if len(entry.days) >= frame.habit:
        return _habit_words(entry, frame)
    # A few more dates of a pattern stand below their weekday, a single date stands by itself.
    return ", ".join(map(month_day, entry.days)) if entry in frame.usual else day_list(entry.days)


def _habit_words(entry: Entry, frame: _Frame) -> str:
    """What its dates have of their own, beside the season, the weekday and the closed days."""
    words = []
    if _monday(min((*entry.days[:1], *entry.lost[:1]))) > frame.first:
        words.append(f"from {month_day(entry.days[0])}")
    if _monday(max((*entry.days[-1:], *entry.lost[-1:]))) < frame.last:
        words.append(f"to {month_day(entry.days[-1])}")
    steps = {after - before for before, after in zip(entry.days, entry.days[1:], strict=False)}
    if steps and min(steps) > _WEEK and not entry.lost:
        words.append(f"every {min(steps).days // 7} weeks")
    own = [day for day in entry.lost if day not in frame.closed]
    if own:
        few = len(own) <= _FEW
        words.append("not " + ", ".join(map(month_day, own)) if few else f"not on {len(own)} dates")
    return "; ".join(words)


def _runs(weeks: Iterable[int]) -> str:
    """`0-3 5 5 7-12`: weeks ascending, runs in short, a week of two classes twice."""
    found: list[list[int]] = []
    for week in sorted(weeks):
        if found and week == found[-1][1] + 1:
            found[-1][1] = week
        else:
            found.append([week, week])
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in found)


def week_span(plans: Iterable[WeekPlan]) -> tuple[date, date] | None:
    """First and last date of all classes; None without any."""
    days = [day for plan in plans for entry in (*plan.usual, *plan.single) for day in entry.days]
    return (min(days), max(days)) if days else None
