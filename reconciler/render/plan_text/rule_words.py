"""Puts what is created into words: each class with its rules, as people say them.

Takes a view and a style; returns phrases that are safe to print where the style says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from reconciler.render.class_shape import OriginView
from reconciler.render.dates import WEEKDAYS, classes, full_day, listed, some_days, stretch
from reconciler.render.details_words import other_words, variant_words, variants_words
from reconciler.render.layout import Style, show
from reconciler.render.lesson_times import lesson_of, lesson_words
from reconciler.render.plan_text.bundles import Bundle, Deviation, Session, bundles
from reconciler.render.plan_text.changed import Changed, changed_in, folded
from reconciler.render.plan_text.heads import Zones, head, zones_of
from reconciler.render.rhythm import FEW, Rhythm, gaps
from reconciler.render.series import class_of
from reconciler.render.shape import GroupView, PlanView, SeriesChange

_A_YEAR = 330
"""Days; a little less, for the dates of a deviation may lie outside of the others."""
_SIGNS = ("~", "-", "+")
_SLOT_OF_A_TIME = re.compile(r"[0-9]{4}")
"""Slots that nobody named are called after their time."""


class RuleWords(NamedTuple):
    """One rule of a class."""

    when: str
    """`Mon, Wed 18:30-19:25`."""
    what: str
    """`Yoga Flow · Anna · big hall · 12 seats`."""
    other: str
    """Labels, comment and the like; "" if there is nothing."""
    dates: str
    """`23 classes, 11 Jan to 4 Apr 2027; not 8 Mar`; "" for a single class."""
    exceptions: tuple[str, ...]
    """`except Ben, lane 1: not 6 Feb`, one for each set of dates."""
    sign: str = "+"
    """`+` what is created, `~` what changes, `-` what takes place no longer."""


class ClassWords(NamedTuple):
    """One class, or one series of it if only that is created."""

    address: str
    """Raw, as the view has it."""
    head: str
    """`mitte/yoga-evening  (schedules/autumn.yaml:12)`."""
    rules: tuple[RuleWords, ...]


class _Part(NamedTuple):
    """What becomes of one series in one way."""

    sign: str
    address: str
    origin: OriginView
    sessions: list[Session]


def class_words(view: PlanView, style: Style) -> Iterator[ClassWords]:
    """Every class of which something is created, changed or ended, by address."""
    parts = [_created(each) for each in view["series_changes"]]
    parts += [_Part(*each) for each in folded(changed_in(view), style)]
    return words_of(parts, zones_of(view), style)


def changed_words(changed: Iterable[Changed], zones: Zones, style: Style) -> Iterator[ClassWords]:
    """The classes of these changes, by address."""
    return words_of([_Part(*each) for each in folded(changed, style)], zones, style)


def words_of(parts: list[_Part], zones: Zones, style: Style) -> Iterator[ClassWords]:
    """The parts by class; what changes stands before what ends and what is new."""
    parts = sorted(parts, key=lambda part: (class_of(part.address), part.address))
    for _, group in groupby(parts, key=lambda part: class_of(part.address)):
        yield _class(list(group), zones, style)


def _created(change: SeriesChange) -> _Part:
    sessions = [_session(change["timezone"], group) for group in change["groups"]]
    return _Part("+", change["address"], change["origin"], sessions)


def _class(parts: list[_Part], zones: Zones, style: Style) -> ClassWords:
    alone = len({part.address for part in parts}) == 1
    address = parts[0].address if alone else class_of(parts[0].address)
    rules: list[RuleWords] = []
    for sign in _SIGNS:
        sessions = [
            session if alone else _in_slot(session, _slot(part.address, style))
            for part in parts
            if part.sign == sign
            for session in part.sessions
        ]
        rules += [_rule(sign, bundle, style) for bundle in bundles(sessions)]
    return ClassWords(address, head(address, parts[0].origin, zones, style), tuple(rules))


def _in_slot(session: Session, slot: str) -> Session:
    return session._replace(time=f"{session.time} {slot}") if slot else session


def _slot(address: str, style: Style) -> str:
    """The name of the slot, "" if its time says as much."""
    slot = address.partition("@")[2].partition("+")[0]
    return "" if _SLOT_OF_A_TIME.fullmatch(slot) else show(slot, style)


def _session(zone: str, group: GroupView) -> Session:
    return Session(_span(zone, group), rhythm_of(group), group["details"])


def _span(zone: str, group: GroupView) -> str:
    details, time, end = group["details"], group["time"], group["end"]
    lesson = lesson_of(f"{group['first']}T{time}:00", zone, details["length_s"], details["break_s"])
    return lesson_words(lesson if lesson.end == end else lesson._replace(end=end, offsets=None))


def rhythm_of(group: GroupView) -> Rhythm:
    """The dates of a group, as the view tells them."""
    return Rhythm(
        tuple(WEEKDAYS.index(weekday.title()) for weekday in group["weekdays"]),
        group["every_weeks"],
        date.fromisoformat(group["first"]),
        date.fromisoformat(group["last"]),
        group["count"],
        tuple(map(date.fromisoformat, group["not"])),
        tuple(map(date.fromisoformat, group["dates"])),
    )


def _rule(sign: str, bundle: Bundle, style: Style) -> RuleWords:
    by_dates: dict[str, list[Deviation]] = {}
    for each in bundle.deviations:
        by_dates.setdefault(_deviating(each, years=_in_years(bundle.rhythm)), []).append(each)
    exceptions = tuple(
        f"except {'; '.join(_who(each.session, bundle, style) for each in alike)}: {dates}"
        for dates, alike in by_dates.items()
    )
    return RuleWords(
        _when(bundle),
        variants_words(bundle.variants, style),
        other_words(bundle.variants[0], style),
        _count(bundle),
        exceptions,
        sign,
    )


def _when(bundle: Bundle) -> str:
    rhythm, times = bundle.rhythm, ", ".join(bundle.times)
    if rhythm.weekdays:
        names = ", ".join(WEEKDAYS[weekday] for weekday in rhythm.weekdays)
        weekdays = "Daily" if len(rhythm.weekdays) == 7 else names
        weeks = "" if rhythm.every_weeks == 1 else f" every {rhythm.every_weeks} weeks"
        return f"{weekdays}{weeks} {times}"
    if _in_a_row(rhythm):
        return f"{WEEKDAYS[rhythm.first.weekday()]} to {WEEKDAYS[rhythm.last.weekday()]} {times}"
    return f"{full_day(rhythm.first)} {times}" if rhythm.number == 1 else times


def _count(bundle: Bundle) -> str:
    """`14 classes, 7 each, 16 Jan to 20 Mar 2027; not 6 Feb`; nothing for a single class."""
    rhythm = bundle.rhythm
    if bundle.number == 1:
        return ""
    text = classes(bundle.number)
    if rhythm.number == 1:
        return text
    if len(bundle.times) * len(bundle.variants) > 1:
        text += f", {rhythm.number} each"
    if rhythm.dates and not _in_a_row(rhythm):
        return f"{text}: {some_days(rhythm.dates, FEW)}"
    text += f", {stretch(rhythm.first, rhythm.last)}"
    missing = gaps(rhythm)
    if missing:
        text += f"; not {listed(missing, years=_in_years(rhythm))}"
    return text


def _in_a_row(rhythm: Rhythm) -> bool:
    """Whether it is three days or more of one week, none left out."""
    number = len(rhythm.dates)
    return 2 < number < 7 and (rhythm.last - rhythm.first).days == number - 1


def _in_years(rhythm: Rhythm) -> bool:
    """Whether a day and a month could be misread without their year."""
    return (rhythm.last - rhythm.first).days >= _A_YEAR


def _deviating(deviation: Deviation, *, years: bool) -> str:
    parts = [("not", deviation.lacking), ("also", deviation.extra)]
    return ", ".join(
        f"{word} {listed([(day, day) for day in days], years=years)}" for word, days in parts if days
    )


def _who(session: Session, bundle: Bundle, style: Style) -> str:
    """The session in as many words as tell it from the others of the bundle."""
    words = [session.time] if len(bundle.times) > 1 else []
    if len(bundle.variants) > 1:
        words.append(variant_words(session.details, bundle.variants, style))
    return " ".join(words)
