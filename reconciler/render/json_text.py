"""Writes a view as JSON.

Takes any JSON-ready view; returns text: keys in the order of the view, two spaces, one final
line end. Characters that a terminal would act upon, and lone surrogates, are written as
escapes, so that the text can be printed and encoded anywhere and still parses to the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from json.encoder import encode_basestring

from reconciler.render.escape import for_json

_compact = json.JSONEncoder(separators=(",", ":")).encode


def to_json(view: Mapping[str, object]) -> str:
    """The whole view; the same bytes for the same view."""
    return _written(view, "\n") + "\n"


def to_json_line(view: Mapping[str, object]) -> str:
    """The view on one line with its line end, in ASCII; for streams of JSON."""
    return _compact(view) + "\n"


def _quoted(text: str) -> str:
    return for_json(encode_basestring(text))


def _written(value: object, line: str) -> str:
    """The standard library has no C code for indented output; this also escapes on the way."""
    if isinstance(value, str):
        return _quoted(value)
    if value is None:
        return "null"
    if type(value) is int:
        return str(value)
    if isinstance(value, dict) and value:
        inner = line + "  "
        pairs = [f"{_quoted(key)}: {_written(each, inner)}" for key, each in value.items()]
        return f"{{{inner}{f',{inner}'.join(pairs)}{line}}}"
    if isinstance(value, list) and value:
        inner = line + "  "
        return f"[{inner}{f',{inner}'.join([_written(each, inner) for each in value])}{line}]"
    return _compact(value)
