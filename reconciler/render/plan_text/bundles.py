"""Bundles the series of one class whose creates one line can speak for.

Takes sessions (the dates of one series that are alike); returns bundles: the product of some
times and some variants (teacher, rooms, seats) on the same dates, with the few sessions that
deviate by a date or two named. Every date of every session is in exactly one bundle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from reconciler.render.rhythm import Rhythm, days_of
from reconciler.render.turns import Turn

_NEAR = 3
"""By how many dates a session may deviate and still share the line of others."""

_Key = tuple[object, ...]


class Session(NamedTuple):
    """Dates of one series on which everything else is alike."""

    time: str
    """`18:30-19:25`, in words that sort by time and are safe to print."""
    rhythm: Rhythm
    details: Mapping[str, Any]


class Deviation(NamedTuple):
    """A session of a bundle on other dates than the rest of it."""

    session: Session
    lacking: tuple[date, ...]
    extra: tuple[date, ...]


class Bundle(NamedTuple):
    """All its times in all its variants."""

    times: tuple[str, ...]
    variants: tuple[Mapping[str, Any], ...]
    """Details of each variant; they differ in teacher, rooms or seats alone."""
    rhythm: Rhythm
    """The dates of every session that is not among the deviations."""
    number: int
    """How many classes it stands for, all in all."""
    deviations: tuple[Deviation, ...]


def bundles(sessions: Iterable[Session]) -> list[Bundle]:
    """The bundles, weekly ones first, then in the order of dates and times."""
    alike: dict[_Key, list[Session]] = {}
    for session in sessions:
        alike.setdefault(_frame(session), []).append(session)
    found = [
        _bundle(product)
        for group in alike.values()
        for near in _with_near_dates(group)
        for product in _products(near)
    ]
    return sorted(found, key=lambda each: (not each.rhythm.weekdays, each.rhythm.first, each.times))


def variant_key(details: Mapping[str, Any]) -> _Key:
    """What may differ between the variants of a bundle."""
    names = details["names"]
    rooms = tuple(details["resource_instance_ids"] or ()), tuple(names["rooms"] or ())
    return (details["staff_id"], names["staff"], rooms, details["capacity"])


def shared_key(details: Mapping[str, Any]) -> _Key:
    """What is the same throughout a bundle. The length is not: the times tell it."""
    names, zone = details["names"], details.get("timezone")
    return (
        (details["service_id"], names["service"]),
        details["break_s"],
        (tuple(details["label_ids"] or ()), tuple(names["labels"] or ())),
        details["color"],
        details["comment"],
        details["instructions"],
        details["stream_link"],
        details.get("force") or False,
        zone if isinstance(zone, Turn) else None,
    )


def _frame(session: Session) -> _Key:
    rhythm = session.rhythm
    return (rhythm.weekdays, rhythm.every_weeks, rhythm.dates, *shared_key(session.details))


def _with_near_dates(group: list[Session]) -> list[list[Session]]:
    """Sessions on the same dates together; those on nearly the most common ones with them."""
    by_dates: dict[Rhythm, list[Session]] = {}
    for session in group:
        by_dates.setdefault(session.rhythm, []).append(session)
    if len(by_dates) == 1:
        return [group]
    common = _most_common(by_dates)
    usual = frozenset(days_of(common))
    together: list[Session] = by_dates.pop(common)
    apart: list[list[Session]] = []
    for rhythm, sessions in by_dates.items():
        differing = len(usual.symmetric_difference(days_of(rhythm)))
        if differing <= _NEAR and 4 * differing <= len(usual):
            together += sessions
        else:
            apart.append(sessions)
    return [together, *apart]


def _most_common(by_dates: Mapping[Rhythm, list[Session]]) -> Rhythm:
    """The dates of most sessions; of equally common ones the most dates, so that none is added."""
    return max(by_dates, key=lambda rhythm: (len(by_dates[rhythm]), rhythm.number))


def _products(sessions: list[Session]) -> list[list[Session]]:
    """Sessions that are each of some times in each of some variants, none of them twice."""
    found: list[list[Session]] = []
    while sessions:
        once: dict[_Key, dict[str, Session]] = {}
        again: list[Session] = []
        for session in sessions:
            times = once.setdefault(variant_key(session.details), {})
            if times.setdefault(session.time, session) is not session:
                again.append(session)
        by_times: dict[tuple[str, ...], list[Session]] = {}
        for times in once.values():
            by_times.setdefault(tuple(sorted(times)), []).extend(times[time] for time in sorted(times))
        found += by_times.values()
        sessions = again
    return found


def _bundle(sessions: list[Session]) -> Bundle:
    by_dates: dict[Rhythm, list[Session]] = {}
    for session in sessions:
        by_dates.setdefault(session.rhythm, []).append(session)
    common = _most_common(by_dates)
    usual = days_of(common) if len(by_dates) > 1 else []
    variants = {variant_key(session.details): session.details for session in sessions}
    return Bundle(
        times=tuple(sorted({session.time for session in sessions})),
        variants=tuple(variants.values()),
        rhythm=common,
        number=sum(session.rhythm.number for session in sessions),
        deviations=tuple(
            _deviation(session, usual)
            for rhythm, deviating in by_dates.items()
            if rhythm != common
            for session in deviating
        ),
    )


def _deviation(session: Session, usual: list[date]) -> Deviation:
    there = days_of(session.rhythm)
    known, own = frozenset(usual), frozenset(there)
    return Deviation(
        session,
        tuple(day for day in usual if day not in own),
        tuple(day for day in there if day not in known),
    )
