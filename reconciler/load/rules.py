"""The recurrence rule of a class: `rrule`, `rdate`, `exdate` -> Rule.

Takes the mapping that has these keys, returns the rule, or None and findings. The rule's own
start (DTSTART) is that of the class, so what depends on it is checked once the class is built.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from reconciler.load.document import Mapping, Path
from reconciler.load.instances import build_instances
from reconciler.load.rrule import Fault, Parts, parse_rrule
from reconciler.load.rrule_sense import forbidden, most_instances, never_matches, steps_in_minutes
from reconciler.load.scope import FileScope
from reconciler.load.values import YEARS, parse_bool
from reconciler.model.diagnostic import Severity, Span
from reconciler.model.schedule import Frequency, Period, Rule, Settings

COMPANIONS: Final = ("rdate", "exdate", "allow_subdaily")
"""Keys that mean something only beside `rrule`."""
MOST_INSTANCES: Final = 200_000
"""Classes that one rule may come to; more is a slip of the pen."""
_HINTS: Final = {
    "rdate": "use `dates:`, or an exception with `add:`",
    "exdate": "use an exception with `cancel:`",
    "allow_subdaily": "take it out",
}


def build_rule(scope: FileScope, node: Mapping, path: Path) -> Rule | None:
    """The rule under `rrule`; None, and a finding, if it is a wrong one."""
    allowed = node.get("allow_subdaily", "false")
    allow_subdaily = scope.value(parse_bool, allowed, (*path, "allow_subdaily"))
    rule = _rule(str(node["rrule"]), scope.timezone, allow_subdaily=bool(allow_subdaily))
    if isinstance(rule, Fault):
        scope.wrong(rule.code, (*path, "rrule"), rule.summary, detail=rule.detail, hint=rule.hint)
        return None
    added = build_instances(scope, node, path, "rdate")
    removed = build_instances(scope, node, path, "exdate")
    return replace(rule, added=added, removed=removed)


def check_rule(scope: FileScope, place: Span, settings: Settings, periods: Sequence[Period]) -> None:
    """Report at `place` what is wrong with a rule under the start, the times and the bounds of its class."""
    rule, slots = settings.recurrence, settings.slots
    if not isinstance(rule, Rule) or not slots or not periods:
        return
    if any(slot.weekdays is not None for slot in slots) or (rule.tells_time and len(slots) > 1):
        scope.report(
            "RRL012",
            Severity.ERROR,
            place,
            "this rule and the times under `at:` contradict each other",
            detail="With a rule, `at:` is one time or named times; one time if the rule has hours.",
            hint='write at: "18:30"; for other times on other days make two classes of it',
        )
        return
    first, last = periods[0].days.first, periods[-1].days.last
    start = datetime.combine(first, time(*divmod(min(slot.start_min for slot in slots), 60)))
    if rule.until is not None and rule.until < start:
        scope.report(
            "RRL007",
            Severity.ERROR,
            place,
            f"UNTIL ends the rule before the class starts on {start:%Y-%m-%d at %H:%M}",
            detail="A rule starts on the first day of its class.",
            hint="correct UNTIL or `from:`, or leave UNTIL out: `to:` ends the class",
        )
        return
    end = last if rule.until is None else min(last, rule.until.date())
    most = min(most_instances(rule, (end - first).days + 1), rule.count or MOST_INSTANCES + 1)
    if most > MOST_INSTANCES:
        scope.report(
            "RRL013",
            Severity.ERROR,
            place,
            f"this rule can give more than {MOST_INSTANCES} classes",
            hint="choose an earlier `to:`, add COUNT, or a longer INTERVAL",
        )


def last_day_of(rule: Rule) -> date | None:
    """The last day that a rule can have by itself, added ones included; None if it does not end."""
    if rule.until is not None:
        return max([rule.until.date(), *(one.day for one in rule.added)])
    return date(YEARS[-1], 12, 31) if rule.count is not None else None


def refuse_alone(scope: FileScope, node: Mapping, path: Path) -> None:
    """Report the keys that belong to a rule where there is none."""
    for key in COMPANIONS:
        if key in node and "rrule" not in node:
            scope.wrong(
                "RRL011",
                (*path, key),
                f"`{key}` belongs to `rrule`, and there is none here",
                hint=_HINTS[key],
                key=True,
            )


def _rule(text: str, timezone: str, *, allow_subdaily: bool) -> Rule | Fault:
    parsed = parse_rrule(text)
    if isinstance(parsed, Fault):
        return parsed
    wrong = forbidden(parsed, allow_subdaily=allow_subdaily)
    parts = wrong or steps_in_minutes(parsed)
    if isinstance(parts, Fault):
        return parts
    until = None if parts.until is None else _until(parts.until, timezone)
    if isinstance(until, Fault):
        return until
    rule = _of_parts(parts, until)
    return never_matches(rule) or rule


def _of_parts(parts: Parts, until: datetime | None) -> Rule:
    numbers = parts.numbers
    return Rule(
        text=parts.text,
        frequency=Frequency(parts.frequency),
        interval=parts.interval,
        count=parts.count,
        until=until,
        week_start=parts.week_start,
        months=numbers.get("BYMONTH", ()),
        weeks=numbers.get("BYWEEKNO", ()),
        year_days=numbers.get("BYYEARDAY", ()),
        month_days=numbers.get("BYMONTHDAY", ()),
        weekdays=parts.weekdays,
        hours=numbers.get("BYHOUR", ()),
        minutes=numbers.get("BYMINUTE", ()),
        positions=numbers.get("BYSETPOS", ()),
    )


def _until(text: str, timezone: str) -> datetime | Fault:
    """The last possible start in local time: a date means all of that day, a Z means UTC."""
    pattern = "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d"
    try:
        moment = datetime.strptime(text.removesuffix("Z"), pattern)  # noqa: DTZ007 - naive local time is meant
    except ValueError:
        return Fault(
            "RRL004",
            f'"{text}" in UNTIL is no date of the calendar, or no time of day',
            "RFC 5545 writes year, month, day, T, hours, minutes, seconds.",
            "write 20261220, 20261220T183000, or 20261220T173000Z in UTC",
        )
    if "T" not in text:
        return moment.replace(hour=23, minute=59)
    if not text.endswith("Z") or not 1 < moment.year < MAXYEAR:
        return moment
    return _in_local_time(moment, ZoneInfo(timezone))


def _in_local_time(utc: datetime, zone: ZoneInfo) -> datetime:
    """The last local time that is not after `utc`, a repeated one meaning the first."""
    local = utc.replace(tzinfo=UTC).astimezone(zone)
    naive, minute = local.replace(tzinfo=None, fold=0), timedelta(minutes=1)
    if local.fold == 0:
        return naive
    naive = naive.replace(second=0)
    while _repeats(naive + minute, zone):
        naive += minute
    return naive


def _repeats(naive: datetime, zone: ZoneInfo) -> bool:
    first, second = (naive.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    assert first is not None
    assert second is not None
    return first > second
