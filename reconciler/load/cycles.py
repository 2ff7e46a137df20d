"""Cycles of weeks, such as A and B, and the weeks of them in which a class runs."""

from __future__ import annotations

from datetime import timedelta

from reconciler.load.document import Mapping, Path
from reconciler.load.scope import FileScope, as_list, did_you_mean
from reconciler.load.values import parse_date
from reconciler.model.schedule import Cycle, CycleWeeks

SUFFIX = "_is"


def build_cycle(scope: FileScope, key: str, node: Mapping, path: Path) -> Cycle | None:
    """The cycle under `key`; None, and findings, if its first week is not told."""
    names = tuple(str(name) for name in node["weeks"])
    first = names[0] + SUFFIX
    for other in node:
        if other.endswith(SUFFIX) and other != first:
            scope.wrong(
                "CHK027",
                (*path, other),
                f"the cycle {key} starts with week {names[0]}",
                hint=f"write `{first}:` with the date of any day in such a week",
                key=True,
            )
            return None
    if first not in node:
        scope.wrong(
            "CHK027",
            path,
            f"nothing says when the cycle {key} has its week {names[0]}",
            hint=f"add `{first}: 2026-09-07`, with the date of any day in such a week",
        )
        return None
    day = scope.value(parse_date, node[first], (*path, first))
    if day is None:
        return None
    return Cycle(
        key=key,
        names=names,
        monday=day - timedelta(days=day.weekday()),
        pause=node["closed_weeks"] == "pause",
        span=scope.here(node),
    )


def gather_cycles(scope: FileScope, known: dict[str, Cycle]) -> dict[str, Cycle]:
    """The cycles of a file, put to the ones of its location; a finding for a second one of a name."""
    for key, node in (scope.document.root.get("cycles") or {}).items():
        path = ("cycles", key)
        cycle = build_cycle(scope, key, node, path)
        if cycle is not None and key in known:
            scope.wrong(
                "CHK020",
                path,
                f"the cycle {key} is declared already, at {known[key].span}",
                hint="declare it once",
                key=True,
            )
        elif cycle is not None:
            known[key] = cycle
    return known


def weeks_of_cycle(scope: FileScope, node: Mapping, path: Path) -> CycleWeeks | None:
    """The weeks that `cycle` and `week` of a class name; None, and findings, if there are no such."""
    cycle = scope.cycles.get(node["cycle"])
    if cycle is None:
        scope.wrong(
            "CHK028",
            (*path, "cycle"),
            f'there is no cycle "{node["cycle"]}"',
            hint=did_you_mean(node["cycle"], scope.cycles)
            or "declare it: cycles: {ab: {weeks: [A, B], A_is: 2026-09-07, closed_weeks: count}}",
        )
        return None
    listed = isinstance(node["week"], list)
    places = set()
    for index, name in enumerate(as_list(node["week"])):
        if name in cycle.names:
            places.add(cycle.names.index(name))
            continue
        scope.wrong(
            "CHK028",
            (*path, "week", index) if listed else (*path, "week"),
            f'the cycle {cycle.key} has no week "{name}"',
            hint=f"its weeks are {', '.join(cycle.names)}",
        )
    return CycleWeeks(cycle=cycle, places=frozenset(places)) if places else None
