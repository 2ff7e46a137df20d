"""What the first screen of the report says of one kind of change, as plain values."""

from __future__ import annotations

from typing import NamedTuple


class HeadlineLine(NamedTuple):
    """One rule of what changes, or all of it in short."""

    when: str
    """`Mon, Wed 18:30-19:25 → 18:45-19:40`."""
    what: str
    """`Yoga Flow · Anna · big hall · 16 seats`."""
    dates: str
    """`14 classes, 11 Jan to 10 Mar 2027; not 8 Mar`; "" if `when` says it."""


class Headline(NamedTuple):
    """One kind of change: how much of it, when, and which classes it meets."""

    kind: str
    sign: str
    words: str
    """`create: 10 classes, 15 Jan to 2 Apr 2027`."""
    lines: tuple[HeadlineLine, ...]
