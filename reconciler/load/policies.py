"""What becomes of classes on holidays and on the days of own calendars: the blocks of a file -> DayPolicy.

Takes files one after the other. Whether a calendar of holidays exists, and how far it goes, is
known only where the tables are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from typing import cast

from reconciler.load.document import Mapping, Path
from reconciler.load.move_rules import parse_move_rule
from reconciler.load.scope import FileScope, as_list, did_you_mean
from reconciler.load.selectors import build_selector
from reconciler.load.special_days import DaysDraft, timetable_called
from reconciler.load.values import parse_bool, parse_date
from reconciler.model.calendars import DayAction, DayPolicy, MoveRule, PolicyKind
from reconciler.model.diagnostic import Severity

_PLACE = re.compile(r"[A-Z]{2}(-.+)?", re.DOTALL)
"""A country, or country and region, as against the key of an own calendar."""


def gather_policies(scope: FileScope, known: list[DayPolicy], timetables: DaysDraft) -> None:
    """Add the policies of one file to those of the location; one that is there already is a finding.

    `timetables` are those of the location, which policies may run.
    """
    for kind in PolicyKind:
        written = scope.document.root.get(kind)
        listed = isinstance(written, list)
        for index, node in enumerate(as_list(written)):
            path: Path = (kind, index) if listed else (kind,)
            policy = _policy(scope, kind, node, path, timetables)
            twin = next((one for one in known if _about(one) == _about(policy)), None)
            if twin is not None:
                scope.wrong(
                    "CHK024",
                    path,
                    f"{scope.location} has this policy for {policy.calendar} already, at {twin.span}",
                    detail="Two policies for one calendar must be about different classes (`for`).",
                    hint="keep one of them",
                    key=not listed,
                )
            known.append(policy)


def check_calendars(scope: FileScope, calendars: Collection[str]) -> None:
    """Report policies of this file for own calendars that the location does not have."""
    for kind in PolicyKind:
        written = scope.document.root.get(kind)
        listed = isinstance(written, list)
        for index, node in enumerate(as_list(written)):
            key = node["calendar"]
            if key in calendars or (kind is not PolicyKind.OWN and _PLACE.fullmatch(key)):
                continue
            hint = did_you_mean(key, calendars)
            if not hint and kind is not PolicyKind.OWN:
                hint = f"if a country is meant, write {key.upper()}"
            scope.wrong(
                "CHK041",
                (kind, index, "calendar") if listed else (kind, "calendar"),
                f'{scope.location} has no calendar "{key}"',
                hint=hint or "declare it under `calendars:`, as a list of days or an .ics file",
            )


def check_use(scope: FileScope, policies: Sequence[DayPolicy]) -> None:
    """Warn of own calendars of this file that no policy names."""
    used = {policy.calendar for policy in policies}
    for key in scope.document.root.get("calendars") or {}:
        if key not in used:
            scope.report(
                "CHK042",
                Severity.WARNING,
                scope.document.span(("calendars", key), key=True),
                f"nothing says what happens on the days of {key}",
                "A calendar closes nothing by itself.",
                f"add `closed_days: {{calendar: {key}}}`, or take it out",
            )


def _about(policy: DayPolicy) -> tuple[object, ...]:
    return (policy.kind, policy.calendar, policy.who)


def _move_to(scope: FileScope, node: Mapping, path: Path) -> MoveRule | None:
    written = node.get("move_to", "next open day")
    return scope.value(parse_move_rule, written, (*path, "move_to"))


def _policy(
    scope: FileScope, kind: PolicyKind, node: Mapping, path: Path, timetables: DaysDraft
) -> DayPolicy:
    observed = scope.value(parse_bool, node["observed"], (*path, "observed")) if "observed" in node else None
    do, _, rest = str(node.get("do", "skip")).partition(" ")
    timetable = rest.strip()
    for key in ("move_to", "if_impossible"):
        if key in node and do != "move":
            scope.wrong(
                "CHK058",
                (*path, key),
                f"`{key}` has no place where classes do not move",
                hint="write `do: move`, or take it out",
                key=True,
            )
    if timetable:
        timetable_called(scope, timetables, timetable, (*path, "do"))
    return DayPolicy(
        kind=kind,
        calendar=str(node["calendar"]),
        do=cast("DayAction", do),  # the schema knows no other words
        move_to=_move_to(scope, node, path) if do == "move" else None,
        if_impossible="error" if node.get("if_impossible") == "error" else "skip",
        timetable=timetable,
        keep=_kept(scope, node, path),
        who=build_selector(scope, node.get("for"), (*path, "for")),
        categories=tuple(sorted({str(word) for word in as_list(node.get("categories"))})),
        observed=observed is not False,
        because=str(node.get("because") or ""),
        span=scope.here(node),
    )


def _kept(scope: FileScope, node: Mapping, path: Path) -> frozenset[date]:
    listed = isinstance(node.get("keep"), list)
    found = (
        scope.value(parse_date, written, (*path, "keep", index) if listed else (*path, "keep"))
        for index, written in enumerate(as_list(node.get("keep")))
    )
    return frozenset(day for day in found if day is not None)
