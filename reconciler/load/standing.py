"""Classes that stand outside of seasons: `seasons: none`, `seasons: always`, courses without an end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from reconciler.load.document import Mapping, Path
from reconciler.load.scope import FileScope, as_list
from reconciler.model.schedule import FOREVER, SINCE_EVER, Days, Period

LONGEST_COURSE = timedelta(days=731)
"""How far ahead the sessions of a course without an end are looked for: two years."""
RESERVED = ("none", "always")

Standing = Literal["none", "always"]


def standing_of(scope: FileScope, source: Mapping, at: Path) -> Standing | None:
    """`none` or `always` if that is what `source` says in place of seasons; a finding if it says both."""
    named = as_list(source.get("seasons"))
    said = [key for key in named if key in RESERVED]
    if not said:
        return None
    if len(named) > 1:
        scope.wrong(
            "CHK006",
            (*at, "seasons"),
            f"`{said[0]}` stands among the seasons of this class",
            detail="It means that the class belongs to no season.",
            hint=f"write `seasons: {said[0]}`, or name the seasons only",
        )
        return "always"  # asks for nothing more: one finding is enough
    return "none" if said[0] == "none" else "always"


def periods_outside(
    scope: FileScope, path: Path, standing: Standing, bounds: tuple[date | None, date | None], *, course: bool
) -> tuple[Period, ...]:
    """When a class outside of seasons runs; empty, and a finding, if nothing says so.

    `course` is whether it may look for its sessions as far as needed.
    """
    first, last = bounds
    if standing == "always" and not course:
        days = Days(first or SINCE_EVER, last or FOREVER)
        return (Period(days=days, season="", breaks=(), open=last is None),)
    if first and last:
        return (Period(days=Days(first, last), season="", breaks=()),)
    if first and course:
        return (open_course(first),)
    missing = " and ".join(f"`{key}`" for key, bound in (("from", first), ("to", last)) if bound is None)
    scope.wrong(
        "CHK006",
        (*path, "seasons"),
        f"this class belongs to no season, and {missing} is missing",
        hint="add the first and the last date: `from: 2026-10-19` and `to: 2026-10-23`",
    )
    return ()


def open_course(first: date) -> Period:
    """The stretch in which a course without an end looks for its sessions."""
    return Period(days=Days(first, min(first + LONGEST_COURSE, FOREVER)), season="", breaks=(), open=True)


def refuse_inside_break(scope: FileScope, node: Mapping, path: Path, periods: Sequence[Period]) -> None:
    """Report a class whose own bounds lie within a break of its season: it would not run at all."""
    if not periods or not ("from" in node or "to" in node):
        return
    for period in periods:
        if not any(
            pause.days.first <= period.days.first and period.days.last <= pause.days.last
            for pause in period.breaks
        ):
            return
    days = periods[0].days
    scope.wrong(
        "CHK029",
        (*path, "from" if "from" in node else "to"),
        f"{days.first} to {days.last} lies within a break of the season {periods[0].season}",
        detail="In a break, the classes of a season pause: this one would never run.",
        hint="if it runs in the break on purpose, write `seasons: none`; else correct the dates",
    )
