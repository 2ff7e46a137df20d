"""Model weeks and the weeks in which they run: `weeks` and `special_weeks` of a file.

Special weeks may stand in another file than the model week that they name. So all files of a
location are gathered first (`gather_special_weeks`) and then checked; `model_classes` gives the
classes of a file's model weeks to be built like others, with the weeks in which they run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from reconciler.load.document import Mapping, Path
from reconciler.load.scope import FileScope, as_list, did_you_mean
from reconciler.load.selectors import build_selector
from reconciler.load.values import parse_date
from reconciler.model.diagnostic import Severity, Span
from reconciler.model.schedule import FOREVER, SINCE_EVER, Days, Period
from reconciler.model.special import SpecialWeek

DATING = (
    "seasons", "from", "to", "sessions", "if_closed", "dates", "on", "weeks", "cycle", "week", "rrule",
)  # fmt: skip
"""Keys of a class that its model week makes meaningless."""
_WEEK = timedelta(days=6)


class ModelWeek(NamedTuple):
    """A model week, and the weeks in which it runs."""

    key: str
    periods: tuple[Period, ...]


@dataclass(slots=True, kw_only=True)
class WeeksDraft:
    """What has been gathered for one location so far."""

    declared: dict[str, Span] = field(default_factory=dict)
    """Model weeks by key."""
    special: dict[tuple[date, str], SpecialWeek] = field(default_factory=dict)
    """By Monday and key of the model week."""
    whole: bool = True
    """Whether no special week was set aside for its form."""


def gather_special_weeks(scope: FileScope, draft: WeeksDraft) -> None:
    """Put the model weeks and special weeks of a file to those of its location."""
    for key in scope.document.root.get("weeks") or {}:
        span = scope.document.span(("weeks", key), key=True)
        if key in draft.declared:
            scope.wrong(
                "CHK056",
                ("weeks", key),
                f"the model week {key} is declared already, at {draft.declared[key]}",
                hint="declare it once, or give it another name",
                key=True,
            )
        draft.declared.setdefault(key, span)
    draft.whole = draft.whole and None not in (scope.document.root.get("special_weeks") or [])
    for path, node in _special_weeks(scope):
        selector = (
            build_selector(scope, node["instead_of"], (*path, "instead_of")) if "instead_of" in node else None
        )
        for monday, where in _mondays(scope, node, path):
            week = SpecialWeek(
                monday=monday,
                model_week=node["run"],
                instead_of=selector,
                because=node.get("because") or "",
                span=scope.here(node),
            )
            other = draft.special.setdefault((monday, week.model_week), week)
            if other is not week:
                scope.wrong(
                    "CHK056",
                    where,
                    f"{week.model_week} runs in the week of {monday} already, at {other.span}",
                    hint="keep one of them",
                )


def check_special_weeks(scope: FileScope, draft: WeeksDraft) -> None:
    """Report model weeks that special weeks of a file name and nobody declares, and idle ones of the file."""
    root = scope.document.root
    for path, node in _special_weeks(scope):
        if node["run"] not in draft.declared:
            scope.wrong(
                "CHK055",
                (*path, "run"),
                f'there is no model week "{node["run"]}"',
                hint=did_you_mean(node["run"], draft.declared)
                or "declare it: weeks: {" + str(node["run"]) + ": {classes: [...]}}",
            )
    used = {key for _, key in draft.special}
    for key in root.get("weeks") or {}:
        if key not in used and draft.whole:
            scope.report(
                "CHK059",
                Severity.WARNING,
                scope.document.span(("weeks", key), key=True),
                f"the model week {key} runs in no week",
                hint=f"name its weeks: special_weeks: [{{week_of: 2026-10-19, run: {key}}}], or take it out",
            )


def model_classes(scope: FileScope, draft: WeeksDraft) -> Iterator[tuple[Path, Mapping, ModelWeek]]:
    """The classes of the model weeks of a file, each with its place and the weeks in which it runs."""
    for key, node in (scope.document.root.get("weeks") or {}).items():
        mondays = sorted(monday for monday, named in draft.special if named == key)
        periods = tuple(
            Period(days=Days(max(monday, SINCE_EVER), min(monday + _WEEK, FOREVER)), season="", breaks=())
            for monday in mondays
        )
        for index, class_node in enumerate(node["classes"]):
            path: Path = ("weeks", key, "classes", index)
            _refuse_dates(scope, class_node, path)
            yield path, class_node, ModelWeek(key, periods)


def special_weeks_of(draft: WeeksDraft) -> tuple[SpecialWeek, ...]:
    """All of them, ascending."""
    return tuple(week for _, week in sorted(draft.special.items(), key=lambda pair: pair[0]))


def _special_weeks(scope: FileScope) -> Iterator[tuple[Path, Mapping]]:
    for index, node in enumerate(scope.document.root.get("special_weeks") or []):
        if node is not None:  # set aside, for its form is wrong
            yield ("special_weeks", index), node


def _refuse_dates(scope: FileScope, node: Mapping, path: Path) -> None:
    """Report what says when a class runs otherwise: in a model week, that is up to the weeks that name it."""
    for key in DATING:
        if key in node:
            scope.wrong(
                "CHK058",
                (*path, key),
                f"`{key}` has no place in a model week",
                detail="Its classes run in the weeks that `special_weeks` names, and in no others.",
                hint="write `every:` and `at:` only, or make it a class of its own under `classes:`",
                key=True,
            )


def _mondays(scope: FileScope, node: Mapping, path: Path) -> Iterator[tuple[date, Path]]:
    """The Mondays of the weeks that a special week names."""
    listed = isinstance(node["week_of"], list)
    for index, text in enumerate(as_list(node["week_of"])):
        where = (*path, "week_of", index) if listed else (*path, "week_of")
        day = scope.value(parse_date, text, where)
        if day is not None:
            yield day - timedelta(days=day.weekday()), where
