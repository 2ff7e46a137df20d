"""Draws what is created, changed or ended date by date: one block for each series, its details once.

Takes a view and a style; returns lines, one with a sign for each class.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from reconciler.render.class_shape import DetailsView
from reconciler.render.dates import full_day
from reconciler.render.details_words import joined, main_words, other_words
from reconciler.render.layout import Style, indented, show, signed
from reconciler.render.plan_text.bundles import shared_key, variant_key
from reconciler.render.plan_text.heads import Zones, head, start_words, zones_of
from reconciler.render.series import series_of
from reconciler.render.shape import PlanView, ResourceChange
from reconciler.render.turns import changed_fields, merged, plain_details

_SIGNS = {"create": "+", "update": "~", "delete": "-"}
_Key = tuple[object, ...]


def dates_section(view: PlanView, style: Style) -> list[str]:
    """All blocks, with an empty line between them."""
    by_series: dict[str, list[ResourceChange]] = {}
    for change in view["resource_changes"]:
        if change["change"]["actions"][0] in _SIGNS:
            by_series.setdefault(series_of(change["address"]), []).append(change)
    zones = zones_of(view)
    lines: list[str] = []
    for address, changes in sorted(by_series.items()):
        if lines:
            lines.append("")
        lines += _series(address, changes, zones, style)
    return lines


def _series(address: str, changes: list[ResourceChange], zones: Zones, style: Style) -> list[str]:
    lines = signed("#", head(address, changes[0]["origin"], zones, style), 2, style)
    alike: dict[_Key, tuple[Mapping[str, Any], list[tuple[str, str]]]] = {}
    for change in changes:
        details = _details(change)
        known = alike.setdefault((*variant_key(details), *shared_key(details)), (details, []))
        known[1].append((_SIGNS[change["change"]["actions"][0]], _when(change, style)))
    for details, dates in alike.values():
        words = [main_words(details, style), other_words(details, style)]
        lines += indented(joined([each for each in words if each], style), 6, style)
        for sign, each in dates:
            lines += signed(sign, each, 4, style)
    return lines


def _details(change: ResourceChange) -> Mapping[str, Any]:
    before, after = change["change"]["before"], change["change"]["after"]
    if before is None or after is None:
        there = after or before
        assert there is not None, "a change has a side"
        return plain_details(there)
    return merged(before, after, changed_fields(before, after))


def _when(change: ResourceChange, style: Style) -> str:
    before, after = change["change"]["before"], change["change"]["after"]
    there = before or after
    assert there is not None, "a change has a side"
    if before is not None and after is not None and start_words(before) != start_words(after):
        return f"{start_words(before)} {style.arrow} {start_words(after)}"
    return f"{start_words(there)}{_moved(change, there, style)}"


def _moved(change: ResourceChange, after: DetailsView, style: Style) -> str:
    """`  (moved from Mon 26 Oct 2026)`, or nothing."""
    planned = change["address"].rpartition("/")[2]
    if planned == after["start"][:10]:
        return ""
    try:
        return f"  (moved from {full_day(date.fromisoformat(planned))})"
    except ValueError:  # only in a forged file
        return f"  (moved from {show(planned, style)})"
