"""Draws a plan for people, folded so that its size follows the rules, not the dates.

Takes a `PlanView`, made just now or read from a file, and a `Style`; returns text that ends
with a line end. Strings of others are escaped; lines keep to the width.
"""

from __future__ import annotations

from datetime import date

from reconciler.model.plan import Reason
from reconciler.render.dates import classes, counted, duration, full_day
from reconciler.render.layout import (
    BOLD,
    BOLD_GREEN,
    SIGN_COLOURS,
    Style,
    indented,
    painted,
    show,
    signed,
)
from reconciler.render.plan_text.creates import creates_section
from reconciler.render.plan_text.drift import drift_section
from reconciler.render.plan_text.held import conflicts_section, held_section
from reconciler.render.shape import PlanView
from reconciler.render.wording import FIELDS, LEGEND, SIGNS

NO_CHANGES = "No changes."


def to_text(view: PlanView, style: Style) -> str:
    """The plan as text. Its diagnostics are not drawn here: they want the lines of their files."""
    gates = _gates(view, style)
    if not (gates or any(view["summary"][key] for key in ("add", "held_back", "conflicts", "drift"))):
        return _nothing(view, style)
    sections = (
        _header(view, style),
        _legend(view, style),
        creates_section(view, style),
        held_section(view["held_back"], style),
        conflicts_section(view["conflicts"], style),
        drift_section(view["drift"], style),
        gates,
        _notes(view, style),
        _totals(view, style),
    )
    return "\n".join("".join(f"{line}\n" for line in section) for section in sections if section)


def _nothing(view: PlanView, style: Style) -> str:
    what = "The timetable matches the files."
    if not view["complete"]:
        what = "The selected part of the timetable matches the files."
    return f"{painted(NO_CHANGES, BOLD_GREEN, style)} {what}\n"


def _header(view: PlanView, style: Style) -> list[str]:
    what = f"Plan for {show(view['environment'], style)}{_window(view)}"
    lines = [painted(line, BOLD, style) for line in indented(what, 0, style)]
    if view["sandbox"]:
        lines += signed("!", "SANDBOX: made against the local stand-in, no real studio is touched.", 0, style)
    if not view["complete"]:
        lines += signed("!", f"PARTIAL: {_part(view, style)}", 0, style)
    return lines


def _window(view: PlanView) -> str:
    first, last = view["window"]["from"], view["window"]["to"]
    start = f" from {full_day(date.fromisoformat(first))}" if first else ""
    end = f" to {full_day(date.fromisoformat(last))}" if last else ""
    return f",{start}{end}" if start or end else ""


def _part(view: PlanView, style: Style) -> str:
    options = view["options"]
    parts = [
        f"{word} {', '.join(show(each, style) for each in texts)}"
        for word, texts in (
            ("only files", options["paths"] if options["some_files"] else []),
            ("only", options["targets"]),
            ("without", options["excludes"]),
        )
        if texts
    ]
    return f"{'; '.join(parts) or 'a selection'}. The rest of the timetable is left out."


def _legend(view: PlanView, style: Style) -> list[str]:
    signs = {"+"} if view["summary"]["add"] else set()
    signs |= {"!"} if view["held_back"] or view["conflicts"] else set()
    signs |= {SIGNS[Reason(found["reason"])] for found in view["drift"]}
    lines = ["Symbols:"]
    for sign, meaning in LEGEND.items():
        if sign in signs:
            lines.append(f"  {painted(sign, SIGN_COLOURS[sign], style)} {meaning}")
    return lines if len(lines) > 1 else []


def _gates(view: PlanView, style: Style) -> list[str]:
    lines: list[str] = []
    for gate in view["gates"]:
        if gate["passed"]:
            continue
        name, where = show(gate["name"], style), show(gate["location"], style)
        lines += signed("!", f"Cannot be applied: {name} at {where}", 0, style)
        counts = f"found {show(gate['actual'], style)}, limit {show(gate['limit'], style)}"
        lines += indented(f"{counts}. {show(gate['remedy'], style)}".rstrip(), 2, style)
    return lines


def _notes(view: PlanView, style: Style) -> list[str]:
    lines: list[str] = []
    unknown = view["compared"]["unknown_fields"]
    if unknown:
        fields = ", ".join(FIELDS.get(field) or show(field, style) for field in unknown)
        text = f"Not compared (the list of this edition lacks them): {fields}. Use --details."
        lines += indented(text, 0, style)
    if view["summary"]["past"]:
        past = classes(view["summary"]["past"])
        lines += indented(f"Already started, so neither compared nor written: {past}.", 0, style)
    if view["summary"]["unpublished"]:
        later = classes(view["summary"]["unpublished"])
        lines += indented(f"Not yet published, so not created: {later}.", 0, style)
    return lines


def _totals(view: PlanView, style: Style) -> list[str]:
    summary, requests = view["summary"], view["requests"]
    counts = f"{summary['add']} to add, {summary['change']} to change, {summary['destroy']} to destroy."
    parts = []
    if summary["held_back"]:
        parts.append(f"{summary['held_back']} held back")
    if summary["conflicts"]:
        parts.append(counted(summary["conflicts"], "clash", "clashes"))
    if summary["drift"]:
        parts.append(counted(summary["drift"], "deviation", "deviations"))
    if requests["write"]:
        parts.append(f"{counted(requests['write'], 'request', 'requests')} to write")
    if requests["write"] and requests["eta_seconds"] is not None:
        parts.append(f"finished after {duration(requests['eta_seconds'])} at the earliest")
    lines = [f"{painted('Plan:', BOLD, style)} {counts}"]
    if parts:
        text = ", ".join(parts) + "."
        lines += indented(text[0].upper() + text[1:], 0, style)
    return lines
