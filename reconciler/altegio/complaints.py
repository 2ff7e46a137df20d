"""Errors that the API states in its own envelope, wherever in it they stand.

Takes the bytes of an answer, returns a `Complaint` or None. Messages are localised: they are
shown, and never decide anything.
"""

from __future__ import annotations

import json
from typing import NamedTuple

_FIELDS_SHOWN = 20
_TEXT_SHOWN = 300


class Complaint(NamedTuple):
    """An error in the API's own envelope. All texts are untrusted, clipped, and printable."""

    message: str
    """"" if the envelope brings none."""
    fields: tuple[tuple[str, str], ...]
    """(wire field, message); the field is "" where a plain list was sent."""
    denies: bool
    """`success` is false and there is no data: it says no, whatever the status."""


def complaint_in(body: bytes) -> Complaint | None:
    """The error that an answer states in the API's own envelope; None if it is no such envelope."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    meta = answer.get("meta")
    meta = meta if isinstance(meta, dict) else {}
    errors = answer.get("errors")
    message = printable(meta.get("message"))
    if not message and isinstance(errors, dict):
        message = printable(errors.get("message"))
    fields = tuple(_pairs(meta.get("errors")) or _pairs(errors))[:_FIELDS_SHOWN]
    failed = answer.get("success") is False
    if not failed and not message and not fields:
        return None
    return Complaint(message, fields, denies=failed and not answer.get("data"))


def _pairs(errors: object) -> list[tuple[str, str]]:
    if isinstance(errors, dict):
        return [
            (printable(field), printable(message))
            for field, messages in errors.items()
            if field not in {"code", "message"}
            for message in (messages if isinstance(messages, list) else [messages])
        ]
    if isinstance(errors, list):
        return [_pair(error) for error in errors]
    return []


def _pair(error: object) -> tuple[str, str]:
    if not isinstance(error, dict):
        return "", printable(error)
    message = error.get("detail") or error.get("title") or error.get("message") or error.get("error")
    return printable(error.get("field")), printable(message)


def printable(value: object) -> str:
    """Untrusted text made fit for one line: no control or bidi characters, clipped."""
    if not isinstance(value, str):
        return "" if value is None or isinstance(value, dict | list) else str(value)[:_TEXT_SHOWN]
    clipped = value if len(value) <= _TEXT_SHOWN else value[:_TEXT_SHOWN] + "…"
    return "".join(c if c.isprintable() else " " for c in clipped).strip()
