"""Writes a plan as CSV for spreadsheets: one row for each class, and what is to happen to it.

Takes the view of a plan; returns text after RFC 4180: a header, rows in the order of time, CRLF.
Cells that a spreadsheet could take for a formula get an apostrophe in front.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from reconciler.render.cause_words import cause_words
from reconciler.render.class_shape import DetailsView, OriginView
from reconciler.render.lesson_spans import span_of, zone_of
from reconciler.render.series import class_of, location_of, series_of
from reconciler.render.shape import HeldView, PlanView
from reconciler.render.to_csv import HEADER, Cells

PLAN_HEADER = (
    *("change", "reason", *HEADER, "activity_id", "booked", "file", "line"),
    "may_overlap",  # `yes` if it is made even though its teacher or a room is busy
    "cause",  # how it is in the way
)

_Row = Mapping[str, object]


def plan_to_csv(view: PlanView) -> str:
    """All classes of the plan. `change` is one of:

    `create`, `update` (with `was` for how it was) and `delete`; `no-op` for what is there as planned
    (with `was` if it has another name in the files);
    `held back` and `clash` for what is wanted and not created, with the activities that are the cause of
    it as `in the way`; `drift` for what is there and deviates, with `wanted` for how the files want it;
    `removed` for what a rule took out.
    """
    rows = sorted(_rows(view), key=_place)
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(PLAN_HEADER)
    cells = Cells()
    writer.writerows([cells[row.get(column)] for column in PLAN_HEADER] for row in rows)
    return text.getvalue()


def _place(row: _Row) -> tuple[str, ...]:
    when = str(row.get("start") or row.get("date"))
    return (when, str(row["location"]), str(row.get("address", "")), str(row["change"]), str(row))


def _rows(view: PlanView) -> Iterator[_Row]:
    for each in view["resource_changes"]:
        change = each["change"]
        details = change["after"] or change["before"]
        if details is not None:
            yield {
                "change": change["actions"][0] if change["actions"] else "",
                "reason": each["reason"],
                **_class(each["address"]),
                **_details(details),
                **_origin(each["origin"]),
                "activity_id": each.get("activity_id"),
            }
        renamed = "previous_address" in each
        if (renamed or change["actions"] == ["update"]) and change["before"] is not None:
            before = each.get("previous_address", each["address"])
            yield {"change": "was", **_class(before), **_details(change["before"])}
    for held in view["held_back"]:
        yield from _held(held, "held back")
    for held in view["conflicts"]:
        yield from _held(held, "clash")
    yield from _drift(view)
    yield from _removed(view)


def _held(held: HeldView, change: str) -> Iterator[_Row]:
    yield {
        "change": change,
        "reason": held["reason"],
        **_class(held["address"]),
        **_details(held["after"]),
        **_origin(held["origin"]),
    }
    for other in held["others"]:
        yield {
            "change": "in the way",
            "reason": held["reason"],
            "location": held["location"],
            **_details(other["before"]),
            "activity_id": other["activity_id"],
            "booked": other["booked"],
            "cause": cause_words(held, other, str),
        }


def _drift(view: PlanView) -> Iterator[_Row]:
    for each in view["drift"]:
        known = {} if each["address"] is None else _class(each["address"])
        told = {
            "reason": each["reason"],
            "location": each["location"],
            **known,
            **({} if each["origin"] is None else _origin(each["origin"])),
        }
        there = {"activity_id": each["activity_id"], "booked": each["booked"]}
        yield {"change": "drift", **told, **_details(each["before"]), **there}
        if each["after"] is not None:
            yield {"change": "wanted", **told, **_details(each["after"])}


def _removed(view: PlanView) -> Iterator[_Row]:
    for removal in view["removals"]:
        for day in removal["days"]:
            for address in day["addresses"]:
                told = {**_class(address), **_origin(removal["origin"]), "comment": day["text"]}
                yield {"change": "removed", "reason": removal["kind"], **told}


def _class(address: str) -> _Row:
    series = series_of(address)
    names = class_of(series)
    slot, _, part = series[len(names) :].partition("+")
    return {
        "address": address,
        "location": location_of(address),
        "class": names.partition("/")[2],
        "slot": slot.removeprefix("@"),
        "part": part,
        "date": address.rpartition("/")[2],
    }


def _origin(origin: OriginView) -> _Row:
    return {"file": origin["file"], "line": origin["line"]}


def _details(details: DetailsView) -> _Row:
    names = details["names"]
    _, end = span_of(details)
    local = None if end is None else end.astimezone(zone_of(details["timezone"])).replace(tzinfo=None)
    return {
        **details,
        "end": None if local is None else local.isoformat(timespec="seconds"),
        "service": names["service"],
        "staff": names["staff"],
        "rooms": "; ".join(names["rooms"] or ()),
        "labels": "; ".join(names["labels"] or ()),
        "may_overlap": "yes" if details.get("force") else None,
    }
