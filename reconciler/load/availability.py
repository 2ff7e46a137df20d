"""When people are there: the `availability` block of a file -> Availability, by person."""

from __future__ import annotations

from collections.abc import Iterable

from reconciler.load.document import Mapping, Path
from reconciler.load.looking_up import look_up_somewhere
from reconciler.load.scope import FileScope, as_list
from reconciler.load.values import parse_time_span, parse_weekdays
from reconciler.model.staffing import Availability

DAY_MIN = 1440
_Stretches = list[list[tuple[int, int]]]


def gather_availability(scope: FileScope, known: dict[int, Availability]) -> None:
    """Add what one file says; a finding if a person's hours stand in two places."""
    for name, node in (scope.document.root.get("availability") or {}).items():
        path: Path = ("availability", name)
        person = look_up_somewhere(scope, "staff", name, path)
        hours = _hours(scope, node, path)
        if person is None or hours is None:
            continue
        if person.id in known:
            scope.wrong(
                "CHK064",
                path,
                f"the hours of {name} are declared already, at {known[person.id].span}",
                hint="write them once, as a list",
                key=True,
            )
        else:
            known[person.id] = Availability(by_weekday=hours, span=scope.document.span(path, key=True))


def _hours(scope: FileScope, node: object, path: Path) -> tuple[tuple[tuple[int, int], ...], ...] | None:
    """The stretches of each weekday, in order and disjoint; None, and findings, if one makes no sense."""
    before = len(scope.findings)
    stretches: _Stretches = [[] for _ in range(7)]
    for index, entry in enumerate(as_list(node)):
        if isinstance(entry, Mapping):
            _add(scope, entry, (*path, index) if isinstance(node, list) else path, stretches)
    return tuple(_joined(one) for one in stretches) if len(scope.findings) == before else None


def _add(scope: FileScope, entry: Mapping, path: Path, stretches: _Stretches) -> None:
    span = (
        scope.value(parse_time_span, entry["between"], (*path, "between"))
        if "between" in entry
        else (0, 2 * DAY_MIN)
    )
    if span is None:
        return
    start, end = span[0], span[1] if span[1] > span[0] else span[1] + DAY_MIN
    listed = isinstance(entry.get("every"), list)
    for index, word in enumerate(as_list(entry.get("every", "daily"))):
        weekdays = scope.value(parse_weekdays, word, (*path, "every", index) if listed else (*path, "every"))
        for weekday in weekdays or ():
            stretches[weekday].append((start, end))
            if DAY_MIN < end < 2 * DAY_MIN:
                stretches[(weekday + 1) % 7].append((0, end - DAY_MIN))  # what is left of the night


def _joined(stretches: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)
