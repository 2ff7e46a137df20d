"""The options that say which part of the timetable is meant; shared by expand, plan and apply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import click

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
