"""Writes occurrences as CSV for spreadsheets.

Takes the view of occurrences; returns text after RFC 4180: a header, one row for each
occurrence, CRLF. Cells that a spreadsheet could take for a formula get an apostrophe in front.
"""

from __future__ import annotations

import csv
from io import StringIO
from operator import itemgetter

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
_BEFORE_NAMES = itemgetter(*HEADER[: HEADER.index("service")])
_AFTER_NAMES = itemgetter(*HEADER[HEADER.index("labels") + 1 :])


class Cells(dict[object, str]):
    """What a value looks like in its cell; names, times and lengths stand there again and again."""

    def __missing__(self, value: object) -> str:
        cell = self[value] = "" if value is None else for_csv(str(value))
        return cell


def occurrences_to_csv(view: OccurrencesView) -> str:
    """All occurrences. Several rooms or labels share a cell, separated by a semicolon."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    cells = Cells()
    writer.writerows(_row(each, cells) for each in view["occurrences"])
    return text.getvalue()


def _row(view: OccurrenceView, cells: Cells) -> list[str]:
    names = view["names"]
    shown = (
        names["service"],
        names["staff"],
        "; ".join(names["rooms"] or ()),
        "; ".join(names["labels"] or ()),
    )
    return [cells[value] for value in (*_BEFORE_NAMES(view), *shown, *_AFTER_NAMES(view))]
