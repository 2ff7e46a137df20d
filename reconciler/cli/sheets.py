"""`--by teacher|room`: the week on a sheet for each teacher or room; for plan, diff and show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from reconciler.cli.exits import Exit
from reconciler.cli.stop import Stop

F = TypeVar("F", bound=Callable[..., Any])

WITH_WEEKS = ("grid", "markdown", "html")
"""Formats that draw the week."""


def by_option(command: F) -> F:
    """`--by`."""
    return click.option(
        "--by",
        type=click.Choice(["teacher", "room"]),
        help="Draw a week for each of them (--format grid, markdown, html).",
    )(command)


def check_by(by: str | None, form: str) -> None:
    """Raises `Stop` where no week is drawn that could be taken apart."""
    if by is not None and form not in WITH_WEEKS:
        raise Stop(
            Exit.USAGE,
            f"--by draws the week for each {by}, and --format {form} has none",
            hint=f"add --format {', '.join(WITH_WEEKS[:-1])} or {WITH_WEEKS[-1]}",
        )
