"""What a person has to look at: held back, clashing and deviating classes, by reason.

Takes lists of a `PlanView`; returns `ReasonBlock`s with what is there and what to do next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from reconciler.model.plan import Reason
from reconciler.render.cause_words import cause_words
from reconciler.render.class_shape import StepView
from reconciler.render.dates import counted, full_day
from reconciler.render.details_words import name_words
from reconciler.render.escape import visible
from reconciler.render.html.groups import Member, groups_of
from reconciler.render.html.kinds import KINDS
from reconciler.render.html.shapes import ReasonBlock
from reconciler.render.layout import Style
from reconciler.render.plan_text.heads import times_words
from reconciler.render.shape import DriftView, HeldView, OtherView
from reconciler.render.value_change import drift_words
from reconciler.render.wording import REASONS, SIGNS

WORDS = Style(width=200, color=False, expand=False, escape=visible, arrow="→")
"""Phrases are escaped as HTML as a whole, so names in them need only be visible."""
_Traces = Sequence[Sequence[StepView]]


def held_blocks(held: Iterable[HeldView], traces: _Traces) -> Iterator[ReasonBlock]:
    """What is wanted but not created."""
    by_reason: dict[str, list[Member]] = {}
    for each in held:
        note = "; ".join(_there(each, other) for other in each["others"])
        member = Member("decide", "!", each["after"], each.get("trace"), "", note)
        by_reason.setdefault(each["reason"], []).append(member)
    for reason, members in by_reason.items():
        yield _block(reason, members, traces)


def drift_blocks(drift: Iterable[DriftView], traces: _Traces) -> Iterator[ReasonBlock]:
    """What is there and deviates; only reported."""
    by_reason: dict[str, list[Member]] = {}
    for each in drift:
        sign = SIGNS[Reason(each["reason"])]
        note = f"activity {each['activity_id']}"
        if each["booked"]:
            note = f"{counted(each['booked'], 'person', 'people')} booked; {note}"
        member = Member(KINDS[sign], sign, each["before"], each.get("trace"), _difference(each), note)
        by_reason.setdefault(each["reason"], []).append(member)
    for reason, members in by_reason.items():
        yield _block(reason, members, traces)


def _block(reason: str, members: Sequence[Member], traces: _Traces) -> ReasonBlock:
    wording, kind, sign = REASONS[Reason(reason)], members[0].kind, members[0].sign
    groups = groups_of(members, traces)
    return ReasonBlock(kind, sign, wording.sentence, wording.next_step, len(members), groups)


def _there(held: HeldView, other: OtherView) -> str:
    """`there: 18:30-19:25 Yoga Flow · Farah, 7 booked (activity 9001)`; the date if it is another one."""
    before = other["before"]
    day = before["start"][:10]
    when = times_words(before)
    if day != held["after"]["start"][:10]:
        when = f"{full_day(date.fromisoformat(day))} {when}"
    booked = "" if other["booked"] is None else f", {other['booked']} booked"
    who = " · ".join(name_words(before["names"], WORDS))
    place = f"{visible(other['location'])}, " if "location" in other else ""
    cause = cause_words(held, other, visible)
    return (
        f"there: {place}{when} {who}{booked} (activity {other['activity_id']}){' ' if cause else ''}{cause}"
    )


def _difference(drift: DriftView) -> str:
    return "; ".join(drift_words(drift, WORDS))
