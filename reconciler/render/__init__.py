"""Plans, reports, findings and occurrences -> views and words.

Takes nouns of the model; returns one JSON view (`plan_view`, `occurrences_view`, `report_view`,
`validation_view`) or text drawn from it. Prints nothing, reads no clock and no terminal: the
same value gives the same bytes everywhere. Calendar files need a heavier library and have
their own front: `reconciler.render.to_ics`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from reconciler.render.diagnostics_json import diagnostics_of, diagnostics_to_json, validation_view
from reconciler.render.diagnostics_text import diagnostics_to_text
from reconciler.render.layout import Style
from reconciler.render.occurrences_view import OccurrencesView, occurrences_view
from reconciler.render.operations import operations
from reconciler.render.planfile import PlanFileError, load_plan_view
from reconciler.render.report import ReportView, outcome_view, report_to_text, report_view
from reconciler.render.shape import PlanView
from reconciler.render.to_csv import occurrences_to_csv
from reconciler.render.to_github import to_github
from reconciler.render.to_json import to_json, to_json_line
from reconciler.render.to_junit import to_junit
from reconciler.render.to_sarif import to_sarif
from reconciler.render.to_table import occurrences_to_table
from reconciler.render.to_text import to_text
from reconciler.render.view import plan_view


def _json(view: PlanView, _style: Style) -> str:
    return to_json(view)


FORMATS: Mapping[str, Callable[[PlanView, Style], str]] = MappingProxyType({"text": to_text, "json": _json})
"""How a plan can be shown, by the name of `--format`; a new format is one line here."""

__all__ = [
    "FORMATS",
    "OccurrencesView",
    "PlanFileError",
    "PlanView",
    "ReportView",
    "Style",
    "diagnostics_of",
    "diagnostics_to_json",
    "diagnostics_to_text",
    "load_plan_view",
    "occurrences_to_csv",
    "occurrences_to_table",
    "occurrences_view",
    "operations",
    "outcome_view",
    "plan_view",
    "report_to_text",
    "report_view",
    "to_github",
    "to_json",
    "to_json_line",
    "to_junit",
    "to_sarif",
    "to_text",
    "validation_view",
]
