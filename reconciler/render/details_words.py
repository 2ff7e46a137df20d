"""One class in a line of words: `Yoga Flow · Anna · big hall · 12 seats`.

Takes the details of a view; returns phrases that are safe to print.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reconciler.render.class_shape import NamesView
from reconciler.render.dates import counted, duration
from reconciler.render.layout import Style, plain, show


def main_words(details: Mapping[str, Any], style: Style) -> str:
    """Service, teacher, rooms, seats and the break after the lesson."""
    parts = name_words(details["names"], style)
    if details["capacity"] is not None:
        parts.append(counted(details["capacity"], "seat", "seats"))
    if details["break_s"] is None:
        parts.append("the location's default break")
    elif details["break_s"]:
        parts.append(f"{duration(details['break_s'])} break")
    return joined(parts, style)


def name_words(names: NamesView, style: Style) -> list[str]:
    """Service, teacher and rooms."""
    parts = [show(name, style) for name in (names["service"], names["staff"]) if name]
    if names["rooms"]:
        parts.append(", ".join(show(room, style) for room in names["rooms"]))
    return parts


def joined(parts: list[str], style: Style) -> str:
    """The phrases with a dot between them."""
    return plain(" · ", style).join(parts)


def other_words(details: Mapping[str, Any], style: Style) -> str:
    """Whatever else would be written: labels, comment, color, instructions, link."""
    parts: list[str] = []
    if details["names"]["labels"]:
        parts.append("labels " + ", ".join(show(label, style) for label in details["names"]["labels"]))
    for key, word in (
        ("color", "color"),
        ("comment", "comment"),
        ("instructions", "instructions"),
        ("stream_link", "link"),
    ):
        if details[key]:
            text = show(details[key], style)
            parts.append(f"{word} {text}" if key == "color" else f'{word} "{text}"')
    return joined(parts, style)


def value_words(field: str, value: Any, names: NamesView | None, style: Style) -> str:
    """The value of one field of a class, with names instead of ids."""
    if value is None or value in ("", []):
        return "none"
    if field in ("length_s", "break_s"):
        return duration(value)
    named = _named(field, names)
    if named is not None:
        return ", ".join(show(name, style) for name in named)
    return f'"{show(value, style)}"' if isinstance(value, str) else show(str(value), style)


def _named(field: str, names: NamesView | None) -> list[str] | None:
    if names is None:
        return None
    match field:
        case "service_id":
            return [names["service"] or ""]
        case "staff_id":
            return [names["staff"] or ""]
        case "resource_instance_ids":
            return names["rooms"]
        case "label_ids":
            return names["labels"]
        case _:
            return None
