"""Added and removed dates of rules that come to nothing.

Takes a class, returns a diagnostic for each `exdate` that removes no class, with the nearest
ones, and one for each `rdate` outside of the class's seasons. Silently ignored, a stale `exdate`
would bring a cancelled class back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from reconciler.expand.rrule.slots import Dated, dated_slots
from reconciler.expand.segments import variant_on
from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.schedule import GroupClass, Instance, Rule, Slot


def check_instances(group: GroupClass) -> list[Diagnostic]:
    """Every `rdate` and `exdate` of the class and of its changes must do something."""
    said = (group.settings, *(change.settings for change in group.changes))
    rules = dict.fromkeys(one.recurrence for one in said if isinstance(one.recurrence, Rule))
    wrong: list[Diagnostic] = []
    for rule in rules:
        wrong += [_outside(group, one) for one in rule.added if _slots_on(group, rule, one.day) is None]
        wrong += _stale(group, rule)
    return wrong


def _slots_on(group: GroupClass, rule: Rule, day: date) -> tuple[Slot, ...] | None:
    """The slots of the class on a day on which this rule is in force; None if it is not."""
    if not any(first <= day <= last for first, last in (period.days for period in group.periods)):
        return None
    settings = variant_on(group, None, day.toordinal()).settings
    return (settings.slots or ()) if settings.recurrence == rule else None


def _stale(group: GroupClass, rule: Rule) -> list[Diagnostic]:
    if not rule.removed:
        return []
    whole = replace(rule, removed=())
    known: dict[tuple[Slot, ...], list[Dated]] = {}
    wrong: list[Diagnostic] = []
    for one in rule.removed:
        slots = _slots_on(group, rule, one.day)
        meant = slots or group.settings.slots or ()
        if meant not in known:
            known[meant] = [
                dated
                for counted in group.rounds()
                for dated in dated_slots(whole, meant, counted.first.toordinal(), counted.last.toordinal())
            ]
        if _is_start(group, one, meant):
            continue
        if slots is None or not any(_hits(one, dated) for dated in known[meant]):
            wrong.append(_missed(group, one, known[meant]))
    return wrong


def _is_start(group: GroupClass, one: Instance, slots: Iterable[Slot]) -> bool:
    """Whether it names the rule's own start: elsewhere that is a class even if it does not match.

    The RFC itself removes such a start by an EXDATE (its Friday the 13th), and so do its users.
    """
    if all(one.day != counted.first for counted in group.rounds()):
        return False
    return one.minute is None or any(one.minute == slot.start_min for slot in slots)


def _hits(one: Instance, dated: Dated) -> bool:
    if one.minute not in {None, dated.slot.start_min}:
        return False
    day = one.day.toordinal()
    place = bisect_left(dated.days, day)
    return place < len(dated.days) and dated.days[place] == day


def _missed(group: GroupClass, one: Instance, all_dated: Sequence[Dated]) -> Diagnostic:
    return Diagnostic(
        code="RRL014",
        severity=Severity.ERROR,
        summary=f"exdate {_shown(one.day, one.minute)} removes nothing: {group.id} has no class then",
        detail="A removed date must be one that the rule gives, or its class would be back unnoticed.",
        hint=_nearest(one, all_dated),
        span=one.span,
    )


def _nearest(one: Instance, all_dated: Iterable[Dated]) -> str:
    """The nearest starts before and after."""
    wanted = one.day.toordinal()
    near: set[tuple[int, int]] = set()
    for dated in all_dated:
        place = bisect_left(dated.days, wanted)
        near.update((day, dated.slot.start_min) for day in dated.days[max(place - 1, 0) : place + 2])
    minute = one.minute or 0
    closest = sorted(near, key=lambda start: abs((start[0] - wanted) * 1440 + start[1] - minute))[:2]
    shown = [_shown(date.fromordinal(day), start_min) for day, start_min in sorted(closest)]
    if not shown:
        return "the rule gives no dates at all"
    return f"the nearest {'is' if len(shown) == 1 else 'are'} {' and '.join(shown)}"


def _outside(group: GroupClass, one: Instance) -> Diagnostic:
    return Diagnostic(
        code="RRL015",
        severity=Severity.ERROR,
        summary=f"rdate {_shown(one.day, one.minute)} adds nothing: {group.id} does not run then",
        detail="Added dates count between the first and the last day of the class, or of the change.",
        hint="correct the date, or the `from`, `to` and `seasons` of the class",
        span=one.span,
    )


def _shown(day: date, minute: int | None) -> str:
    return day.isoformat() + ("" if minute is None else f" {minute // 60:02d}:{minute % 60:02d}")
