"""How a plan gets onto stdout: formats and the options about them, for plan and show."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reconciler.cli.output import style_of, writer_of
from reconciler.cli.settings import Settings

if TYPE_CHECKING:
    from reconciler.render import PlanView

F = TypeVar("F", bound=Callable[..., Any])

PLAN_FORMATS = ("text", "grid", "json", "markdown", "html", "ics", "csv", "gitlab")


def numbers_option(command: F) -> F:
    """`--numbers`."""
    return click.option(
        "--numbers", is_flag=True, help="Add seats and hours of services, teachers and rooms."
    )(command)


def show_plan(
    view: PlanView, form: str, settings: Settings, *, expand: bool, numbers: bool, by: str | None
) -> None:
    """Put a plan on stdout; with `numbers`, what people read in a terminal ends with them."""
    from reconciler.render import FORMATS, numbers_to_text

    style = style_of(settings, sys.stdout, expand=expand, by=by)
    text = FORMATS[form](view, style)
    if numbers and form in ("text", "grid") and (table := numbers_to_text(view["numbers"], style)):
        text = f"{text}\n{table}"
    writer_of(form)(text)
