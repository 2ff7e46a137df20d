"""Writes diagnostics as workflow commands, so that they show beside the lines of a pull request.

Takes diagnostics; returns one `::error …` line for each.
"""

from __future__ import annotations

from collections.abc import Iterable

from reconciler.model.diagnostic import Diagnostic, Span
from reconciler.render.escape import for_github_message, for_github_property


def to_github(diagnostics: Iterable[Diagnostic]) -> str:
    """One line for each finding, in the order of a report."""
    return "".join(_line(found) for found in sorted(diagnostics, key=Diagnostic.sort_key))


def _line(found: Diagnostic) -> str:
    place = [] if found.span is None else _place(found.span)
    properties = ",".join([*place, f"title={for_github_property(found.code)}"])
    related = [f"{span}: {text}" for text, span in found.related]
    message = "\n".join(text for text in (found.summary, found.detail, *related, found.hint) if text)
    return f"::{found.severity.value} {properties}::{for_github_message(message)}\n"


def _place(span: Span) -> list[str]:
    place = [f"file={for_github_property(span.file)}", f"line={span.line}", f"col={span.column}"]
    place.append(f"endLine={span.end_line}")
    if span.end_line == span.line:
        place.append(f"endColumn={span.end_column}")
    return place
