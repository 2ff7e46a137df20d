"""Tells what a plan leaves out: fields that nobody could compare, what is past, what is not published yet.

Takes a view and a style; returns sentences that are safe to print.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconciler.render.dates import classes
from reconciler.render.layout import Style, show
from reconciler.render.shape import PlanView
from reconciler.render.wording import FIELDS


def notes_of(view: PlanView, style: Style) -> Iterator[str]:
    """The sentences; none if nothing is left out."""
    unknown, summary = view["compared"]["unknown_fields"], view["summary"]
    if unknown:
        fields = ", ".join(FIELDS.get(field) or show(field, style) for field in unknown)
        yield f"Not compared (the list of this edition lacks them): {fields}. Use --details."
    if summary["past"]:
        yield f"Already started, so neither compared nor written: {classes(summary['past'])}."
    if summary["unpublished"]:
        yield f"Not yet published, so not created: {classes(summary['unpublished'])}."
