"""In which weeks a class runs, and whether days, weeks and times fit each other."""

from __future__ import annotations

from typing import cast

from reconciler.load.cycles import weeks_of_cycle
from reconciler.load.document import Mapping, Path
from reconciler.load.monthly import weekdays_named
from reconciler.load.scope import FileScope
from reconciler.load.values import parse_weeks
from reconciler.model.diagnostic import Severity, Span
from reconciler.model.schedule import Settings, Weekly, Weeks


def build_weeks(scope: FileScope, node: Mapping, path: Path) -> Weeks | None:
    """The weeks that `node` names; None if it names none, or nonsense (then there is a finding)."""
    if "cycle" in node:
        return weeks_of_cycle(scope, node, path)
    found = scope.value(parse_weeks, node["weeks"], (*path, "weeks")) if "weeks" in node else None
    return cast("Weeks | None", found)  # mypy joins the members of a union to `object` here


def weekdays_fit(scope: FileScope, path: Path, settings: Settings) -> bool:
    """Whether the weekdays that have a time are those on which the class runs; a finding if not."""
    timed = [slot.weekdays for slot in settings.slots or ()]
    wanted = weekdays_named(settings.recurrence)
    if wanted is None or not timed or None in timed:
        return True
    with_time = frozenset().union(*(days for days in timed if days is not None))
    if with_time == wanted:
        return True
    scope.wrong(
        "CHK015",
        (*path, "id"),
        "the weekdays under `at:` are not the weekdays under `every:`",
        hint="give each weekday a time, or leave `every:` out",
    )
    return False


def weeks_fit(settings: Settings) -> bool:
    """Whether weeks are chosen only where there are weekdays in them."""
    return settings.weeks is None or settings.recurrence is None or isinstance(settings.recurrence, Weekly)


def refuse_weeks(scope: FileScope, span: Span) -> None:
    """Report that weeks are chosen at `span` for a class that does not run on weekdays."""
    scope.report(
        "CHK025",
        Severity.ERROR,
        span,
        "this class chooses among weeks, but it does not run on weekdays",
        detail="Weeks are chosen for `every: [mon, wed]`; dates and rules say it by themselves.",
        hint="take out `weeks:` or `cycle:`, or write plain weekdays under `every:`",
    )
