"""Writes occurrences as CSV for spreadsheets.

Takes the view of occurrences; returns text after RFC 4180: a header, one row for each
occurrence, CRLF. Cells that a spreadsheet could take for a formula get an apostrophe in front.
"""

from __future__ import annotations

import csv
from io import StringIO

from reconciler.render.escape import for_csv
from reconciler.render.occurrence_views import OccurrencesView, OccurrenceView

HEADER = (
    "address",
    "location",
    "class",
    "slot",
    "part",
    "date",
    "start",
    "end",
    "timezone",
    "utc",
    "service",
    "staff",
    "rooms",
    "labels",
    "capacity",
    "length_s",
    "break_s",
    "color",
    "comment",
    "instructions",
    "stream_link",
)


def occurrences_to_csv(view: OccurrencesView) -> str:
    """All occurrences. Several rooms or labels share a cell, separated by a semicolon."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(_row(each) for each in view["occurrences"])
    return text.getvalue()


def _row(view: OccurrenceView) -> list[str]:
    names = view["names"]
    cells: dict[str, object] = {
        **view,
        "service": names["service"],
        "staff": names["staff"],
        "rooms": "; ".join(names["rooms"] or ()),
        "labels": "; ".join(names["labels"] or ()),
    }
    return ["" if cells[key] is None else for_csv(str(cells[key])) for key in HEADER]
