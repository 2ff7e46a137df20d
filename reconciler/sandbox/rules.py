"""Checks the body of a create or a replace: a plain dictionary in, a `Wish` or field errors out.

Only what the body alone can tell is checked here; ids, the clock and the timetable are checked later.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from reconciler.sandbox.clock import parse_local
from reconciler.sandbox.exchange import invalid

LARGEST = 2**53 - 1
_COLOR = re.compile(r"#[0-9a-f]{6}\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TEACHER_KEYS = {"both": ("staff_id", "team_member_id"), "team_member_id": ("team_member_id",)}
TEXTS = (("comment", 255), ("color", 7), ("instructions", 500), ("stream_link", 2048))
"""Optional texts and their longest length; the link has no documented one."""
KNOWN = frozenset(
    {"staff_id", "team_member_id", "service_id", "resource_instance_ids", "label_ids", "date", "length"}
    | {"capacity", "technical_break_duration", "force"}
    | {key for key, _ in TEXTS}
)


class Wish(NamedTuple):
    """A body that keeps the rules."""

    staff_id: int
    service_id: int
    room_ids: tuple[int, ...]
    label_ids: tuple[int, ...]
    start: datetime
    """Local, naive."""
    length_s: int
    """As sent."""
    capacity: int
    break_s: int | None
    texts: Mapping[str, str | None]
    """Those that were sent, by wire name; None clears."""
    force: bool


class _Reader:
    """Takes fields out of one body and collects what is wrong with them."""

    def __init__(self, body: Mapping[str, object]) -> None:
        self.body = body
        self.errors: dict[str, list[str]] = {}

    def fail(self, key: str, message: str) -> None:
        self.errors.setdefault(key, []).append(message)

    def integer(self, key: str, low: int, high: int, step: int = 1) -> int:
        value = self.body.get(key)
        if value is None:
            self.fail(key, f"The {key} field is required.")
        elif isinstance(value, bool) or not isinstance(value, int):
            self.fail(key, f"The {key} must be an integer.")
        elif not low <= value <= high:
            self.fail(key, f"The {key} must be between {low} and {high}.")
        elif value % step:
            self.fail(key, f"The {key} must be a multiple of {step}.")
        else:
            return value
        return low

    def ids(self, key: str) -> tuple[int, ...]:
        value = self.body.get(key)
        if not isinstance(value, list):
            problem = "field is required" if value is None else "must be an array"
            self.fail(key, f"The {key} {problem}.")
            return ()
        for i, each in enumerate(value):
            if isinstance(each, bool) or not isinstance(each, int) or not 1 <= each <= LARGEST:
                self.fail(f"{key}.{i}", f"The {key}.{i} must be an integer of at least 1.")
                return ()
        return tuple(sorted(set(value)))

    def start(self, key: str) -> datetime:
        value = self.body.get(key)
        local = parse_local(value) if isinstance(value, str) else None
        if local is None:
            problem = "field is required" if value is None else "does not match the format Y-m-d H:i:s"
            self.fail(key, f"The {key} {problem}.")
            return datetime(1970, 1, 1)  # noqa: DTZ001 - a stand-in that is never used: there is an error
        return local

    def text(self, key: str, longest: int, *, null: bool) -> str | None:
        value = self.body[key]
        if value is None and null:
            return None
        if not isinstance(value, str) or _SURROGATE.search(value):
            self.fail(key, f"The {key} must be a string.")
        elif not 1 <= len(value) <= longest:
            self.fail(key, f"The {key} must have between 1 and {longest} characters.")
        elif key == "color" and not _COLOR.match(value):
            self.fail(key, "The color must look like #rrggbb, in lower case.")
        else:
            return value
        return None

    def flag(self, key: str) -> bool:
        value = self.body.get(key, False)
        if not isinstance(value, bool):
            self.fail(key, f"The {key} must be true or false.")
        return value is True


def read_wish(
    body: Mapping[str, object],
    *,
    replacing: bool,
    staff_key: Literal["both", "team_member_id"],
    extra_fields: Literal["ignore", "refuse"],
) -> Wish:
    """The wish in a body. Raises RefusedError (422) with every field error at once."""
    reader = _Reader(body)
    teacher_key = next((key for key in _TEACHER_KEYS[staff_key] if key in body), _TEACHER_KEYS[staff_key][0])
    wish = Wish(
        staff_id=reader.integer(teacher_key, 1, LARGEST),
        service_id=reader.integer("service_id", 1, LARGEST),
        room_ids=reader.ids("resource_instance_ids"),
        label_ids=reader.ids("label_ids"),
        start=reader.start("date"),
        length_s=reader.integer("length", 1, 86400, 300),
        capacity=reader.integer("capacity", 1, 2**31 - 1),
        break_s=_break(reader),
        texts={key: reader.text(key, longest, null=replacing) for key, longest in TEXTS if key in body},
        force=reader.flag("force"),
    )
    if wish.break_s is not None and "length" not in reader.errors and wish.break_s >= wish.length_s:
        reader.fail("technical_break_duration", "The technical break must be shorter than the length.")
    if extra_fields == "refuse":
        for key in body:
            if key not in KNOWN:
                reader.fail(key[:100], "This field is not known.")
    if reader.errors:
        raise invalid(reader.errors)
    return wish


def _break(reader: _Reader) -> int | None:
    if reader.body.get("technical_break_duration") is None:
        return None
    return reader.integer("technical_break_duration", 0, 3600, 300)
