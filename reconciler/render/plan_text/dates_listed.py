"""Draws what is created date by date: one block for each series, its details once.

Takes a view and a style; returns lines, one with a `+` for each class.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from reconciler.model.marker import split_marker
from reconciler.render.class_shape import DetailsView
from reconciler.render.dates import full_day
from reconciler.render.details_words import joined, main_words, other_words
from reconciler.render.layout import Style, indented, show, signed
from reconciler.render.plan_text.bundles import shared_key, variant_key
from reconciler.render.plan_text.heads import Zones, head, start_words, zones_of
from reconciler.render.series import series_of
from reconciler.render.shape import PlanView, ResourceChange

_Key = tuple[object, ...]


def dates_section(view: PlanView, style: Style) -> list[str]:
    """All blocks, with an empty line between them."""
    by_series: dict[str, list[ResourceChange]] = {}
    for change in view["resource_changes"]:
        if change["change"]["actions"] == ["create"]:
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
    alike: dict[_Key, tuple[Mapping[str, Any], list[str]]] = {}
    for change in changes:
        after = change["change"]["after"]
        assert after is not None, "a create has an after"
        details = _without_marker(after)
        known = alike.setdefault((*variant_key(details), *shared_key(details)), (details, []))
        known[1].append(f"{start_words(after)}{_moved(change, after, style)}")
    for details, dates in alike.values():
        words = [main_words(details, style), other_words(details, style)]
        lines += indented(joined([each for each in words if each], style), 6, style)
        for each in dates:
            lines += signed("+", each, 4, style)
    return lines


def _without_marker(after: DetailsView) -> Mapping[str, Any]:
    return {**after, "comment": split_marker(after["comment"])[0] if after["comment"] else None}


def _moved(change: ResourceChange, after: DetailsView, style: Style) -> str:
    """`  (moved from Mon 26 Oct 2026)`, or nothing."""
    planned = change["address"].rpartition("/")[2]
    if planned == after["start"][:10]:
        return ""
    try:
        return f"  (moved from {full_day(date.fromisoformat(planned))})"
    except ValueError:  # only in a forged file
        return f"  (moved from {show(planned, style)})"
