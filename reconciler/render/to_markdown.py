"""Writes a plan as a comment for a pull request.

Takes a `PlanView`; returns GitHub and GitLab Markdown of fewer than 60,000 characters: counts,
what needs a decision, the week of each location that changes, and folded details. The order is
that of the plan, so two versions differ only where the timetable does. What does not fit is
counted, never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from reconciler.model.plan import Reason
from reconciler.render.cause_words import cause_words
from reconciler.render.class_shape import DetailsView
from reconciler.render.dates import WEEKDAYS, classes, counted, duration, stretch
from reconciler.render.details_words import value_words
from reconciler.render.escape import for_markdown
from reconciler.render.layout import Style
from reconciler.render.numbers_markdown import numbers_markdown
from reconciler.render.plan_text.covered import covered
from reconciler.render.plan_text.heads import start_words
from reconciler.render.plan_text.rule_words import ClassWords, class_words
from reconciler.render.series import series_of
from reconciler.render.shape import DriftView, HeldView, OtherView, PlanView
from reconciler.render.week.typical import IN_PLACE, Entry, WeekPlan, stretches, week_plans
from reconciler.render.wording import FIELDS, LEGEND, REASONS, SIGNS

LIMIT: Final = 60_000
"""Characters; comments of GitHub end at 65,536."""
_FEW: Final = 20
"""Dates of one reason that are named before they are counted."""
WORDS: Final = Style(width=200, color=False, expand=False, escape=for_markdown)
_MORE: Final = 400
"""Characters kept for the words that say what was left out."""


def to_markdown(view: PlanView) -> str:
    """The comment. Its first line finds it again: one for each environment."""
    weeks = [plan for plan in week_plans(view) if plan.changes]
    head = [
        f"<!-- reconciler:plan:{for_markdown(view['environment'])} -->",
        *_head(view),
        *_held("Held back", view["held_back"]),
        *_held("Clashes", view["conflicts"]),
    ]
    foot = [*numbers_markdown(view["numbers"]), "", *_foot(view)]
    room = LIMIT - len("\n".join([*head, *foot])) - _MORE
    grids = _fitting([_week(plan) for plan in weeks], room // 2, "location")
    room -= len("\n".join(grids))
    creates = _fitting([_class(each) for each in class_words(view, WORDS)], room, "class")
    room -= len("\n".join(creates))
    drift = _fitting([_drift(each) for each in view["drift"]], room, "deviation")
    legend = _legend(weeks) if grids else []
    return "\n".join(
        [
            *head,
            *grids,
            *legend,
            *_folded(f"What is created: {classes(view['summary']['add'])}", creates),
            *_folded(_deviations(view), drift),
            *foot,
            "",
        ]
    )


def _fitting(blocks: Sequence[list[str]], room: int, noun: str) -> list[str]:
    """As many whole blocks as there is room for, and how many there are beyond."""
    lines: list[str] = []
    for place, block in enumerate(blocks):
        room -= sum(map(len, block)) + len(block)
        if room < 0:
            left = counted(len(blocks) - place, f"more {noun}", f"more {_plural(noun)}")
            return [
                *lines,
                "",
                f"… and {left} that this comment has no room for; the plan itself has them.",
                "",
            ]
        lines += block
    return lines


def _plural(noun: str) -> str:
    return f"{noun}es" if noun.endswith("s") else f"{noun}s"


def _head(view: PlanView) -> Iterator[str]:
    summary, dates = view["summary"], covered(view)
    keys = [for_markdown(each["key"]) for each in view["locations"]]
    where = ", ".join(keys) if len(keys) <= 3 else f"{len(keys)} locations"
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
    if dates is not None:
        yield f"{stretch(*dates)}. {_cost(view)}"
    if view["sandbox"]:
        yield "\n> Made against the local sandbox; no real studio is touched."
    if not view["complete"]:
        yield "\n> Only a selection of the timetable is planned."
    for gate in view["gates"]:
        if not gate["passed"]:
            name, where = for_markdown(gate["name"]), for_markdown(gate["location"])
            words = f"{for_markdown(gate['actual'])}; {for_markdown(gate['limit'])}."
            yield f"\n> **Cannot be applied: {name} at {where}.** {words} {for_markdown(gate['remedy'])}"


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
        f"there: {_place(other)}{start_words(other['before'])} {_who(other['before'])}"
        + (f", {other['booked']} booked" if other["booked"] is not None else "")
        + f" (activity {other['activity_id']})"
        + (f" {cause}" if (cause := cause_words(held, other, for_markdown)) else "")
        for other in held["others"]
    ]
    return f"; {'; '.join(parts)}" if parts else ""


def _place(other: OtherView) -> str:
    return f"{for_markdown(other['location'])}, " if "location" in other else ""


def _who(details: DetailsView) -> str:
    names = details["names"]
    return " · ".join(
        for_markdown(name) for name in (names["service"], names["staff"], *(names["rooms"] or ())) if name
    )


def _week(plan: WeekPlan) -> list[str]:
    weekdays = sorted({entry.weekday for entry in plan.usual})
    lines = [f"\n#### {for_markdown(plan.location)}: the week\n"]
    if weekdays:
        lines += [
            f"| | {' | '.join(WEEKDAYS[weekday] for weekday in weekdays)} |",
            f"| --- |{' --- |' * len(weekdays)}",
        ]
        rows: dict[str, dict[int, list[Entry]]] = {}
        for entry in plan.usual:
            rows.setdefault(entry.start, {}).setdefault(entry.weekday, []).append(entry)
        for time, by_day in rows.items():
            cells = ["<br>".join(map(_cell, by_day.get(weekday, ()))) for weekday in weekdays]
            lines.append(f"| {time} | {' | '.join(cells)} |")
    unusual = [each for each in stretches(plan.weeks) if not each.usual]
    if unusual and len(plan.weeks) > 1:
        words = ", ".join(f"{stretch(each.first, each.last)} ({each.classes})" for each in unusual)
        usual = next((each.classes for each in stretches(plan.weeks) if each.usual), 0)
        lines.append(f"\n{classes(usual)} in a usual week; other weeks: {words}.")
    lines += [""] if plan.single else []
    for entry in plan.single:
        days = ", ".join(day.isoformat() for day in entry.days)
        lines.append(f"- {_sign(entry)}{days} {entry.start} {_entry_words(entry)}")
    return lines


def _cell(entry: Entry) -> str:
    return f"{_sign(entry)}{_entry_words(entry)}"


def _sign(entry: Entry) -> str:
    return "" if entry.sign == IN_PLACE else f"`{entry.sign}` "


def _entry_words(entry: Entry) -> str:
    return " · ".join(for_markdown(name) for name in (entry.service, entry.staff) if name)


def _legend(weeks: Iterable[WeekPlan]) -> list[str]:
    signs = {entry.sign for plan in weeks for entry in (*plan.usual, *plan.single)}
    words = [f"`{sign}` {meaning}" for sign, meaning in LEGEND.items() if sign in signs]
    return ["", f"<sub>{', '.join(words)}</sub>"]


def _class(words: ClassWords) -> list[str]:
    lines = [f"- {words.head}"]
    for rule in words.rules:
        texts = [text for text in (rule.other, rule.dates, *rule.exceptions) if text]
        lines.append("<br>".join([f"  - `+` **{rule.when}** {rule.what}", *texts]))
    return lines


def _drift(drift: DriftView) -> list[str]:
    sign = SIGNS[Reason(drift["reason"])]
    names = None if drift["after"] is None else drift["after"]["names"]
    changes = [
        f"{FIELDS.get(each['field']) or for_markdown(each['field'])}: "
        f"{value_words(each['field'], each['before'], drift['before']['names'], WORDS)} → "
        f"{value_words(each['field'], each['after'], names, WORDS)}"
        for each in drift["changes"]
    ]
    booked = [counted(drift["booked"], "person booked", "people booked")] if drift["booked"] else []
    facts = "; ".join([*changes, *booked, f"activity {drift['activity_id']}"])
    reason = REASONS[Reason(drift["reason"])].sentence
    return [f"- `{sign}` {start_words(drift['before'])} {_who(drift['before'])}: {reason}; {facts}"]


def _deviations(view: PlanView) -> str:
    return f"Deviations, only reported: {classes(len(view['drift']))}"


def _folded(title: str, lines: list[str]) -> list[str]:
    return ["", "<details>", f"<summary>{title}</summary>", "", *lines, "", "</details>"] if lines else []


def _code(text: str) -> str:
    """An address; it has no characters that end a code span unless it is forged."""
    return for_markdown(text) if "`" in text or not text.isprintable() else f"`{text}`"


def _foot(view: PlanView) -> Iterator[str]:
    inputs, tool = view["inputs"], view["tool"]
    yield f"<sub>Operations <code>{for_markdown(view['operations_digest'][:12])}</code>"
    yield f"· read at {for_markdown(view['live']['read_at'])}"
    if inputs["git_revision"]:
        yield f"· revision <code>{for_markdown(inputs['git_revision'][:12])}</code>"
    yield f"· {for_markdown(tool['name'])} {for_markdown(tool['version'])}</sub>"
