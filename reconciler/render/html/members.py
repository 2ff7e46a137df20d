"""Finds the classes of a report that are created, change or end, by the block that tells of them.

Takes a view; returns members by anchor.
"""

from __future__ import annotations

from datetime import date

from reconciler.render.class_shape import DetailsView
from reconciler.render.dates import full_day
from reconciler.render.html.attention import WORDS
from reconciler.render.html.groups import Member
from reconciler.render.html.weeks import anchor_of
from reconciler.render.plan_text.heads import times_words
from reconciler.render.series import series_of
from reconciler.render.shape import PlanView, ResourceChange
from reconciler.render.turns import changed_fields, plain_details
from reconciler.render.value_change import change_words


def members_of(view: PlanView) -> dict[str, list[Member]]:
    """What is created, and between two revisions what changes and ends; by anchor of the series.

    What a rule takes out is told with the rule.
    """
    removed = (day["addresses"] for removal in view["removals"] for day in removal["days"])
    told = {address for addresses in removed for address in addresses}
    found: dict[str, list[Member]] = {}
    for change in view["resource_changes"]:
        member = _member(change)
        if member is not None and change["address"] not in told:
            found.setdefault(anchor_of(series_of(change["address"])), []).append(member)
    return found


def _member(change: ResourceChange) -> Member | None:
    (action,) = change["change"]["actions"]
    before, after = change["change"]["before"], change["change"]["after"]
    trace = change.get("trace")
    if action == "create" and after is not None:
        return Member("create", "+", after, trace, "", _moved(change["address"], after["start"]))
    if action == "update" and before is not None and after is not None:
        return Member("differs", "~", before, trace, _difference(before, after), _other_day(before, after))
    if action == "delete" and before is not None:
        return Member("undeclared", "-", before, trace)
    return None


def _difference(before: DetailsView, after: DetailsView) -> str:
    """`time: 18:30-19:25 → 18:45-19:40; teacher: Ivo → David`."""
    parts = []
    if times_words(before) != times_words(after):
        parts.append(f"time: {times_words(before)} → {times_words(after)}")
    was, now = plain_details(before), plain_details(after)
    for field in changed_fields(before, after):
        if field == "length_s" and parts:
            continue  # the times tell it
        names = (before["names"], after["names"])
        parts.append(change_words(field, was[field], now[field], names, WORDS))
    return "; ".join(parts)


def _other_day(before: DetailsView, after: DetailsView) -> str:
    day = after["start"][:10]
    return "" if day == before["start"][:10] else f"moves to {full_day(date.fromisoformat(day))}"


def _moved(address: str, start: str) -> str:
    planned = address.rpartition("/")[2]
    if planned == start[:10]:
        return ""
    try:
        return f"moved from {full_day(date.fromisoformat(planned))}"
    except ValueError:  # only in a forged file
        return f"moved from {planned}"
