"""Tells what deviates in the booking system as people plan it: by class, rule and dates.

Takes entries of the drift of a view; returns words of classes whose changes fold, and what rules of
the files have taken out by rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from reconciler.model.marker import marker_of, split_marker
from reconciler.render.class_shape import DetailsView, OriginView
from reconciler.render.plan_text.changed import Changed
from reconciler.render.series import series_of
from reconciler.render.shape import DriftView, PlanView, RemovalView, RemovedDayView

_COMPARABLE: Mapping[str, type] = MappingProxyType(
    {
        "service_id": int,
        "staff_id": int,
        "resource_instance_ids": list,
        "label_ids": list,
        "capacity": int,
        "length_s": int,
        "break_s": int,
        "comment": str,
        "color": str,
        "instructions": str,
        "stream_link": str,
    }
)
"""Fields that can differ, the start aside, and what their values are."""
_NO_ORIGIN: OriginView = {"file": "", "line": 0}


def as_changed(drift: Iterable[DriftView]) -> Iterator[Changed]:
    """Classes that are there and differ: before is what is there, after what the files want."""
    for each in drift:
        address, origin, after = each["address"], each["origin"], each["after"]
        if address is not None and origin is not None and after is not None:
            there, wanted = _sides(each, after)
            fields = tuple(change["field"] for change in each["changes"])
            yield Changed("~", series_of(address), origin, there, wanted, fields)


def as_ended(drift: Iterable[DriftView]) -> Iterator[Changed]:
    """Classes that are there and that the files no longer have; by location, for no class is theirs."""
    for each in drift:
        yield Changed("-", each["location"], _NO_ORIGIN, _there(each), None, ())


def _there(drift: DriftView) -> DetailsView:
    """What is there, without a break that the list does not tell: it is not the location's for that."""
    before = drift["before"]
    if before["break_s"] is not None:
        return before
    return cast("DetailsView", {**before, "break_s": 0})


def _sides(drift: DriftView, after: DetailsView) -> tuple[DetailsView, DetailsView]:
    """What is there, and the same with the fields that differ as the files want them."""
    there: dict[str, Any] = {**_there(drift)}
    wanted: dict[str, Any] = {**there}
    for change in drift["changes"]:
        field = change["field"]
        if field == "start":
            wanted["start"], wanted["utc"] = after["start"], after["utc"]
        elif field in _COMPARABLE:
            there[field], wanted[field] = _value(field, change["before"]), _value(field, change["after"])
            if field == "length_s" and after["break_s"] is None:
                # The files leave the break to the location, and both sides tell the lesson alone.
                for side in (there, wanted):
                    side[field] = None if side[field] is None else side[field] + (there["break_s"] or 0)
    said = {name: words for name, words in after["names"].items() if words}
    wanted["names"] = {**drift["before"]["names"], **said}
    return cast("DetailsView", there), cast("DetailsView", wanted)


def _value(field: str, value: object) -> object:
    """The value as a class has it; None if it is nothing of the kind (only in a forged file)."""
    kind = _COMPARABLE[field]
    if kind is list:
        return [each for each in value if isinstance(each, int)] if isinstance(value, list) else None
    return value if isinstance(value, kind) else None


class Surplus(NamedTuple):
    """What is there although the files no longer want it."""

    ruled: list[RemovalView]
    """What rules of the files take out, by rule."""
    other: list[DriftView]


def surplus_of(drift: Iterable[DriftView], view: PlanView) -> Surplus:
    """The surplus by the rule that took it out, known by its mark; the rest is of no pattern any more."""
    wanted = list(drift)
    known = _removed_by_mark(view) if wanted and view["removals"] else {}
    found: dict[int, list[tuple[RemovedDayView, str]]] = {}
    other: list[DriftView] = []
    for each in wanted:
        comment = each["before"]["comment"]
        removed = known.get((each["location"], split_marker(comment)[1] or "")) if comment else None
        if removed is None:
            other.append(each)
        else:
            rule, day, address = removed
            found.setdefault(rule, []).append((day, address))
    return Surplus([_narrowed(view["removals"][rule], days) for rule, days in sorted(found.items())], other)


def _removed_by_mark(view: PlanView) -> dict[tuple[str, str], tuple[int, RemovedDayView, str]]:
    ids = {each["key"]: each["id"] for each in view["locations"]}
    return {
        (removal["location"], marker_of(ids.get(removal["location"], 0), address)): (rule, day, address)
        for rule, removal in enumerate(view["removals"])
        for day in removal["days"]
        for address in day["addresses"]
    }


def _narrowed(removal: RemovalView, found: list[tuple[RemovedDayView, str]]) -> RemovalView:
    """The rule with those of its classes alone."""
    days: dict[tuple[str, str], list[str]] = {}
    for day, address in found:
        days.setdefault((day["date"], day["text"]), []).append(address)
    told: list[RemovedDayView] = [
        {"date": day, "text": text, "addresses": addresses} for (day, text), addresses in days.items()
    ]
    return {**removal, "count": len(found), "days": told}
