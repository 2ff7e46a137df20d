from __future__ import annotations

import re
from datetime import date

import pytest
from builders import BEN, PILATES, YOGA, an_activity, an_occurrence
from unit.render.render_plans import NAMES, a_location_plan, a_plan, create, weekly

from reconciler.model.names import Names
from reconciler.model.plan import Action, ActionKind, FieldChange, Reason
from reconciler.render import plan_view
from reconciler.render.escape import for_markdown
from reconciler.render.to_markdown import LIMIT, to_markdown

FIRST, LAST = date(2026, 9, 7), date(2026, 11, 1)


def written(*actions: Action, names: Names = NAMES) -> str:
    return to_markdown(plan_view(a_plan(a_location_plan(actions, names=names))))


def a_season() -> list[Action]:
    yoga = weekly("yoga", {0, 2}, FIRST, LAST)
    pilates = weekly("pilates", {2}, FIRST, LAST, service_id=PILATES, staff_id=BEN)
    return list(map(create, [*yoga, *pilates]))


def test_a_comment_says_how_much_then_the_week_then_the_classes() -> None:
    text = written(*a_season())
    assert text.startswith("<!-- reconciler:plan:production -->\n### Timetable plan: mitte in production\n")
    assert "| **24** | 0 | 0 | 0 | 0 | 0 |\n" in text
    assert (
        "| | Mon | Wed |\n"
        "| --- | --- | --- |\n"
        "| 18:30 | `+` Yoga Flow · Anna | `+` Pilates · Ben<br>`+` Yoga Flow · Anna |\n"
    ) in text
    assert text.index("#### What changes") < text.index("#### mitte: the week")
    assert (
        "  - `+` **Mon, Wed 18:30-19:30** Yoga Flow · Anna · big hall · 12 seats · 10 min break<br>" in text
    )


def test_the_same_plan_gives_the_same_bytes_whatever_order_its_files_had() -> None:
    assert written(*a_season()) == written(*a_season())


def test_what_needs_a_person_stands_above_the_week_and_says_what_next() -> None:
    held = Action(
        kind=ActionKind.HOLD,
        reason=Reason.DOUBTFUL_STAFF,
        occurrence=an_occurrence(at="12:00"),
        activity=an_activity(at="12:00", booked=7, staff_id=BEN),
    )
    text = written(held, *a_season())
    assert text.index("#### Held back: 1 class is wanted but not created") < text.index(
        "#### mitte: the week"
    )
    assert (
        "- `!` `mitte/yoga-evening` Mon 7 Sep 2026 12:00-13:00; there: Mon 7 Sep 2026 12:00-13:00 "
        "Yoga Flow · Ben · big hall, 7 booked (activity 9001)\n"
    ) in text


def test_deviations_are_folded_with_what_differs() -> None:
    differs = Action(
        kind=ActionKind.REPORT,
        reason=Reason.DIFFERS,
        occurrence=an_occurrence(),
        activity=an_activity(capacity=10, booked=2),
        changes=(FieldChange(field="capacity", before=10, after=12),),
    )
    text = written(differs)
    assert "#### Deviations, only reported: 1 class\n" in text
    assert "  - `~` **Mon 7 Sep 2026 18:30-19:30** Yoga Flow · Anna · big hall · 10 → 12 seats" in text
    assert "<summary>Every deviation with its date</summary>" in text
    assert "seats: 10 → 12; 2 people booked; activity 9001" in text


def test_no_changes_is_one_sentence() -> None:
    assert "\n**No changes.** The timetable matches the files.\n" in written()


HOSTILE = [
    "@everyone",
    "#12",
    "https://evil.example/x",
    "www.evil.example",
    "me@evil.example",
    "<img src=x>",
    "-->",
    "[a](b)",
    "![a](b)",
    "`x`",
    "*b*",
    "_i_",
    "~~s~~",
    "a | b",
    "a\nb",
    "\x1b[2J",
    "\u202e",
    "&lt;",
    "JIRA-123",
    "deadbeef1",
    "$x$",
    ":smile:",
    "user!1",
    "GH-1",
    "</details>",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_text(name: str) -> None:
    text = for_markdown(name)
    assert re.fullmatch(r"<code>(?:[^\W_]|[ ]|&#[0-9]+;)*</code>", text)
    comment = written(*a_season(), names=Names(services={YOGA: name, PILATES: name}))
    usual = written(*a_season(), names=Names(services={YOGA: "Yoga", PILATES: "Pilates"}))
    assert comment.replace(text, "").count(name) == usual.count(name)


@pytest.mark.parametrize(
    "name", ["Yoga Flow", "Parent & Baby", "Jürgen (Vertretung)", "Step 1.2", "瑜伽", "O\u2019Neil"]
)
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    assert for_markdown(name) == name.replace("&", "&amp;")


def test_a_long_plan_is_cut_with_a_count_and_stays_below_the_limit() -> None:
    many = [
        create(one)
        for number in range(700)
        for one in weekly(f"class-{number:03d}", {number % 7}, FIRST, date(2026, 9, 28))
    ]
    text = written(*many)
    assert len(text) < LIMIT
    assert re.search("… and [0-9]+ more classes that this comment has no room for", text)
    assert text.count("<details>") == text.count("</details>")
    assert f"<summary>What is created: {len(many)} classes</summary>" in text
