"""Writes a plan as a comment for a pull request.

Takes a `PlanView`; returns GitHub and GitLab Markdown of fewer than 60,000 characters: counts,
what needs a decision, findings in the files, the week of each location that changes, and folded
details. The order is that of the plan, so two versions differ only where the timetable does. What
does not fit is counted, never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reconciler.model.plan import Reason
from reconciler.render.cause_words import cause_words
from reconciler.render.changes_markdown import (
    WORDS,
    Block,
    changes_blocks,
    dated_blocks,
    deviating_blocks,
    moves_blocks,
    removals_blocks,
    renamed_blocks,
    who,
)
from reconciler.render.dates import classes, counted, duration, stretch
from reconciler.render.escape import for_markdown
from reconciler.render.findings_words import findings_markdown
from reconciler.render.fitting import fitting, folded
from reconciler.render.numbers_markdown import numbers_markdown
from reconciler.render.plan_text.compared import compared_title, differs
from reconciler.render.plan_text.covered import covered
from reconciler.render.plan_text.extent import extent_words, extents_of
from reconciler.render.plan_text.heads import start_words
from reconciler.render.plan_text.notes import notes_of
from reconciler.render.series import series_of
from reconciler.render.shape import HeldView, OtherView, PlanView
from reconciler.render.week.by import sheets
from reconciler.render.week.markdown import legend_lines, week_lines
from reconciler.render.week.typical import week_plans
from reconciler.render.wording import COMPARED, LEGEND, REASONS

LIMIT: Final = 60_000
"""Characters; comments of GitHub end at 65,536."""
_FEW: Final = 20
"""Dates of one reason that are named before they are counted."""
_SHORT: Final = 24
"""So many lines of changes stand open, above all else; more are folded below the week."""
_MORE: Final = 400
"""Characters kept for the words that say what was left out."""


def to_markdown(view: PlanView, by: str = "") -> str:
    """The comment; its first line finds it again. `by`: a week for each `teacher` or `room`."""
    weeks = [sheet for plan in week_plans(view) for sheet in sheets(plan, by) if sheet.changes]
    changes, deviating = changes_blocks(view), deviating_blocks(view)
    head = [*_head(view)]
    needing = [*_held("Held back", view["held_back"]), *_held("Clashes", view["conflicts"])]
    findings = findings_markdown(view["diagnostics"], LIMIT // 4)
    if view["errored"]:
        head += findings
    else:
        needing += findings
    foot = [*numbers_markdown(view["numbers"]), "", *_foot(view)]
    room = LIMIT - len("\n".join([*head, *needing, *foot])) - _MORE
    short = sum(map(len, [*changes, *deviating])) <= _SHORT
    above = [*_section("What changes", changes), *_section(_deviations(view), deviating)] if short else []
    room -= len("\n".join(above))
    grids = fitting([week_lines(sheet) for sheet in weeks], room // 2, by or "location")
    legend = legend_lines(view, weeks) if grids else []
    room -= len("\n".join([*grids, *legend]))
    below: list[str] = []
    for title, blocks, noun in _parts(view, [] if short else changes, [] if short else deviating):
        lines = folded(title, fitting(blocks, room, noun))
        room -= len("\n".join(lines))
        below += lines
    whole = "\n".join([*head, *above, *needing, *grids, *legend, *below, *foot, ""])
    if len(whole) < LIMIT:
        return whole
    # Only where single names or reasons fill pages: then the counts must do.
    return "\n".join([*head, "", "This plan has no room in a comment; the plan itself tells it.", ""])[
        : LIMIT - 1
    ]


def _parts(
    view: PlanView, changes: list[Block], deviating: list[Block]
) -> list[tuple[str, list[Block], str]]:
    """What is folded: title, blocks, and what one block is."""
    summary = view["summary"]
    compared = "comparison" in view
    taken = f"Taken out: {classes(summary['removed'])} that took place before"
    usual = f"Not taking place: {classes(summary['removed'])} of the pattern"
    created = "What changes" if compared else f"What is created: {classes(summary['add'])}"
    return [
        (created, changes, "class"),
        (_deviations(view), deviating, "deviation"),
        (taken if compared else usual, removals_blocks(view), "rule"),
        (f"Moved: {classes(summary['moved'])}", moves_blocks(view), "class"),
        ("Renamed: another name in the files, the same classes", renamed_blocks(view), "series"),
        ("Every deviation with its date", dated_blocks(view), "deviation"),
    ]


def _section(title: str, blocks: list[Block]) -> list[str]:
    """A list under a heading of its own; nothing if it is empty."""
    return ["", f"#### {title}", "", *(line for block in blocks for line in block)] if blocks else []


def _head(view: PlanView) -> Iterator[str]:
    if "comparison" in view:
        yield from _compared_head(view)
        return
    summary, dates = view["summary"], covered(view)
    keys = [for_markdown(each["key"]) for each in view["locations"]]
    where = ", ".join(keys) if len(keys) <= 3 else f"{len(keys)} locations"
    yield f"<!-- reconciler:plan:{for_markdown(view['environment'])} -->"
    yield f"### Timetable plan: {where} in {for_markdown(view['environment'])}"
    yield ""
    if not _anything(view):
        yield "**No changes.** The timetable matches the files."
        return
    yield "| to add | to change | to destroy | held back | clashes | deviations |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: |"
    numbers = (summary[key] for key in ("add", "change", "destroy", "held_back", "conflicts", "drift"))
    yield f"| {' | '.join(f'**{number}**' if number else '0' for number in numbers)} |"
    yield ""
    yield from _extents(view, LEGEND)
    if dates is not None:
        yield f"\nPlanned for {stretch(*dates)}. {_cost(view)}"
    if view["sandbox"]:
        yield "\n> Made against the local sandbox; no real studio is touched."
    if not view["complete"]:
        yield "\n> Only a selection of the timetable is planned."
    for note in notes_of(view, WORDS):
        yield f"\n> {note}"
    for gate in view["gates"]:
        if not gate["passed"]:
            name, where = for_markdown(gate["name"]), for_markdown(gate["location"])
            words = f"{for_markdown(gate['actual'])}; {for_markdown(gate['limit'])}."
            yield f"\n> **Cannot be applied: {name} at {where}.** {words} {for_markdown(gate['remedy'])}"


def _compared_head(view: PlanView) -> Iterator[str]:
    summary = view["summary"]
    yield "<!-- reconciler:diff -->"
    yield f"### Timetable, {compared_title(view, WORDS)}"
    yield ""
    if not differs(view):
        yield "**No changes.** The timetable is the same."
        return
    yield "| to add | to change | to destroy |"
    yield "| ---: | ---: | ---: |"
    numbers = (summary[key] for key in ("add", "change", "destroy"))
    yield f"| {' | '.join(f'**{number}**' if number else '0' for number in numbers)} |"
    yield ""
    yield from _extents(view, COMPARED)
    if not view["complete"]:
        yield "\n> Only a selection of the timetable is compared."


def _extents(view: PlanView, meanings: Mapping[str, str]) -> Iterator[str]:
    """How many classes, in how many series and on which dates, for each sign."""
    extents = extents_of(view)
    for sign, meaning in meanings.items():
        if sign in extents:
            yield f"- `{sign}` {meaning}: {extent_words(extents[sign])}"


def _anything(view: PlanView) -> bool:
    summary = view["summary"]
    refused = any(not gate["passed"] for gate in view["gates"])
    return refused or any((summary["add"], summary["held_back"], summary["conflicts"], summary["drift"]))


def _cost(view: PlanView) -> str:
    requests = view["requests"]
    text = f"{counted(requests['read'], 'request', 'requests')} to read, {requests['write']} to write"
    if requests["write"] and requests["eta_seconds"] is not None:
        text += f", finished after {duration(requests['eta_seconds'])} at the earliest"
    return f"{text}."


def _held(title: str, held: list[HeldView]) -> Iterator[str]:
    if not held:
        return
    yield f"\n#### {title}: {counted(len(held), 'class is', 'classes are')} wanted but not created"
    by_reason: dict[str, list[HeldView]] = {}
    for each in held:
        by_reason.setdefault(each["reason"], []).append(each)
    for reason, alike in by_reason.items():
        wording = REASONS[Reason(reason)]
        yield f"\n{wording.sentence}: {classes(len(alike))}. {wording.next_step}".rstrip()
        yield ""
        for each in alike[:_FEW]:
            yield f"- `!` {_code(series_of(each['address']))} {start_words(each['after'])}{_others(each)}"
        if len(alike) > _FEW:
            yield f"- and {len(alike) - _FEW} more"


def _others(held: HeldView) -> str:
    parts = [
        f"there: {_place(other)}{start_words(other['before'])} {who(other['before'])}"
        + (f", {other['booked']} booked" if other["booked"] is not None else "")
        + f" (activity {other['activity_id']})"
        + (f" {cause}" if (cause := cause_words(held, other, for_markdown)) else "")
        for other in held["others"]
    ]
    return f"; {'; '.join(parts)}" if parts else ""


def _place(other: OtherView) -> str:
    return f"{for_markdown(other['location'])}, " if "location" in other else ""


def _deviations(view: PlanView) -> str:
    return f"Deviations, only reported: {classes(len(view['drift']))}"


def _code(text: str) -> str:
    """An address; it has no characters that end a code span unless it is forged."""
    return for_markdown(text) if "`" in text or not text.isprintable() else f"`{text}`"


def _foot(view: PlanView) -> Iterator[str]:
    inputs, tool = view["inputs"], view["tool"]
    maker = f"{for_markdown(tool['name'])} {for_markdown(tool['version'])}"
    if "comparison" in view:
        yield f"<sub>{maker}</sub>"
        return
    yield f"<sub>Operations {for_markdown(view['operations_digest'][:12])}"
    yield f"· read at {for_markdown(view['live']['read_at'])}"
    if inputs["git_revision"]:
        yield f"· revision {for_markdown(inputs['git_revision'][:12])}"
    yield f"· {maker}</sub>"
