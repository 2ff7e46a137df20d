"""What the report says, in words and lists, before it is HTML.

Takes a `PlanView`; returns a `Page` of plain frozen values for the template. Texts of others
are in it as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reconciler.render.class_shape import StepView
from reconciler.render.dates import classes, counted, duration, stretch
from reconciler.render.diagnostic_shape import DiagnosticView, RangeView
from reconciler.render.html.attention import WORDS, drift_blocks, held_blocks
from reconciler.render.html.glance import headlines
from reconciler.render.html.groups import Member, groups_of
from reconciler.render.html.kinds import WORDS_OF_KINDS
from reconciler.render.html.lost import lost_blocks, moved_classes
from reconciler.render.html.members import members_of
from reconciler.render.html.shapes import ClassBlock, Finding, Page, Section, Total
from reconciler.render.html.weeks import anchor_of, location_blocks, week_span
from reconciler.render.plan_text.compared import compared_title, renamed_series
from reconciler.render.plan_text.notes import notes_of
from reconciler.render.plan_text.rule_words import class_words
from reconciler.render.shape import PlanView, ResourceChange
from reconciler.render.week.typical import Entry, week_plans
from reconciler.render.wording import COMPARED

_Traces = Sequence[Sequence[StepView]]


def page_of(view: PlanView) -> Page:
    """The report of a plan."""
    plans, traces = week_plans(view), view.get("traces", [])
    blocks = tuple(_class_blocks(view, traces))
    entries = [entry for plan in plans for entry in (*plan.usual, *plan.single)]
    span = week_span(plans)
    held, clashes = (tuple(held_blocks(view[key], traces)) for key in ("held_back", "conflicts"))
    drift = tuple(drift_blocks(view["drift"], traces))
    return Page(
        title=_title(view),
        span="" if span is None else stretch(*span),
        environment=view["environment"],
        banners=tuple(_banners(view)),
        totals=_totals(view),
        counts=view["summary"],
        cost=_cost(view),
        glance=headlines(view, blocks, (*held, *clashes, *drift)),
        contents=tuple(_contents(view)),
        legend=tuple(_legend(entries, view)),
        locations=location_blocks(plans, frozenset(block.anchor for block in blocks)),
        classes=blocks,
        held=held,
        clashes=clashes,
        drift=drift,
        in_place=groups_of(_in_place(view["resource_changes"]), traces),
        lost=tuple(lost_blocks(view)),
        moved=tuple(moved_classes(view)),
        renamed=tuple((*names, classes(number)) for names, number in sorted(renamed_series(view).items())),
        findings=tuple(map(_finding, view["diagnostics"])),
        services=_names(entry.service for entry in entries),
        staff=_names(entry.staff for entry in entries),
        rooms=_names(room for entry in entries for room in entry.rooms),
        facts=tuple(_facts(view)),
    )


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name}, key=lambda name: (name.casefold(), name)))


def _title(view: PlanView) -> str:
    keys = [each["key"] for each in view["locations"]]
    return ", ".join(keys) if len(keys) <= 3 else f"{len(keys)} locations"


def _banners(view: PlanView) -> Iterator[tuple[str, str, str]]:
    if view["sandbox"]:
        yield "note", "Sandbox", "made against the local stand-in; no real studio is touched."
    if not view["complete"]:
        yield "note", "Partial", "only a selection of the timetable is planned."
    for note in notes_of(view, WORDS):
        title, _, text = note.partition(": ")
        yield "note", title, text
    for gate in view["gates"]:
        if not gate["passed"]:
            counts = f"{gate['actual']}; {gate['limit']}."
            text = f"{counts} {gate['remedy']}" if gate["remedy"] else counts
            yield "stop", f"Cannot be applied: {gate['name']} at {gate['location']}", text


def _totals(view: PlanView) -> tuple[Total, ...]:
    summary = view["summary"]
    found = [
        Total(summary["add"], "to add", "create"),
        Total(summary["change"], "to change", "differs"),
        Total(summary["destroy"], "to destroy", "undeclared"),
        Total(summary["held_back"], "held back", "decide"),
        Total(summary["conflicts"], "clash" if summary["conflicts"] == 1 else "clashes", "decide"),
        Total(summary["drift"], "deviation" if summary["drift"] == 1 else "deviations", "differs"),
        Total(summary["removed"], "not taking place", "lost"),
        Total(summary["moved"], "moved", "moved"),
        Total(summary["no_op"], "in place", "same"),
    ]
    return tuple(total for place, total in enumerate(found) if place < 1 or total.number)


def _cost(view: PlanView) -> str:
    if "comparison" in view:
        return f"What changes in the files: {compared_title(view, WORDS)}. No booking system was asked"
    requests = view["requests"]
    text = f"{counted(requests['read'], 'request', 'requests')} to read, {requests['write']} to write"
    if requests["write"] and requests["eta_seconds"] is not None:
        text += f", finished after {duration(requests['eta_seconds'])} at the earliest"
    return text


def _contents(view: PlanView) -> Iterator[Section]:
    summary = view["summary"]
    found = [
        Section("held", "Held back", summary["held_back"], "decide"),
        Section("clashes", "Clashes", summary["conflicts"], "decide"),
        Section("classes", *_changing(view), "create"),
        Section("lost", "Not taking place", summary["removed"], "lost"),
        Section("moved", "Moved", summary["moved"], "moved"),
        Section("drift", "Deviations", summary["drift"], "differs"),
        Section("in-place", "In place", summary["no_op"], "same"),
        Section("findings", "Findings", len(view["diagnostics"]), "note"),
    ]
    return (section for section in found if section.number)


def _changing(view: PlanView) -> tuple[str, int]:
    """What the blocks of classes are called, and how many classes they tell of."""
    summary = view["summary"]
    if "comparison" not in view:
        return "Created", summary["add"]
    return "What changes", summary["add"] + summary["change"] + summary["destroy"] - summary["removed"]


def _legend(entries: Iterable[Entry], view: PlanView) -> Iterator[tuple[str, str, str]]:
    signs = {entry.sign for entry in entries}
    for kind, (sign, words) in WORDS_OF_KINDS.items():
        occurs = {"same": " " in signs, "lost": bool(view["removals"])}.get(kind, sign in signs)
        if occurs:
            compared = COMPARED.get(sign) if "comparison" in view else None
            yield kind, sign, compared or words


def _class_blocks(view: PlanView, traces: _Traces) -> Iterator[ClassBlock]:
    found = members_of(view)
    for words in class_words(view, WORDS):
        anchor = anchor_of(words.address)
        members = found.get(anchor, [])
        groups = groups_of(members, traces)
        yield ClassBlock(
            anchor=anchor, head=words.head, number=len(members), rules=words.rules, groups=groups
        )


def _in_place(changes: Iterable[ResourceChange]) -> Iterator[Member]:
    for change in changes:
        details = change["change"]["after"]
        if change["change"]["actions"] == ["no-op"] and details is not None:
            note = f"activity {change['activity_id']}" if "activity_id" in change else ""
            yield Member("same", " ", details, change.get("trace"), "", note)


def _finding(found: DiagnosticView) -> Finding:
    return Finding(
        severity=found["severity"],
        code=found["code"],
        summary=found["summary"],
        detail=found["detail"],
        hint=found["hint"],
        place="" if found["range"] is None else _place(found["range"]),
        related=tuple((each["text"], _place(each["range"])) for each in found["related"]),
    )


def _place(where: RangeView) -> str:
    return f"{where['filename']}:{where['start']['line']}"


def _facts(view: PlanView) -> Iterator[tuple[str, str]]:
    inputs = view["inputs"]
    yield "Read at", view["live"]["read_at"]
    yield "Activities there", str(view["live"]["count"])
    yield "Files", ", ".join(inputs["files"])
    if inputs["git_revision"]:
        yield "Revision", inputs["git_revision"] + (", with changes not committed" if inputs["dirty"] else "")
    yield "Operations", view["operations_digest"]
    yield "Inputs", inputs["digest"]
    yield "Made by", f"{view['tool']['name']} {view['tool']['version']}, zone data {inputs['tzdata']}"
    if inputs["holidays"]:
        yield "Holiday data", inputs["holidays"]
