"""Draws a plan for people, folded so that its size follows the rules, not the dates.

Takes a `PlanView`, made just now or read from a file, and a `Style`; returns text that ends
with a line end. Strings of others are escaped; lines keep to the width.
"""

from __future__ import annotations

from reconciler.render.dates import stretch
from reconciler.render.findings_words import findings_section
from reconciler.render.layout import (
    BOLD,
    BOLD_GREEN,
    Style,
    indented,
    painted,
    show,
    signed,
)
from reconciler.render.plan_text.compared import compared_to_text
from reconciler.render.plan_text.covered import covered
from reconciler.render.plan_text.creates import creates_section
from reconciler.render.plan_text.dates_listed import dates_section
from reconciler.render.plan_text.drift import drift_section
from reconciler.render.plan_text.extent import extent_words, extents_of
from reconciler.render.plan_text.heads import zones_of
from reconciler.render.plan_text.held import conflicts_section, held_section
from reconciler.render.plan_text.notes import notes_of
from reconciler.render.plan_text.removed import moved_section, removed_section
from reconciler.render.plan_text.totals import gates_section, totals_section
from reconciler.render.shape import PlanView
from reconciler.render.wording import LEGEND

NO_CHANGES = "No changes."
_FEW_LOCATIONS = 3
"""How many locations a title names before it counts them."""


def to_text(view: PlanView, style: Style) -> str:
    """The plan as text. Its findings are only counted: to be drawn they want the lines of their files."""
    if "comparison" in view:
        return compared_to_text(view, style)
    gates = gates_section(view, style)
    if not (gates or any(view["summary"][key] for key in ("add", "held_back", "conflicts", "drift"))):
        return _nothing(view, style)
    zones = zones_of(view)
    sections = (
        _header(view, style),
        _legend(view, style),
        dates_section(view, style) if style.expand else creates_section(view, style),
        held_section(view["held_back"], zones, style),
        conflicts_section(view["conflicts"], zones, style),
        drift_section(view, style),
        removed_section(view, style),
        moved_section(view, style),
        gates,
        _notes(view, style),
        findings_section(view["diagnostics"], style),
        totals_section(view, style),
    )
    return "\n".join("".join(f"{line}\n" for line in section) for section in sections if section)


def _nothing(view: PlanView, style: Style) -> str:
    what = "The timetable matches the files."
    if not view["complete"]:
        what = "The selected part of the timetable matches the files."
    lines = [f"{painted(NO_CHANGES, BOLD_GREEN, style)} {what}"]
    return "\n".join((*lines, *findings_section(view["diagnostics"], style), ""))


def _header(view: PlanView, style: Style) -> list[str]:
    lines = [painted(line, BOLD, style) for line in indented(_title(view, style), 0, style)]
    if view["sandbox"]:
        lines += signed("!", "SANDBOX: made against the local stand-in, no real studio is touched.", 0, style)
    if not view["complete"]:
        lines += signed("!", f"PARTIAL: {_part(view, style)}", 0, style)
    return lines


def _title(view: PlanView, style: Style) -> str:
    """`Plan for mitte in sandbox, 1 Dec 2026 to 4 Apr 2027`."""
    keys = [show(each["key"], style) for each in view["locations"]]
    where = _listed(keys) if len(keys) <= _FEW_LOCATIONS else f"{len(keys)} locations"
    environment = show(view["environment"], style)
    dates = covered(view)
    when = "" if dates is None else f", {stretch(*dates)}"
    return f"Plan for {where} in {environment}{when}" if where else f"Plan for {environment}{when}"


def _listed(words: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def _part(view: PlanView, style: Style) -> str:
    options = view["options"]
    parts = [
        f"{word} {', '.join(show(each, style) for each in texts)}"
        for word, texts in (
            ("only files", options["paths"] if options["some_files"] else []),
            ("only", options["targets"]),
            ("without", options["excludes"]),
            ("only classes tagged", options.get("tags", [])),
        )
        if texts
    ]
    return f"{'; '.join(parts) or 'a selection'}. The rest of the timetable is left out."


def _legend(view: PlanView, style: Style) -> list[str]:
    extents = extents_of(view)
    lines = ["Symbols:"]
    for sign, meaning in LEGEND.items():
        if sign in extents:
            lines += signed(sign, f"{meaning}: {extent_words(extents[sign])}", 2, style)
    return lines if len(lines) > 1 else []


def _notes(view: PlanView, style: Style) -> list[str]:
    return [line for note in notes_of(view, style) for line in indented(note, 0, style)]
