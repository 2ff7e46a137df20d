"""Draws what is wanted but not created: doubtful pairs, frozen classes, clashes.

Takes the entries of a view and a style; returns lines, folded by reason and series.
"""

from __future__ import annotations

from datetime import date

from reconciler.model.plan import Reason
from reconciler.render.cause_words import cause_words
from reconciler.render.dates import classes, counted, some_days
from reconciler.render.details_words import joined, name_words
from reconciler.render.layout import MAGENTA, Style, indented, painted, show, signed
from reconciler.render.plan_text.heads import Zones, head, start_words
from reconciler.render.series import series_of
from reconciler.render.shape import HeldView, OtherView
from reconciler.render.wording import REASONS

_FEW_DATES = 4
_FEW_OTHERS = 3


def held_section(held: list[HeldView], zones: Zones, style: Style) -> list[str]:
    """Held back by doubt or by protection."""
    title = f"Held back: {counted(len(held), 'class is', 'classes are')} wanted but not created"
    return _section(title, held, zones, style)


def conflicts_section(conflicts: list[HeldView], zones: Zones, style: Style) -> list[str]:
    """Held back because the booking system has something else there."""
    title = f"Clashes: {counted(len(conflicts), 'class is', 'classes are')} wanted but not created"
    return _section(title, conflicts, zones, style)


def _section(title: str, held: list[HeldView], zones: Zones, style: Style) -> list[str]:
    if not held:
        return []
    lines = [painted(line, MAGENTA, style) for line in indented(title, 0, style)]
    by_reason: dict[str, list[HeldView]] = {}
    for each in held:
        by_reason.setdefault(each["reason"], []).append(each)
    for reason, alike in by_reason.items():
        wording = REASONS[Reason(reason)]
        lines += ["", *indented(f"{wording.sentence}: {classes(len(alike))}", 2, style)]
        for entries in _by_series(alike).values():
            lines += _series(entries, zones, style)
        if wording.next_step:
            lines += indented(f"Next: {wording.next_step}", 2, style)
    return lines


def _by_series(held: list[HeldView]) -> dict[str, list[HeldView]]:
    found: dict[str, list[HeldView]] = {}
    for each in held:
        found.setdefault(series_of(each["address"]), []).append(each)
    return found


def _series(entries: list[HeldView], zones: Zones, style: Style) -> list[str]:
    first = entries[0]
    lines = signed("!", head(series_of(first["address"]), first["origin"], zones, style), 4, style)
    if len(entries) == 1 or style.expand:
        for each in entries:
            names = joined(name_words(each["after"]["names"], style), style)
            lines += indented(f"{start_words(each['after'])}  {names}{_booked(each['booked'])}", 6, style)
            lines += [line for other in each["others"] for line in _other(each, other, style)]
        return lines
    days = [date.fromisoformat(each["after"]["start"][:10]) for each in entries]
    heads = [each["booked"] for each in entries if each["booked"] is not None]
    booked = _booked(sum(heads) if heads else None)
    lines += indented(f"{classes(len(days))}: {some_days(days, _FEW_DATES)}{booked}", 6, style)
    others = [(each, other) for each in entries for other in each["others"]]
    for each, other in others[:_FEW_OTHERS]:
        lines += _other(each, other, style)
    if len(others) > _FEW_OTHERS:
        lines += indented(f"and {len(others) - _FEW_OTHERS} more there (--expand lists them)", 6, style)
    return lines


def _booked(heads: int | None) -> str:
    return f"; {counted(heads, 'person', 'people')} booked there" if heads else ""


def _other(held: HeldView, other: OtherView, style: Style) -> list[str]:
    before = other["before"]
    parts = name_words(before["names"], style)
    if other["booked"] is not None:
        parts.append(f"{other['booked']} booked")
    parts.append(f"activity {other['activity_id']}")
    place = f"{show(other['location'], style)}, " if "location" in other else ""
    lines = indented(f"there: {place}{start_words(before)}  {joined(parts, style)}", 6, style)
    cause = cause_words(held, other, lambda name: show(name, style))
    return [*lines, *(indented(cause, 8, style) if cause else ())]
