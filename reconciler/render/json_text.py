"""Writes a view as JSON.

Takes any JSON-ready view; returns text: keys in the order of the view, two spaces, one final
line end. Characters that a terminal would act upon, and lone surrogates, are written as
escapes, so that the text can be printed and encoded anywhere and still parses to the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from typing import cast

from reconciler.render.escape import for_json

_compact = json.JSONEncoder(separators=(",", ":")).encode


def to_json(view: Mapping[str, object] | list[dict[str, object]]) -> str:
    """The whole view; the same bytes for the same view."""
    return _written(view, "\n") + "\n"


def to_json_line(view: Mapping[str, object]) -> str:
    """The view on one line with its line end, in ASCII; for streams of JSON."""
    return _compact(view) + "\n"


@lru_cache(maxsize=1 << 15)
def _quoted(text: str) -> str:
    """Most texts of a plan stand in it again and again: keys, names, traces."""
    return for_json(encode_basestring(text))


def _written(value: object, line: str) -> str:
    """The standard library has no C code for indented output; this also escapes on the way."""
    if isinstance(value, dict) and value:
        inner = line + "  "
        return f"{{{inner}{f',{inner}'.join(_pairs(value, inner))}{line}}}"
    if isinstance(value, list) and value:
        inner = line + "  "
        return f"[{inner}{f',{inner}'.join([_written(each, inner) for each in value])}{line}]"
    if isinstance(value, str):
        return _quoted(value)
    return _compact(value)


def _pairs(members: Mapping[str, object], line: str) -> list[str]:
    """Scalars are written here and not by a call for each: they are nearly all of a long plan."""
    pairs = []
    for key, value in members.items():
        kind = type(value)
        if kind is str:
            text = _quoted(cast("str", value))
        elif kind is int:
            text = str(value)
        elif value is None:
            text = "null"
        else:
            text = _written(value, line)
        pairs.append(f"{_quoted(key)}: {text}")
    return pairs
