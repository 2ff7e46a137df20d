"""Draws what lies between two revisions of the files: one block for each class, a line for each rule.

Takes a view with a comparison and a style; returns text. No booking system is involved, so nothing
is held back, and nothing is said of requests.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reconciler.render.dates import classes, stretch
from reconciler.render.findings_words import findings_section
from reconciler.render.frame_shape import RevisionView
from reconciler.render.layout import BOLD, BOLD_GREEN, Style, indented, painted, show, signed
from reconciler.render.plan_text.covered import covered
from reconciler.render.plan_text.creates import creates_section
from reconciler.render.plan_text.dates_listed import dates_section
from reconciler.render.plan_text.extent import extent_words, extents_of
from reconciler.render.plan_text.removed import moved_section, ruled_lines, rules_of
from reconciler.render.plan_text.totals import totals_section
from reconciler.render.series import series_of
from reconciler.render.shape import PlanView
from reconciler.render.wording import COMPARED

_SHORT = 10
"""Digits of a commit that tell it from others."""


def compared_to_text(view: PlanView, style: Style) -> str:
    """The differences as text."""
    findings = findings_section(view["diagnostics"], style)
    if not differs(view):
        return _joined((_renamed(view, style), [_nothing(view, style)], findings))
    sections = (
        _header(view, style),
        _legend(view, style),
        dates_section(view, style) if style.expand else creates_section(view, style),
        _taken_out(view, style),
        moved_section(view, style),
        _renamed(view, style),
        findings,
        totals_section(view, style),
    )
    return _joined(sections)


def _joined(sections: Iterable[list[str]]) -> str:
    return "\n".join("".join(f"{line}\n" for line in section) for section in sections if section)


def differs(view: PlanView) -> bool:
    """Whether anything changes for anybody."""
    return any(view["summary"][key] for key in ("add", "change", "destroy"))


def compared_title(view: PlanView, style: Style) -> str:
    """`main (3f2a1b0c4d) to the working tree: mitte, 11 Jan to 4 Apr 2027`."""
    sides = view["comparison"]
    where = _where(view, style)
    dates = touched(view)
    when = "" if dates is None else f", {stretch(*dates)}"
    return f"{revision_words(sides['from'], style)} to {revision_words(sides['to'], style)}: {where}{when}"


def revision_words(revision: RevisionView, style: Style) -> str:
    """`origin/main (3f2a1b0c4d)`."""
    name, commit = show(revision["name"], style), revision["commit"]
    if commit is None or commit.startswith(revision["name"]):
        return name if commit is None else show(commit[:_SHORT], style)
    return f"{name} ({show(commit[:_SHORT], style)})"


def touched(view: PlanView) -> tuple[date, date] | None:
    """First and last date of what differs."""
    sides = [
        side["start"][:10]
        for change in view["resource_changes"]
        if change["change"]["actions"] != ["no-op"]
        for side in (change["change"]["before"], change["change"]["after"])
        if side is not None
    ]
    if not sides:
        return covered(view)
    return date.fromisoformat(min(sides)), date.fromisoformat(max(sides))


def renamed_series(view: PlanView) -> dict[tuple[str, str], int]:
    """How many classes each series brought along to its new address: (old, new) -> number."""
    found: dict[tuple[str, str], int] = {}
    for change in view["resource_changes"]:
        previous = change.get("previous_address")
        if previous is not None:
            key = (series_of(previous), series_of(change["address"]))
            found[key] = found.get(key, 0) + 1
    return found


def _where(view: PlanView, style: Style) -> str:
    keys = [show(each["key"], style) for each in view["locations"]]
    return ", ".join(keys) if len(keys) <= 3 else f"{len(keys)} locations"


def _header(view: PlanView, style: Style) -> list[str]:
    title = f"Timetable, {compared_title(view, style)}"
    lines = [painted(line, BOLD, style) for line in indented(title, 0, style)]
    if not view["complete"]:
        lines += signed("!", "PARTIAL: only a selection of the timetable is compared.", 0, style)
    return lines


def _legend(view: PlanView, style: Style) -> list[str]:
    extents = extents_of(view)
    return [
        line
        for sign, meaning in COMPARED.items()
        if sign in extents
        for line in signed(sign, f"{meaning}: {extent_words(extents[sign])}", 2, style)
    ]


def _taken_out(view: PlanView, style: Style) -> list[str]:
    """What rules take out now: a line for each rule, and the classes that it hits."""
    removals = [each for each in view["removals"] if each["days"]]
    if not removals:
        return []
    lines = indented(f"Taken out: {classes(view['summary']['removed'])} that took place before", 0, style)
    for rule in rules_of(removals):
        lines += ruled_lines(rule, 2, style)
    return lines


def _renamed(view: PlanView, style: Style) -> list[str]:
    found = renamed_series(view)
    if not found:
        return []
    lines = ["Renamed: another name in the files, the same classes"]
    for (before, after), number in sorted(found.items()):
        text = f"{show(before, style)} {style.arrow} {show(after, style)}  ({classes(number)})"
        lines += indented(text, 2, style)
    return lines


def _nothing(view: PlanView, style: Style) -> str:
    what = "The timetable is the same" if view["complete"] else "The selected part is the same"
    sides = view["comparison"]
    names = f"{revision_words(sides['from'], style)} and {revision_words(sides['to'], style)}"
    return f"{painted('No changes.', BOLD_GREEN, style)} {what} in {names}."
