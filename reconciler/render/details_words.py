"""One class in a line of words: `Yoga Flow · Anna · big hall · 12 seats`.

Takes the details of a view; returns phrases that are safe to print.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from reconciler.render.class_shape import NamesView
from reconciler.render.dates import counted, duration, full_day
from reconciler.render.layout import Style, plain, show
from reconciler.render.turns import Turn


def main_words(details: Mapping[str, Any], style: Style) -> str:
    """Service, teacher, rooms, seats and the break after the lesson."""
    return variants_words((details,), style)


def variants_words(variants: Sequence[Mapping[str, Any]], style: Style) -> str:
    """The same for variants that differ in teacher, rooms or seats: `Ben, lane 1 / Georg, lane 2`."""
    first, same = variants[0], _same(variants)
    service = first["names"]["service"]
    parts = [_said(service, _shown, style)] if service else []
    parts += [word(first, style) for key, word in _VARIANT if key in same and key != "capacity"]
    if len(variants) > 1:
        parts.append(" / ".join(variant_words(each, variants, style) for each in variants))
    if "capacity" in same:
        parts.append(_seats(first, style))
    parts.append(_break(first, style))
    return joined([each for each in parts if each], style)


def variant_words(details: Mapping[str, Any], variants: Sequence[Mapping[str, Any]], style: Style) -> str:
    """One of several variants, by what tells it from the others: `Ben, lane 1`."""
    same = _same(variants)
    words = [word(details, style) or "none" for key, word in _VARIANT if key not in same]
    return ", ".join(words)


def _same(variants: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """In which respects the variants are all alike."""
    first = variants[0]
    return frozenset(
        key for key, _ in _VARIANT if all(_respect(each, key) == _respect(first, key) for each in variants)
    )


def _respect(details: Mapping[str, Any], key: str) -> object:
    if key == "capacity":
        return details["capacity"]
    return (details[_IDS[key]] or None, details["names"][key] or None)


def _said(value: Any, say: Callable[[Any, Style], str], style: Style) -> str:
    """The words for a value; for one that changes, the words before and after."""
    if not isinstance(value, Turn):
        return say(value, style)
    return f"{say(value.before, style) or 'none'} {style.arrow} {say(value.after, style) or 'none'}"


def _shown(text: str | None, style: Style) -> str:
    return show(text or "", style)


def _listed(names: Sequence[str] | None, style: Style) -> str:
    return ", ".join(show(name, style) for name in names or ())


def _staff(details: Mapping[str, Any], style: Style) -> str:
    return _said(details["names"]["staff"], _shown, style)


def _rooms(details: Mapping[str, Any], style: Style) -> str:
    return _said(details["names"]["rooms"], _listed, style)


def _seats(details: Mapping[str, Any], style: Style) -> str:
    seats = details["capacity"]
    if isinstance(seats, Turn) and seats.before is not None and seats.after is not None:
        return f"{show(str(seats.before), style)} {style.arrow} {_counted_seats(seats.after, style)}"
    return _said(seats, _counted_seats, style)


def _counted_seats(seats: int | None, style: Style) -> str:
    return "" if seats is None else show(counted(seats, "seat", "seats"), style)


def _break(details: Mapping[str, Any], style: Style) -> str:
    value = details["break_s"]
    if isinstance(value, Turn):
        before, after = (_break_words(each) or "no break" for each in value)
        return f"{before} {style.arrow} {after}"
    return _break_words(value)


def _break_words(break_s: int | None) -> str:
    if break_s is None:
        return "the location's default break"
    return f"{duration(break_s)} break" if break_s else ""


_IDS = {"staff": "staff_id", "rooms": "resource_instance_ids"}
_VARIANT = (("staff", _staff), ("rooms", _rooms), ("capacity", _seats))
"""The respects in which variants may differ, in the order of words."""


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
    """Whatever else would be written: labels, comment, color, instructions, link, and that it is forced."""
    parts: list[str] = []
    if details["names"]["labels"]:
        parts.append(f"labels {_said(details['names']['labels'], _listed, style)}")
    for key, word in (
        ("color", "color"),
        ("comment", "comment"),
        ("instructions", "instructions"),
        ("stream_link", "link"),
    ):
        if details[key]:
            say = _shown if key == "color" else _quoted
            parts.append(f"{word} {_said(details[key], say, style)}")
    if details.get("force"):
        parts.append(_overlap(details["force"], style))
    if isinstance(zone := details.get("timezone"), Turn):
        parts.append(f"time zone {_said(zone, _shown, style)}")
    return joined(parts, style)


def _overlap(force: bool | Turn, style: Style) -> str:
    if not isinstance(force, Turn):
        return "may overlap: made even if the teacher or a room is busy"
    before, after = (value_words("force", each, None, style) for each in force)
    return f"may overlap: {before} {style.arrow} {after}"


def _quoted(text: str | None, style: Style) -> str:
    return f'"{show(text, style)}"' if text else ""


def value_words(field: str, value: Any, names: NamesView | None, style: Style) -> str:
    """The value of one field of a class, with names instead of ids."""
    if field == "break_s":
        return f"{duration(value)} break" if value else "no break"
    if field == "force":
        return "yes" if value else "no"
    if value is None or value in ("", []):
        return "none"
    if field == "length_s":
        return f"{value // 60} min"
    if field == "start":
        return _start(str(value), style)
    named = _named(field, names)
    if named is not None:
        return ", ".join(show(name, style) for name in named)
    return f'"{show(value, style)}"' if isinstance(value, str) else show(str(value), style)


def _start(value: str, style: Style) -> str:
    """`Thu 14 Jan 2027 18:30`, or as it stands if it is no date and time."""
    try:
        return f"{full_day(datetime.fromisoformat(value))} {value[11:16]}"
    except ValueError:  # only in a forged file
        return show(value, style)


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
