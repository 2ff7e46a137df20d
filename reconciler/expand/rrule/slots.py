"""A recurrence rule as slots with dates: what a class has for each of its times of day.

Takes a rule, the slots of its class and the first and last day of the class, returns `Dated`
slots. A rule that can give several times a day has a slot for each, named by its time (`0930`), and so
has an added date with a time that is no time of the class: addresses stay distinct, and do not
change when another date is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reconciler.expand.rrule import MINUTES_A_DAY, instances
from reconciler.model.schedule import Instance, Rule, Slot


class Dated(NamedTuple):
    """Dates of one slot, all for the same reason."""

    slot: Slot
    days: list[int]
    """Day numbers, ascending; never empty."""
    added: bool
    """Whether people wrote these dates beside the rule."""


def dated_slots(rule: Rule, slots: Sequence[Slot], first: int, last: int) -> list[Dated]:
    """All classes of a rule between two days: those it gives, those added, without those removed."""
    removed = set(rule.removed)
    ruled, added = _ruled(rule, slots, first, last), _added(rule, slots, first, last)
    found = [Dated(slot, _kept(slot, days, removed), added=False) for slot, days in ruled.items()]
    for slot, days in added.items():
        fresh = days - set(ruled.get(slot, ()))
        found.append(Dated(slot, _kept(slot, sorted(fresh), removed), added=True))
    return sorted((one for one in found if one.days), key=lambda one: (one.slot.start_min, one.slot.name))


def _ruled(rule: Rule, slots: Sequence[Slot], first: int, last: int) -> dict[Slot, list[int]]:
    if not rule.tells_time:
        return {
            slot: [minute // MINUTES_A_DAY for minute in _instances(rule, slot, first, last)]
            for slot in slots
        }
    found: dict[int, list[int]] = {}
    for minute in _instances(rule, slots[0], first, last):
        found.setdefault(minute % MINUTES_A_DAY, []).append(minute // MINUTES_A_DAY)
    name = None if rule.many_a_day else slots[0].name
    return {_at(slots[0], minute, name): days for minute, days in sorted(found.items())}


def _instances(rule: Rule, slot: Slot, first: int, last: int) -> list[int]:
    return instances(rule, first * MINUTES_A_DAY + slot.start_min, last)


def _added(rule: Rule, slots: Sequence[Slot], first: int, last: int) -> dict[Slot, set[int]]:
    found: dict[Slot, set[int]] = {}
    for one in rule.added:
        for slot in _meant(rule, slots, one):
            day = one.day.toordinal()
            if first <= day <= last:
                found.setdefault(slot, set()).add(day)
    return found


def _meant(rule: Rule, slots: Sequence[Slot], one: Instance) -> Iterable[Slot]:
    """The slots of an added date: those of the class, or one of its own."""
    if one.minute is None and not rule.tells_time:
        return slots
    minute = slots[0].start_min if one.minute is None else one.minute
    if not rule.tells_time:
        return [slot for slot in slots if slot.start_min == minute] or [_at(slots[0], minute, None)]
    fixed = not rule.many_a_day and _fixed_time(rule, slots[0]) == minute
    return [_at(slots[0], minute, slots[0].name if fixed else None)]


def _fixed_time(rule: Rule, slot: Slot) -> int:
    hour, minute = divmod(slot.start_min, 60)
    return (rule.hours or (hour,))[0] * 60 + (rule.minutes or (minute,))[0]


def _at(slot: Slot, minute: int, name: str | None) -> Slot:
    """The slot at another time of day; without a name it is called by that time."""
    shown = f"{minute // 60:02d}{minute % 60:02d}" if name is None else name
    return slot._replace(name=shown, start_min=minute)


def _kept(slot: Slot, days: Sequence[int], removed: Iterable[Instance]) -> list[int]:
    gone = {one.day.toordinal() for one in removed if one.minute in {None, slot.start_min}}
    return [day for day in days if day not in gone] if gone else list(days)
