"""Plans, reports, findings and occurrences -> views and words.

Takes nouns of the model; returns one JSON view (`plan_view`, `occurrences_view`, `report_view`,
`validation_view`) or text drawn from it. Prints nothing, reads no clock and no terminal: the
same value gives the same bytes everywhere. The lines of `apply --json` are in
`reconciler.render.stream`.

Each name is imported when it is first asked for, so that a command pays only for what it uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reconciler.render.compared_view import diff_view
    from reconciler.render.diagnostics_json import diagnostics_of, diagnostics_to_json, validation_view
    from reconciler.render.diagnostics_text import diagnostics_to_text
    from reconciler.render.github_text import to_github
    from reconciler.render.gitlab_text import to_codequality
    from reconciler.render.json_text import to_json, to_json_line
    from reconciler.render.junit_text import to_junit
    from reconciler.render.layout import Style
    from reconciler.render.numbers_words import numbers_to_text
    from reconciler.render.occurrence_views import OccurrencesView, occurrences_view
    from reconciler.render.operation_digest import operations
    from reconciler.render.plan_text import to_text
    from reconciler.render.planfile import PlanFileError, load_plan_view
    from reconciler.render.report import ReportView, outcome_view, report_to_text, report_view
    from reconciler.render.sarif_text import to_sarif
    from reconciler.render.shape import PlanView
    from reconciler.render.to_csv import occurrences_to_csv
    from reconciler.render.to_ics import (
        CalendarFiles,
        occurrence_calendars,
        occurrences_to_ics,
        plan_calendars,
        plan_to_ics,
        withdrawn,
    )
    from reconciler.render.to_table import occurrences_to_table
    from reconciler.render.view import plan_view

_HOMES = {
    "CalendarFiles": "to_ics",
    "OccurrencesView": "occurrence_views",
    "PlanFileError": "planfile",
    "PlanView": "shape",
    "ReportView": "report",
    "Style": "layout",
    "diagnostics_of": "diagnostics_json",
    "diagnostics_to_json": "diagnostics_json",
    "diagnostics_to_text": "diagnostics_text",
    "diff_view": "compared_view",
    "load_plan_view": "planfile",
    "numbers_to_text": "numbers_words",
    "occurrence_calendars": "to_ics",
    "occurrences_to_csv": "to_csv",
    "occurrences_to_ics": "to_ics",
    "occurrences_to_table": "to_table",
    "occurrences_view": "occurrence_views",
    "operations": "operation_digest",
    "outcome_view": "report",
    "plan_calendars": "to_ics",
    "plan_to_ics": "to_ics",
    "plan_view": "view",
    "report_to_text": "report",
    "report_view": "report",
    "to_codequality": "gitlab_text",
    "to_github": "github_text",
    "to_json": "json_text",
    "to_json_line": "json_text",
    "to_junit": "junit_text",
    "to_sarif": "sarif_text",
    "to_text": "plan_text",
    "validation_view": "diagnostics_json",
    "withdrawn": "to_ics",
}
"""Public names and the modules that have them."""


def __getattr__(name: str) -> object:
    """Imports the module that has the name; `AttributeError` if none has it."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)


def _text(view: PlanView, style: Style) -> str:
    from reconciler.render.plan_text import to_text

    return to_text(view, style)


def _json(view: PlanView, _style: Style) -> str:
    from reconciler.render.json_text import to_json

    return to_json(view)


def _grid(view: PlanView, style: Style) -> str:
    from reconciler.render.week.text import week_to_text

    return week_to_text(view, style)


def _html(view: PlanView, style: Style) -> str:
    from reconciler.render.html import to_html

    return to_html(view, style.by)


def _markdown(view: PlanView, style: Style) -> str:
    from reconciler.render.to_markdown import to_markdown

    return to_markdown(view, style.by)


def _ics(view: PlanView, _style: Style) -> str:
    from reconciler.render.to_ics import plan_to_ics

    return plan_to_ics(view)


def _gitlab(view: PlanView, _style: Style) -> str:
    from reconciler.render.gitlab_text import to_gitlab

    return to_gitlab(view)


def _csv(view: PlanView, _style: Style) -> str:
    from reconciler.render.plan_csv import plan_to_csv

    return plan_to_csv(view)


FORMATS: Mapping[str, Callable[[PlanView, Style], str]] = MappingProxyType(
    {
        "text": _text,
        "grid": _grid,
        "json": _json,
        "markdown": _markdown,
        "html": _html,
        "ics": _ics,
        "csv": _csv,
        "gitlab": _gitlab,
    }
)
"""How a plan can be shown, by the name of `--format`; a new format is one function and one entry."""

__all__ = [
    "FORMATS",
    "CalendarFiles",
    "OccurrencesView",
    "PlanFileError",
    "PlanView",
    "ReportView",
    "Style",
    "diagnostics_of",
    "diagnostics_to_json",
    "diagnostics_to_text",
    "diff_view",
    "load_plan_view",
    "numbers_to_text",
    "occurrence_calendars",
    "occurrences_to_csv",
    "occurrences_to_ics",
    "occurrences_to_table",
    "occurrences_view",
    "operations",
    "outcome_view",
    "plan_calendars",
    "plan_to_ics",
    "plan_view",
    "report_to_text",
    "report_view",
    "to_codequality",
    "to_github",
    "to_json",
    "to_json_line",
    "to_junit",
    "to_sarif",
    "to_text",
    "validation_view",
    "withdrawn",
]
