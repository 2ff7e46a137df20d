"""Draws what deviates from the files, folded by reason, series or service, and kind of change.

Takes a view and a style; returns lines. All of it is only reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from reconciler.model.plan import Reason
from reconciler.render.dates import classes, counted, stretch
from reconciler.render.details_words import joined, name_words
from reconciler.render.layout import BOLD_YELLOW, Style, indented, painted, show, signed
from reconciler.render.plan_text.creates import rules_lines
from reconciler.render.plan_text.deviating import as_changed, as_ended, surplus_of
from reconciler.render.plan_text.heads import Zones, head, start_words, zone_words, zones_of
from reconciler.render.plan_text.originals import Original, originals_of
from reconciler.render.plan_text.removed import ruled_lines, rules_of
from reconciler.render.plan_text.rule_words import changed_words
from reconciler.render.series import class_of, series_of
from reconciler.render.shape import DriftView, PlanView
from reconciler.render.value_change import drift_words
from reconciler.render.wording import COPY, REASONS, SIGNS, Wording

_FEW_IDS = 3
_FEW_DUPLICATES = 6


def drift_section(view: PlanView, style: Style) -> list[str]:
    """Everything that deviates; one block for each reason."""
    drift = view["drift"]
    if not drift:
        return []
    verb = "class deviates" if len(drift) == 1 else "classes deviate"
    title = f"Drift: {len(drift)} {verb} from the files; only reported, nothing is written"
    lines = [painted(line, BOLD_YELLOW, style) for line in indented(title, 0, style)]
    originals = originals_of(view)
    by_wording: dict[tuple[Reason, Wording], list[DriftView]] = {}
    for each in drift:
        reason = Reason(each["reason"])
        by_wording.setdefault((reason, _wording(reason, each, originals)), []).append(each)
    for (reason, wording), alike in by_wording.items():
        lines += ["", *indented(f"{wording.sentence}: {classes(len(alike))}", 2, style)]
        lines += _alike(reason, alike, view, originals, style)
        if wording.next_step:
            lines += indented(f"Next: {wording.next_step}", 2, style)
    return lines


def _alike(
    reason: Reason, alike: list[DriftView], view: PlanView, originals: Mapping[int, Original], style: Style
) -> list[str]:
    """The classes of one reason: by rule and dates where many are alike, else one by one."""
    if not style.expand and len(alike) > 1:
        if reason is Reason.DIFFERS:
            return _differing(alike, view, style)
        if reason is Reason.SURPLUS:
            return _surplus(alike, view, style)
    lines: list[str] = []
    for title, entries in _folded(alike, zones_of(view), style).items():
        lines += signed(SIGNS[reason], title, 4, style)
        lines += _entries(entries, originals, style)
    return lines


def _differing(drift: list[DriftView], view: PlanView, style: Style) -> list[str]:
    """What changes alike on many dates folds; what somebody changed on one date is told with its people."""
    by_change: dict[tuple[str, ...], list[DriftView]] = {}
    for each in drift:
        key = (
            series_of(each["address"] or ""),
            *drift_words(each, style),
        )
        by_change.setdefault(key, []).append(each)
    often = [each for alike in by_change.values() if len(alike) > 1 for each in alike]
    once = [alike[0] for alike in by_change.values() if len(alike) == 1]
    lines: list[str] = []
    for words in changed_words(as_changed(often), zones_of(view), style):
        lines += signed("#", words.head, 4, style)
        lines += rules_lines(words, 6, style)
        lines += _heads([each for each in often if _is_of(words.address, each)], 8, style)
    for title, entries in _folded(once, zones_of(view), style).items():
        lines += signed(SIGNS[Reason.DIFFERS], title, 4, style)
        lines += _entries(entries, {}, style)
    return lines


def _is_of(address: str, drift: DriftView) -> bool:
    """Whether it is of the class or series with this address."""
    series = series_of(drift["address"] or "")
    return address in (series, class_of(series))


def _heads(drift: Iterable[DriftView], indent: int, style: Style) -> list[str]:
    heads = sum(each["booked"] or 0 for each in drift)
    words = f"{counted(heads, 'person', 'people')} booked on these dates"
    return indented(words, indent, style) if heads else []


def _surplus(drift: list[DriftView], view: PlanView, style: Style) -> list[str]:
    ruled, other = surplus_of(drift, view)
    lines = [line for rule in rules_of(ruled) for line in ruled_lines(rule, 4, style)]
    for words in changed_words(as_ended(other), {}, style):
        if len(view["locations"]) > 1:
            lines += signed("#", show(words.address, style), 4, style)
        lines += rules_lines(words, 4, style)
    return lines + _heads(drift, 6, style)


def _wording(reason: Reason, drift: DriftView, originals: Mapping[int, Original]) -> Wording:
    original = originals.get(drift["activity_id"])
    if reason is Reason.DUPLICATE and original is not None and not original.same_slot:
        return COPY
    return REASONS[reason]


def _folded(drift: list[DriftView], zones: Zones, style: Style) -> dict[str, list[DriftView]]:
    found: dict[str, list[DriftView]] = {}
    for each in drift:
        found.setdefault(_head(each, zones, style), []).append(each)
    return found


def _head(drift: DriftView, zones: Zones, style: Style) -> str:
    if drift["address"] is not None and drift["origin"] is not None:
        return head(series_of(drift["address"]), drift["origin"], zones, style)
    names = joined(name_words(drift["before"]["names"], style), style)
    return f"{show(drift['location'], style)}  {names}{zone_words(drift['location'], zones, style)}"


def _entries(entries: list[DriftView], originals: Mapping[int, Original], style: Style) -> list[str]:
    lines: list[str] = []
    if entries[0]["reason"] == Reason.DUPLICATE.value:
        # Each of them is a pair for a person to look at, so each is named.
        shown = entries if style.expand else entries[:_FEW_DUPLICATES]
        for each in shown:
            original = originals.get(each["activity_id"])
            lines += _one(each, "" if original is None else original.words, style)
        if len(shown) < len(entries):
            more = len(entries) - len(shown)
            lines += indented(f"and {more} more (--expand lists them)", 6, style)
        return lines
    by_changes: dict[tuple[str, ...], list[DriftView]] = {}
    for each in entries:
        words = tuple(drift_words(each, style))
        by_changes.setdefault(words, []).append(each)
    for changes, alike in by_changes.items():
        folded = len(alike) > 1 and not style.expand
        lines += _many(alike, style) if folded else [line for each in alike for line in _one(each, "", style)]
        lines += [line for change in changes for line in indented(change, 8, style)]
    return lines


def _many(alike: list[DriftView], style: Style) -> list[str]:
    days = sorted(date.fromisoformat(each["before"]["start"][:10]) for each in alike)
    heads = sum(each["booked"] or 0 for each in alike)
    text = f"{classes(len(alike))}, {stretch(days[0], days[-1])}"
    return indented(f"{text}{_booked(heads)} ({_ids(alike)})", 6, style)


def _one(drift: DriftView, more: str, style: Style) -> list[str]:
    text = f"{start_words(drift['before'])}{_booked(drift['booked'])} ({_ids([drift])})"
    return indented(f"{text}; {more}" if more else text, 6, style)


def _booked(heads: int | None) -> str:
    return f"; {counted(heads, 'person', 'people')} booked" if heads else ""


def _ids(alike: list[DriftView]) -> str:
    ids = ", ".join(str(each["activity_id"]) for each in alike[:_FEW_IDS])
    left = len(alike) - _FEW_IDS
    noun = "activity" if len(alike) == 1 else "activities"
    return f"{noun} {ids} and {left} more" if left > 0 else f"{noun} {ids}"
