"""Draws what rules took out of the patterns, and what they put on another date: a line for each rule.

Takes a view and a style; returns lines. With every date listed, a line for each date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from reconciler.model.occurrence import StepKind
from reconciler.render.class_shape import OriginView
from reconciler.render.dates import classes, full_day, some_days, stretch
from reconciler.render.layout import Style, indented, show, signed
from reconciler.render.plan_text.heads import place
from reconciler.render.shape import MoveView, PlanView, RemovalView, RemovedDayView

_FEW_DATES = 4
_FEW_MOVES = 6
_FEW_SERIES = 6


class Rule(NamedTuple):
    """One rule over all locations, or all one-off exceptions together."""

    origin: OriginView | None
    kind: str
    days: list[RemovedDayView]


def removed_section(view: PlanView, style: Style) -> list[str]:
    """What falls out; nothing if nothing does."""
    if not view["removals"]:
        return []
    removals = [each for each in view["removals"] if each["days"]]
    lines = indented(f"Not taking place: {classes(view['summary']['removed'])} of the pattern", 0, style)
    for rule in rules_of(removals):
        lines += _rule(rule, style)
    return lines


def moved_section(view: PlanView, style: Style) -> list[str]:
    """What takes place on another date; nothing if nothing does."""
    moves = view["moves"]
    if not moves:
        return []
    verb = "takes" if len(moves) == 1 else "take"
    shifted = any(move["start"][:10] == move["date"] for move in moves)
    where = "on another date or at another time" if shifted else "on another date"
    lines = indented(f"Moved: {classes(len(moves))} {verb} place {where}", 0, style)
    shown = moves if style.expand else moves[:_FEW_MOVES]
    for move in shown:
        lines += indented(move_words(move, style), 2, style)
    if len(moves) > len(shown):
        lines += indented(f"and {len(moves) - len(shown)} more (--expand lists them)", 2, style)
    return lines


def rules_of(removals: Iterable[RemovalView]) -> list[Rule]:
    """What is taken out, by the rules that do it."""
    found: dict[tuple[str, str, int], Rule] = {}
    for removal in removals:
        kind, origin = removal["kind"], removal["origin"]
        one_off = kind == StepKind.EXCEPTION.value
        key = (kind, "", 0) if one_off else (kind, origin["file"], origin["line"])
        before = found.get(key, Rule(origin, kind, []))
        same = before.origin == origin
        found[key] = Rule(origin if same else None, kind, [*before.days, *removal["days"]])
    return list(found.values())


def when_words(rule: Rule, style: Style) -> str:
    """`2 classes, Tue 23 Feb 2027: closed: burst pipe  (schedules/studio.yaml:69)`."""
    days = sorted({date.fromisoformat(day["date"]) for day in rule.days})
    return f"{classes(_number(rule))}, {_dates(days)}: {_what(rule, style)}"


def ruled_lines(rule: Rule, indent: int, style: Style) -> list[str]:
    """What a rule takes out, as something that ends, and the series that it hits."""
    series = sorted({address.rpartition("/")[0] for day in rule.days for address in day["addresses"]})
    names = ", ".join(show(each, style) for each in series[:_FEW_SERIES])
    more = f" and {len(series) - _FEW_SERIES} more" if len(series) > _FEW_SERIES else ""
    return [
        *signed("-", when_words(rule, style), indent, style),
        *indented(names + more, indent + 2, style),
    ]


def _rule(rule: Rule, style: Style) -> list[str]:
    if not style.expand:
        return indented(when_words(rule, style), 2, style)
    lines = indented(f"{classes(_number(rule))}: {_what(rule, style)}", 2, style)
    for day in sorted(rule.days, key=lambda day: day["date"]):
        its = ", ".join(show(address.rpartition("/")[0], style) for address in day["addresses"])
        lines += indented(f"{full_day(date.fromisoformat(day['date']))}  {its}", 4, style)
    return lines


def _number(rule: Rule) -> int:
    return sum(len(day["addresses"]) for day in rule.days)


def _what(rule: Rule, style: Style) -> str:
    where = "" if rule.origin is None else f"  {place(rule.origin, style)}"
    said = {day["text"] for day in rule.days}
    return (show(said.pop(), style) if len(said) == 1 else _kind(rule.kind, style)) + where


def _kind(kind: str, style: Style) -> str:
    return "cancelled one by one" if kind == StepKind.EXCEPTION.value else f"{show(kind, style)}s"


def _dates(days: Sequence[date]) -> str:
    """Single days, or from when to when if there are many close to each other."""
    first, last = days[0], days[-1]
    close = (last - first).days < 2 * len(days)
    return stretch(first, last) if close and len(days) > _FEW_DATES else some_days(days, _FEW_DATES)


def move_words(move: MoveView, style: Style) -> str:
    """`mitte/yin-yoga  Thu 25 Feb 2027 -> Fri 26 Feb 2027 18:00  (schedules/evening.yaml:122)`."""
    series = show(move["address"].rpartition("/")[0], style)
    start = datetime.fromisoformat(move["start"])
    before = full_day(date.fromisoformat(move["date"]))
    words = f"{series}  {before} {style.arrow} {full_day(start.date())} {start:%H:%M}"
    last = move["trace"][-1:]
    return "  ".join([words, *(f"({show(step['file'], style)}:{step['line']})" for step in last)])
