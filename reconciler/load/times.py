"""The times of day of a class: the `at` key in its five forms -> slots.

One time, start and end, a time for each weekday, named slots, or a run of equal slots.
"""

from __future__ import annotations

from typing import Any

from reconciler.load.document import Mapping, Path
from reconciler.load.scope import FileScope
from reconciler.load.spelling import Wrong
from reconciler.load.values import parse_duration, parse_time, parse_time_span, parse_weekdays
from reconciler.model.schedule import Slot

MINUTES_A_DAY = 24 * 60
LONGEST_RUN = 200
"""Slots that a run may have; more is a slip of the pen."""

Slots = tuple[Slot, ...]


def build_slots(scope: FileScope, node: Mapping, path: Path) -> tuple[Slots | None, frozenset[int] | None]:
    """The slots that `node["at"]` declares, and the weekdays that it names, if it does.

    Both are None if there is no `at`, or if it is wrong (then there is a finding).
    """
    if "at" not in node:
        return None, None
    at, here = node["at"], (*path, "at")
    if not isinstance(at, Mapping):
        slot = _slot(scope, at, here, name="", weekdays=None)
        return (None if slot is None else (slot,)), None
    if "each" in at or ("from" in at and "to" in at):
        return _run(scope, at, here), None
    days = {key: parse_weekdays(key) for key in at}
    if any(not isinstance(parsed, Wrong) for parsed in days.values()):
        return _per_weekday(scope, at, here, days)
    slots = [_slot(scope, value, (*here, name), name=name, weekdays=None) for name, value in at.items()]
    return tuple(sorted(slot for slot in slots if slot is not None)) or None, None


def _per_weekday(
    scope: FileScope, at: Mapping, path: Path, days: dict[str, frozenset[int] | Wrong]
) -> tuple[Slots | None, frozenset[int] | None]:
    slots: list[Slot] = []
    taken: set[int] = set()
    for key, weekdays in days.items():
        if isinstance(weekdays, Wrong):
            scope.wrong(
                "CHK015",
                (*path, key),
                f'"{key}" is no weekday, but the other keys here are',
                hint="name weekdays only, or slots only",
                key=True,
            )
            continue
        if taken & weekdays:
            scope.wrong(
                "CHK015",
                (*path, key),
                f'"{key}" names a weekday that has a time already',
                hint='give each weekday one time, or name the times: {early: "09:00", late: "18:30"}',
                key=True,
            )
        taken |= weekdays
        slot = _slot(scope, at[key], (*path, key), name="", weekdays=weekdays)
        if slot is not None:
            slots.append(slot)
    return tuple(sorted(slots, key=lambda slot: min(slot.weekdays or (0,)))) or None, frozenset(taken)


def _slot(
    scope: FileScope, text: Any, path: Path, *, name: str, weekdays: frozenset[int] | None
) -> Slot | None:
    if isinstance(text, dict | list) or text is None:
        scope.wrong("CHK001", path, "here should be a time", hint='write "18:30" or "18:30-19:25"')
        return None
    if any(dash in str(text) for dash in "-\u2013\u2014\u2212"):
        span = scope.value(parse_time_span, text, path)
        if span is None:
            return None
        start, end = span
        lesson_min = (end - start) % MINUTES_A_DAY
        if lesson_min % 5:
            scope.wrong(
                "CHK012",
                path,
                f"{text} is {lesson_min} minutes, no multiple of five",
                detail="The booking system counts lengths in steps of five minutes.",
                hint="change the end",
            )
            return None
        return Slot(name=name, start_min=start, lesson_s=lesson_min * 60, weekdays=weekdays)
    single = scope.value(parse_time, text, path)
    return None if single is None else Slot(name=name, start_min=single, lesson_s=None, weekdays=weekdays)


def _run(scope: FileScope, at: Mapping, path: Path) -> Slots | None:
    missing = [key for key in ("from", "to", "each") if key not in at]
    if missing:
        scope.wrong(
            "CHK016",
            path,
            f"a run of slots needs `{missing[0]}`",
            hint='write at: {from: "09:00", to: "12:00", each: 30m, pause: 5m}',
        )
        return None
    first = scope.value(parse_time, at["from"], (*path, "from"))
    last = scope.value(parse_time, at["to"], (*path, "to"))
    each = scope.value(parse_duration, at["each"], (*path, "each"))
    pause = scope.value(parse_duration, at["pause"], (*path, "pause")) if "pause" in at else 0
    if first is None or last is None or each is None or pause is None:
        return None
    if each % 300 or not each:
        scope.wrong(
            "CHK012",
            (*path, "each"),
            f"slots of {at['each']} are no multiple of five minutes",
            hint="write, for example, each: 30m",
        )
        return None
    starts = range(first, last - each // 60 + 1, (each + pause) // 60)
    if not 0 < len(starts) <= LONGEST_RUN:
        scope.wrong(
            "CHK016",
            path,
            f"no slot of {at['each']} fits between {at['from']} and {at['to']}"
            if not starts
            else f"this run has {len(starts)} slots, more than {LONGEST_RUN}",
            hint="check `from`, `to` and `each`",
        )
        return None
    return tuple(
        Slot(name=f"{start // 60:02}{start % 60:02}", start_min=start, lesson_s=each, weekdays=None)
        for start in starts
    )
