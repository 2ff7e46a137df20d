"""Draws what deviates from the files, folded by reason, series or service, and kind of change.

Takes the entries of a view and a style; returns lines. All of it is only reported.
"""

from __future__ import annotations

from datetime import date

from reconciler.model.plan import Reason
from reconciler.render.dates import classes, counted, stretch
from reconciler.render.details_words import joined, name_words, value_words
from reconciler.render.layout import BOLD_YELLOW, Style, indented, painted, show, signed
from reconciler.render.plan_text.creates import place, start_words
from reconciler.render.series import series_of
from reconciler.render.shape import DriftView, FieldChangeView
from reconciler.render.wording import FIELDS, REASONS, SIGNS

_FEW_IDS = 3


def drift_section(drift: list[DriftView], style: Style) -> list[str]:
    """Everything that deviates; one block for each reason."""
    if not drift:
        return []
    verb = "class deviates" if len(drift) == 1 else "classes deviate"
    title = f"Drift: {len(drift)} {verb} from the files; only reported, nothing is written"
    lines = [painted(line, BOLD_YELLOW, style) for line in indented(title, 0, style)]
    by_reason: dict[str, list[DriftView]] = {}
    for each in drift:
        by_reason.setdefault(each["reason"], []).append(each)
    for code, alike in by_reason.items():
        reason = Reason(code)
        lines += ["", *indented(f"{REASONS[reason].sentence}: {classes(len(alike))}", 2, style)]
        for head, entries in _folded(alike, style).items():
            lines += _block(head, entries, SIGNS[reason], style)
        if REASONS[reason].next_step:
            lines += indented(f"Next: {REASONS[reason].next_step}", 2, style)
    return lines


def _folded(drift: list[DriftView], style: Style) -> dict[str, list[DriftView]]:
    found: dict[str, list[DriftView]] = {}
    for each in drift:
        found.setdefault(_head(each, style), []).append(each)
    return found


def _head(drift: DriftView, style: Style) -> str:
    if drift["address"] is not None and drift["origin"] is not None:
        return f"{show(series_of(drift['address']), style)}  {place(drift['origin'], style)}"
    names = joined(name_words(drift["before"]["names"], style), style)
    return f"{show(drift['location'], style)}  {names}"


def _block(head: str, entries: list[DriftView], sign: str, style: Style) -> list[str]:
    lines = signed(sign, head, 4, style)
    by_change: dict[str, list[DriftView]] = {}
    for each in entries:
        words = ", ".join(_change(change, each, style) for change in each["changes"])
        words = f"{words} in the files" if words else ""
        by_change.setdefault(words, []).append(each)
    for words, alike in by_change.items():
        lines += _alike(words, alike, style)
    return lines


def _alike(words: str, alike: list[DriftView], style: Style) -> list[str]:
    if style.expand or len(alike) == 1:
        return [line for each in alike for line in _one(words, each, style)]
    days = sorted(date.fromisoformat(each["before"]["start"][:10]) for each in alike)
    heads = sum(each["booked"] or 0 for each in alike)
    text = f"{classes(len(alike))}, {stretch(days[0], days[-1])}"
    if words:
        text = f"{words}: {text}"
    if heads:
        text += f"; {counted(heads, 'person', 'people')} booked"
    return indented(f"{text} ({_ids(alike)})", 6, style)


def _one(words: str, drift: DriftView, style: Style) -> list[str]:
    text = start_words(drift["before"])
    if words:
        text = f"{words}: {text}"
    if drift["booked"]:
        text += f"; {counted(drift['booked'], 'person', 'people')} booked"
    return indented(f"{text} ({_ids([drift])})", 6, style)


def _ids(alike: list[DriftView]) -> str:
    head = ", ".join(str(each["activity_id"]) for each in alike[:_FEW_IDS])
    left = len(alike) - _FEW_IDS
    noun = "activity" if len(alike) == 1 else "activities"
    return f"{noun} {head} and {left} more" if left > 0 else f"{noun} {head}"


def _change(change: FieldChangeView, drift: DriftView, style: Style) -> str:
    field = change["field"]
    if field == "start":
        before, after = _starts(str(change["before"]), str(change["after"]), style)
    else:
        names = None if drift["after"] is None else drift["after"]["names"]
        before = value_words(field, change["before"], drift["before"]["names"], style)
        after = value_words(field, change["after"], names, style)
    return f"{FIELDS.get(field) or show(field, style)} {before} -> {after}"


def _starts(before: str, after: str, style: Style) -> tuple[str, str]:
    """Only the times if the day is the same, so that the same move on many days folds."""
    if before[:10] == after[:10]:
        return show(before[11:16], style), show(after[11:16], style)
    return show(before, style), show(after, style)
