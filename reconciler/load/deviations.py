"""What is different for one class in a season that copies another one: one entry of `change`."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from reconciler.load.document import Mapping, Path
from reconciler.load.fields import build_settings
from reconciler.load.scope import FileScope
from reconciler.load.values import parse_date, parse_number
from reconciler.model.diagnostic import Span
from reconciler.model.schedule import Days, Settings


class Deviation(NamedTuple):
    """What one class has in a copied season, and not in the one that is copied; None: the same."""

    settings: Settings
    first: date | None
    last: date | None
    sessions: int | None
    if_closed: Literal["extend", "lose"] | None
    expected_sessions: int | None
    because: str
    span: Span
    path: Path


def build_deviation(scope: FileScope, node: Mapping, path: Path, season: Days) -> Deviation:
    """The entry at `path`; what is wrong with it is left out, and a finding."""
    expect = node.get("expect")
    first = scope.value(parse_date, node["from"], (*path, "from")) if "from" in node else None
    last = scope.value(parse_date, node["to"], (*path, "to")) if "to" in node else None
    sessions = (
        scope.value(parse_number, node["sessions"], (*path, "sessions")) if "sessions" in node else None
    )
    deviation = Deviation(
        settings=build_settings(scope, node, path),
        first=first,
        last=last,
        sessions=sessions,
        if_closed=node.get("if_closed"),
        expected_sessions=scope.value(parse_number, expect["sessions"], (*path, "expect", "sessions"))
        if expect
        else None,
        because=node.get("because") or "",
        span=scope.here(node),
        path=path,
    )
    if not _bounds_fit(scope, deviation, season):
        deviation = deviation._replace(first=season.first, last=season.last)  # asks for nothing more
    if not set(node) - {"because"}:
        scope.wrong(
            "CHK014", path, "this change changes nothing", hint="say what is different in this season"
        )
    return deviation


def _bounds_fit(scope: FileScope, deviation: Deviation, season: Days) -> bool:
    first, last, path = deviation.first, deviation.last, deviation.path
    for key, bound in (("from", first), ("to", last)):
        if bound is not None and not season.first <= bound <= season.last:
            scope.wrong(
                "CHK007",
                (*path, key),
                f"the class would be outside this season: {key} {bound}, "
                f"but it is {season.first} to {season.last}",
                hint="check the year",
            )
            return False
    if first and last and last < first:
        scope.wrong(
            "CHK008",
            (*path, "to"),
            f"the class would end on {last}, before it starts on {first}",
            hint="swap `from` and `to`, or check the year",
        )
        return False
    return True
