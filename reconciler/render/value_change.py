"""What differs between a class there and a class wanted, in words: `teacher: Ben -> Anna`.

Takes the details of both sides as a view has them; returns phrases that are safe to print. Two
names that read alike but have other numbers in the booking system are told apart by the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reconciler.render.class_shape import DetailsView, NamesView
from reconciler.render.details_words import value_words
from reconciler.render.layout import Style, show
from reconciler.render.shape import DriftView
from reconciler.render.wording import FIELDS

_NAMED = frozenset({"service_id", "staff_id", "resource_instance_ids", "label_ids"})


def drift_words(drift: DriftView, style: Style) -> list[str]:
    """One phrase for each field that differs from the files, in the order of the view."""
    before, after = drift["before"], drift["after"]
    names = (before["names"], None if after is None else after["names"])
    fields = {change["field"] for change in drift["changes"]}
    words = [
        change_words(change["field"], change["before"], change["after"], names, style)
        for change in drift["changes"]
    ]
    if after is not None and "break_s" in fields and "length_s" not in fields:
        words += _lesson(before, after, style)
    return words


def change_words(
    field: str, before: Any, after: Any, names: tuple[NamesView, NamesView | None], style: Style
) -> str:
    """`teacher: Ben -> Anna`; the break says itself what it is."""
    if field == "start" and str(before)[:10] == str(after)[:10]:
        # Only the times if the day is the same, so that the same move on many days folds.
        there, wanted = (_clock(str(value)[11:16], style) for value in (before, after))
    else:
        there, wanted = (
            value_words(field, value, its, style) for value, its in zip((before, after), names, strict=True)
        )
    if there == wanted and field in _NAMED:
        there, wanted = (
            f"{words} ({_numbers(value, style)})" for words, value in ((there, before), (wanted, after))
        )
    words = f"{there} {style.arrow} {wanted}"
    if field == "length_s":
        words += ", break included"
    return words if field == "break_s" else f"{FIELDS.get(field) or show(field, style)}: {words}"


def _clock(text: str, style: Style) -> str:
    """`18:30`, or as it stands if it is no time."""
    hours, colon, minutes = text.partition(":")
    is_time = colon and len(text) == 5 and hours.isascii() and minutes.isascii()
    return text if is_time and hours.isdigit() and minutes.isdigit() else show(text, style)


def _numbers(value: Any, style: Style) -> str:
    numbers: Sequence[Any] = value if isinstance(value, list | tuple) else (value,)
    return show(", ".join(map(str, numbers)), style)


def _lesson(before: DetailsView, after: DetailsView, style: Style) -> list[str]:
    """A longer break in the same time makes the lesson shorter, which no field says."""
    was, now = _lesson_minutes(before), _lesson_minutes(after)
    if was is None or now is None or was == now:
        return []
    return [f"lesson: {was} min {style.arrow} {now} min"]


def _lesson_minutes(details: DetailsView) -> int | None:
    if details["length_s"] is None or details["break_s"] is None:
        return None
    return (details["length_s"] - details["break_s"]) // 60
