"""Joins what is created with the pattern that it prolongs, for a grid that tells each class once.

Takes entries of a week; returns entries.
"""

from __future__ import annotations

from collections.abc import Sequence

from reconciler.render.week.told import IN_PLACE
from reconciler.render.week.typical import Entry

_CREATED = "+"


def told_once(entries: Sequence[Entry]) -> list[Entry]:
    """The entries without those in place whose pattern is prolonged: the plus stands for both."""
    created = {entry.pattern for entry in entries if entry.sign == _CREATED}
    return [entry for entry in entries if entry.sign != IN_PLACE or entry.pattern not in created]
