"""What is in the way of a class, and how: in the view and in words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from builders import ANNA, BEN, BIG_HALL, SMALL_HALL, a_location, an_activity, an_occurrence
from unit.render.render_plans import NAMES, a_location_plan, a_plan, a_style

from reconciler.model.hindrance import Hindrance, HindranceKind
from reconciler.model.names import Names
from reconciler.model.plan import Action, ActionKind, Reason
from reconciler.render import FORMATS, plan_view
from reconciler.render.cause_words import cause_words
from reconciler.render.shape import HeldView, PlanView

HERE = an_activity(1, at="18:00", staff_id=BEN)
THERE = an_activity(2, at="17:00", staff_id=77)
NORD = replace(
    a_location_plan(names=Names(staff={77: "Anna"}, rooms={BIG_HALL: "studio 1"})),
    location=a_location("nord", 102),
)


def a_view(*hindrances: Hindrance, reason: Reason = Reason.CLASH) -> PlanView:
    others = tuple(one for one in (HERE, THERE) if one.id in {each.activity_id for each in hindrances})
    action = Action(
        kind=ActionKind.HOLD, reason=reason, occurrence=an_occurrence(), others=others, hindrances=hindrances
    )
    return plan_view(a_plan(a_location_plan([action]), NORD))


def words(held: HeldView) -> list[str]:
    return [cause_words(held, other, str) for other in held["others"]]


TAKEN = [
    Hindrance(HindranceKind.TEACHER, ANNA, 1, "mitte"),
    Hindrance(HindranceKind.ROOM, BIG_HALL, 1, "mitte"),
    Hindrance(HindranceKind.ROOM, SMALL_HALL, 1, "mitte"),
]


@pytest.mark.parametrize(
    ("hindrances", "said"),
    [
        (TAKEN[:1], "takes Anna"),
        (TAKEN, "takes Anna, big hall and small hall"),
        ([Hindrance(HindranceKind.ROOM, 99, 1, "mitte")], "takes #99"),
        (
            [Hindrance(HindranceKind.BUFFER, BIG_HALL, 1, "mitte", 900, 300)],
            "leaves big hall 5 min of the 15 min it needs",
        ),
        (
            [Hindrance(HindranceKind.WAY, ANNA, 2, "nord", 2100, 900)],
            "leaves Anna 15 min for a way of 35 min",
        ),
        ([Hindrance(HindranceKind.WAY, ANNA, 2, "nord", 2100, -60)], "has Anna at the same time"),
    ],
)
def test_every_kind_of_cause_has_its_words(hindrances: list[Hindrance], said: str) -> None:
    (held,) = a_view(*hindrances)["conflicts"]
    assert words(held) == [said]


def test_each_of_the_others_has_its_own_causes() -> None:
    (held,) = a_view(TAKEN[1], Hindrance(HindranceKind.WAY, ANNA, 2, "nord", 2100, -60))["conflicts"]
    assert words(held) == ["takes big hall", "has Anna at the same time"]


def test_a_class_elsewhere_is_named_as_it_is_called_there() -> None:
    (held,) = a_view(Hindrance(HindranceKind.WAY, ANNA, 2, "nord", 2100, 900))["conflicts"]
    (other,) = held["others"]
    assert other.get("location") == "nord"
    names = other["before"]["names"]
    assert (names["staff"], names["rooms"]) == ("Anna", ["studio 1"])
    (cause,) = held["causes"]
    assert (cause["code"], cause["location"], cause["name"]) == ("EXP061", "nord", NAMES.staff[ANNA])
    assert (cause["needed_s"], cause["between_s"]) == (2100, 900)


def test_too_close_stands_among_the_clashes() -> None:
    view = a_view(Hindrance(HindranceKind.BUFFER, BIG_HALL, 1, "mitte", 900, 300), reason=Reason.TOO_CLOSE)
    assert (view["summary"]["conflicts"], view["summary"]["held_back"]) == (1, 0)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_what_people_read_says_how_it_is_in_the_way_and_where(form: str) -> None:
    text = FORMATS[form](a_view(Hindrance(HindranceKind.WAY, ANNA, 2, "nord", 2100, 900)), a_style(200))
    assert re.search(r"there: nord, (?:Mon 7 Sep 2026 )?17:00", text)
    assert "leaves Anna 15 min for a way of 35 min" in text
