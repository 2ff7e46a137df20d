"""Words and shapes that the findings about house rules share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.occurrence import Occurrence

_SHOWN: Final = 3


def lesson_s(occurrence: Occurrence) -> int:
    """Seconds of the lesson, its break not counted."""
    return (occurrence.details.length_s or 0) - (occurrence.details.break_s or 0)


def where(occurrence: Occurrence) -> Span:
    """The place of the last rule that had a say."""
    return occurrence.trace[-1].span


def when(dates: Iterable[date]) -> str:
    """`on 2026-09-07`, or how often and on which dates first."""
    days = sorted(set(dates))
    shown = ", ".join(day.isoformat() for day in days[:_SHOWN])
    return f"on {shown}" if len(days) == 1 else f"on {len(days)} dates, first {shown}"


def finding(
    code: str,
    severity: Severity,
    summary: str,
    detail: str,
    hint: str,
    *,
    span: Span,
    rule: Span | None = None,
    others: tuple[tuple[str, Span], ...] = (),
) -> Diagnostic:
    """A finding at `span`, with the places of other classes and of the rule that it breaks."""
    related = others if rule is None else (*others, ("the rule", rule))
    return Diagnostic(
        code=code, severity=severity, summary=summary, detail=detail, hint=hint, span=span, related=related
    )
