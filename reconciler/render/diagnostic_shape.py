"""The shape of one finding in a view. Types only."""

from __future__ import annotations

from typing import TypedDict


class PlaceView(TypedDict):
    """A point in a file; both count from 1."""

    line: int
    column: int


class RangeView(TypedDict):
    """A stretch of a file; the end is exclusive."""

    filename: str
    start: PlaceView
    end: PlaceView


class RelatedView(TypedDict):
    """Another place that takes part in a finding."""

    text: str
    range: RangeView


class DiagnosticView(TypedDict):
    """One finding about what somebody wrote."""

    code: str
    severity: str
    summary: str
    detail: str
    range: RangeView | None
    hint: str
    related: list[RelatedView]
