"""The recurring phrases of schema errors: names of places, nearest keys, examples."""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from typing import Any

from reconciler.load.guards import printable
from reconciler.load.mapping import Path

_SYNONYMS = {
    "time": "at", "start": "at", "start_time": "at", "days": "every", "day": "every", "weekday": "every",
    "weekdays": "every", "teacher": "staff", "trainer": "staff", "coach": "staff", "instructor": "staff",
    "max": "capacity", "places": "capacity", "seats": "capacity", "spots": "capacity", "length": "duration",
    "until": "to", "end": "to", "till": "to", "since": "from", "colour": "color", "note": "comment",
    "notes": "comment", "reason": "because", "date": "on", "hall": "room", "lane": "room",
    "season": "seasons", "tag": "tags", "change": "changes", "holidays": "public_holidays",
    "altegio_id": "id", "key": "id", "name": "id", "title": "id", "tz": "timezone", "zone": "timezone",
    "url": "link", "pause": "break",
}  # fmt: skip
"""What people call a key -> what it is called here."""

_EXPLAINED = dict.fromkeys(
    ("price", "prices", "cost", "fee"),
    "in the booking system the price belongs to the service: make a second service with the other price "
    "there, and name it here as `service:`, from a date on under `changes:`",
)
"""Keys that people look for in vain -> what to do instead."""

_ENTRIES = {
    "classes": "this class",
    "exceptions": "this exception",
    "closures": "this closure",
    "special_weeks": "this special week",
    "special_days": "this special day",
    "absences": "this absence",
    "room_outages": "this outage",
    "changes": "this change",
    "parallel": "this group",
}


def nearest_key(key: str, allowed: list[str]) -> str:
    """A hint with the key that was meant, or with all that can stand there."""
    if key in _EXPLAINED and "service" in allowed:
        return _EXPLAINED[key]
    head = key.split(":", 1)[0]
    if head != key and head in allowed:
        return f"put a space after the colon: `{head}: …`"
    known = dict.fromkeys(allowed) | {word: None for word, meant in _SYNONYMS.items() if meant in allowed}
    near = get_close_matches(key[:100].lower(), known, n=1, cutoff=0.65)
    if near:
        return f"did you mean `{near[0] if near[0] in allowed else _SYNONYMS[near[0]]}`?"
    return "known are: " + ", ".join(allowed)


def last_key(path: Path) -> str:
    """The innermost key of a path, "" if there is none."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def place_name(path: Path) -> str:
    """How a message calls a place: `at`, or entry 2 of `every`; "" for the root."""
    if not path:
        return ""
    last = path[-1]
    if isinstance(last, int):
        if len(path) > 1 and path[-2] in _ENTRIES:
            return _ENTRIES[str(path[-2])]
        return f"entry {last + 1} of {place_name(path[:-1])}"
    return f"`{printable(last)}`"


def example(key: str, about: dict[str, Any]) -> str:
    """A hint with the schema's first example, as it would be written; "" without one."""
    examples = about.get("examples")
    if not examples:
        return ""
    example = examples[0]
    quoted = isinstance(example, str) and not example[:1].isalpha() and "-" not in example
    written = example if isinstance(example, str) and not quoted else json.dumps(example, ensure_ascii=False)
    return f"write, for example, `{printable(key)}: {_unquoted(written)}`"


def _unquoted(flow: str) -> str:
    """JSON as people write it in YAML: words without quotation marks."""
    return re.sub(r'"([A-Za-z][A-Za-z0-9 _-]*)"', r"\1", flow)
