"""Writes diagnostics as JSON, in Terraform's shape of `validate`.

Takes diagnostics; returns dictionaries that are ready for JSON, or the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.render.diagnostic_shape import DiagnosticView, RangeView
from reconciler.render.json_text import to_json


class ValidationView(TypedDict):
    """What `validate --format json` says."""

    valid: bool
    error_count: int
    warning_count: int
    diagnostics: list[DiagnosticView]


def diagnostics_to_json(diagnostics: Iterable[Diagnostic]) -> str:
    """The whole answer, findings in the order of a report."""
    return to_json({**validation_view(diagnostics)})


def validation_view(diagnostics: Iterable[Diagnostic]) -> ValidationView:
    """The answer as a dictionary; valid means without errors."""
    found = sorted(diagnostics, key=Diagnostic.sort_key)
    errors = sum(each.severity is Severity.ERROR for each in found)
    return {
        "valid": errors == 0,
        "error_count": errors,
        "warning_count": sum(each.severity is Severity.WARNING for each in found),
        "diagnostics": [diagnostic_view(each) for each in found],
    }


def diagnostic_view(diagnostic: Diagnostic) -> DiagnosticView:
    """One finding."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "summary": diagnostic.summary,
        "detail": diagnostic.detail,
        "range": None if diagnostic.span is None else _range(diagnostic.span),
        "hint": diagnostic.hint,
        "related": [{"text": text, "range": _range(span)} for text, span in diagnostic.related],
    }


def diagnostics_of(views: Iterable[DiagnosticView]) -> tuple[Diagnostic, ...]:
    """The findings that a view carries, such as those of a saved plan."""
    return tuple(
        Diagnostic(
            code=view["code"],
            severity=Severity(view["severity"]),
            summary=view["summary"],
            detail=view["detail"],
            hint=view["hint"],
            span=None if view["range"] is None else _span(view["range"]),
            related=tuple((each["text"], _span(each["range"])) for each in view["related"]),
        )
        for view in views
    )


def _range(span: Span) -> RangeView:
    return {
        "filename": span.file,
        "start": {"line": span.line, "column": span.column},
        "end": {"line": span.end_line, "column": span.end_column},
    }


def _span(view: RangeView) -> Span:
    start, end = view["start"], view["end"]
    return Span(view["filename"], start["line"], start["column"], end["line"], end["column"])
