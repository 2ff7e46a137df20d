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
DIFF_FORMATS = tuple(form for form in PLAN_FORMATS if form != "gitlab")  # whose report is about a plan


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


def lack_of(view: PlanView) -> str:
    """Why a plan does not speak for all that there is, in words; "" if what it does not name has ended."""
    options, summary = view["options"], view["summary"]
    narrowed = any((options["from"], options["to"], options["season"], options["locations"]))
    if narrowed or not view["complete"]:
        return "Only a part of the timetable is in them"
    if summary["unpublished"]:
        return "Classes that are not published yet are not in them"
    if view["errored"] or not all(gate["passed"] for gate in view["gates"]):
        return "This plan cannot be applied"
    return ""
