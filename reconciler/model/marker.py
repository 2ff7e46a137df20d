"""The mark by which an activity is known as ours, and as which occurrence.

The last token of an activity's comment is `#rc:` and 12 hexadecimal digits of a hash over
the location's id and the address of the occurrence. It is the same on every machine and in
every run, and does not change when a class is moved or gets another teacher.
"""

from __future__ import annotations

import re
from hashlib import sha256

PREFIX = "#rc:"
DIGITS = 12
COMMENT_LIMIT = 255
"""Characters that the booking system accepts in a comment, marker included."""
NOTE_LIMIT = COMMENT_LIMIT - len(PREFIX) - DIGITS - 1
"""Characters that are left for people when a marker follows: 238."""

_MARKED = re.compile(r"(?:^|(?<=\s))#rc:([0-9a-f]{12})\s*\Z")


def marker_of(location_id: int, address: str) -> str:
    """The 12 hexadecimal digits that mark this occurrence at this location."""
    return sha256(f"{location_id}\n{address}".encode()).hexdigest()[:DIGITS]


def with_marker(note: str, marker: str | None) -> str:
    """The comment as it is stored: people's note, then the marker as the last token."""
    if marker is None:
        return note
    return f"{note} {PREFIX}{marker}" if note else f"{PREFIX}{marker}"


def split_marker(comment: str) -> tuple[str, str | None]:
    """People's note and the marker (None if there is none), from a stored comment."""
    found = _MARKED.search(comment) if PREFIX in comment else None
    if found is None:
        return comment, None
    return comment[: found.start()].rstrip(), found.group(1)
