"""In which weeks a class runs: the `weeks` key of a class or a change -> weeks."""

from __future__ import annotations

from typing import cast

from reconciler.load.document import Mapping, Path
from reconciler.load.scope import FileScope
from reconciler.load.values import parse_weeks
from reconciler.model.schedule import Settings, Weekly, Weeks


def build_weeks(scope: FileScope, node: Mapping, path: Path) -> Weeks | None:
    """The weeks that `node` names; None if it names none, or nonsense (then there is a finding)."""
    found = scope.value(parse_weeks, node["weeks"], (*path, "weeks")) if "weeks" in node else None
    return cast("Weeks | None", found)  # mypy joins the members of a union to `object` here


def weeks_fit(scope: FileScope, path: Path, settings: Settings) -> bool:
    """Whether weeks are chosen only where there are weekdays in them; a finding if not."""
    if settings.weeks is None or settings.recurrence is None or isinstance(settings.recurrence, Weekly):
        return True
    scope.wrong(
        "CHK025",
        (*path, "id"),
        "this class chooses among weeks, but it does not run on weekdays",
        detail="Weeks are chosen for `every: [mon, wed]`; dates and rules say it by themselves.",
        hint="take out `weeks:`, or write plain weekdays under `every:`",
    )
    return False
