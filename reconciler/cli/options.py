"""The options that say which part of the timetable is meant; shared by expand, plan and apply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import click

from reconciler.cli.exits import Exit
from reconciler.cli.stop import Stop
from reconciler.model.plan import Selection
from reconciler.model.schedule import Schedule
from reconciler.model.window import Window

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A date on the command line."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error that shows the form."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a date; write it like 2026-09-07", param, ctx)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which part of the timetable was asked for, as it was written."""

    first: date | None = None
    last: date | None = None
    season: str | None = None
    locations: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def window_options(command: F) -> F:
    """`--from`, `--to`, `--season` and `--location`."""
    for option in (
        click.option(
            "--location", "locations", multiple=True, metavar="KEY", help="Only this location. Repeatable."
        ),
        click.option("--season", metavar="KEY", help="Only the dates of this season."),
        click.option("--to", "last", type=Day(), metavar="DATE", help="Only up to this date."),
        click.option("--from", "first", type=Day(), metavar="DATE", help="Only from this date on."),
    ):
        command = option(command)
    return command


def target_options(command: F) -> F:
    """`--target`, `--exclude` and `--tag`."""
    for option in (
        click.option(
            "--tag", "tags", multiple=True, metavar="TAG", help="Only classes with this tag. Repeatable."
        ),
        click.option(
            "--exclude",
            "excludes",
            multiple=True,
            metavar="GLOB",
            help="Leave out these addresses. Repeatable.",
        ),
        click.option(
            "--target", "targets", multiple=True, metavar="GLOB", help="Only these addresses. Repeatable."
        ),
    ):
        command = option(command)
    return command


def select(scope: Scope, schedule: Schedule, *, files: tuple[str, ...]) -> Selection:
    """The selection that a scope means for a schedule.

    Raises:
        Stop: if it names a season, location or tag that no file declares, or dates in reverse.
    """
    known = {timetable.location.key for timetable in schedule.timetables}
    for key in scope.locations:
        if key not in known:
            raise Stop(
                Exit.USAGE, f'there is no location "{key}"', hint="known are: " + ", ".join(sorted(known))
            )
    first, last = scope.first, scope.last
    if scope.season is not None:
        first, last = _season(scope, schedule)
    if first and last and last < first:
        raise Stop(
            Exit.USAGE, f"the dates end on {last}, before they start on {first}", hint="swap --from and --to"
        )
    return Selection(
        window=Window(first=first, last=last),
        season=scope.season,
        locations=tuple(sorted(set(scope.locations))),
        targets=tuple(sorted(set(scope.targets))),
        excludes=tuple(sorted(set(scope.excludes))),
        tags=_tags(scope, schedule),
        files=files,
    )


def _tags(scope: Scope, schedule: Schedule) -> tuple[str, ...]:
    known = {tag for timetable in schedule.timetables for one in timetable.classes for tag in one.tags}
    for tag in scope.tags:
        if tag not in known:
            listed = "known are: " + ", ".join(sorted(known)) if known else "the files declare no tag"
            raise Stop(Exit.USAGE, f'no class has the tag "{tag}"', hint=listed)
    return tuple(sorted(set(scope.tags)))


def _season(scope: Scope, schedule: Schedule) -> tuple[date, date]:
    periods = [
        period
        for timetable in schedule.timetables
        for group_class in timetable.classes
        for period in group_class.periods
    ]
    days = [period.days for period in periods if period.season == scope.season]
    if not days:
        known = sorted({period.season for period in periods if period.season})
        raise Stop(
            Exit.USAGE,
            f'no class runs in a season "{scope.season}"',
            hint="known are: " + ", ".join(known) if known else "the files declare no season",
        )
    first, last = min(d.first for d in days), max(d.last for d in days)
    return max(first, scope.first or first), min(last, scope.last or last)
