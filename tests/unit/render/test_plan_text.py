from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from textwrap import dedent

import pytest
from builders import (
    ANNA,
    BEN,
    PILATES,
    a_location,
    a_series,
    a_span,
    an_activity,
    an_occurrence,
    created_from,
)
from unit.render.render_plans import a_location_plan, a_plan, a_style, create, weekly

from reconciler.model.occurrence import Removal, Step, StepKind
from reconciler.model.plan import Action, ActionKind, FieldChange, Gate, Reason, Selection
from reconciler.model.window import Window
from reconciler.render import FORMATS, plan_view, to_json, to_text
from reconciler.render.layout import Style

FIRST, LAST = date(2026, 9, 7), date(2026, 12, 2)
YOGA = weekly("yoga-evening", {0, 2}, FIRST, LAST, skip=[date(2026, 10, 14), date(2026, 10, 26)])


def drawn(*actions: Action, style: Style | None = None, **plan: object) -> str:
    return to_text(plan_view(a_plan(a_location_plan(actions), **plan)), style or a_style())


def body(text: str) -> str:
    """What stands between the legend and the totals."""
    return text.split("\n\n", 2)[2].rpartition("\nPlan:")[0]


def hold(reason: Reason, day: date, other: int, **changed: object) -> Action:
    occurrence = an_occurrence("yoga-late", day, "20:00")
    others = (an_activity(other, day, "20:00", **{"booked": 4, "staff_id": BEN, **changed}),)
    return Action(kind=ActionKind.HOLD, reason=reason, occurrence=occurrence, others=others)


def report(reason: Reason, **changed: object) -> Action:
    return Action(kind=ActionKind.REPORT, reason=reason, **changed)


def test_a_season_of_one_series_is_three_lines() -> None:
    assert drawn(*map(create, YOGA)) == dedent("""\
        Plan for mitte in production, 1 Sep to 20 Dec 2026

        Symbols:
          + create: 24 classes, 7 Sep to 2 Dec 2026

          # mitte/yoga-evening  (schedules/autumn.yaml:4)
            + Mon, Wed 18:30-19:30  Yoga Flow · Anna · big hall · 12 seats · 10 min break
              24 classes, 7 Sep to 2 Dec 2026; not 14 Oct, 26 Oct

        Plan: 24 to add, 0 to change, 0 to destroy.
        3 requests to read, 24 to write, 7 to check, finished after 19 s at the earliest.
        """)


def test_nothing_to_do_is_one_sentence() -> None:
    occurrence = an_occurrence()
    pair = Action(
        kind=ActionKind.NO_OP,
        reason=Reason.IN_PLACE,
        occurrence=occurrence,
        activity=created_from(occurrence),
    )
    assert drawn(pair, sandbox=True) == "No changes. The timetable matches the files.\n"
    assert drawn() == "No changes. The timetable matches the files.\n"


def test_a_part_never_claims_to_be_the_whole() -> None:
    selection = Selection(window=Window(first=FIRST, last=LAST), targets=("mitte/*",))
    assert drawn(selection=selection) == "No changes. The selected part of the timetable matches the files.\n"
    text = drawn(create(YOGA[0]), selection=selection)
    assert "! PARTIAL: only mitte/*. The rest of the timetable is left out.\n" in text


def test_the_sandbox_cannot_be_mistaken() -> None:
    text = drawn(create(YOGA[0]), environment="sandbox", sandbox=True)
    assert text.startswith(
        "Plan for mitte in sandbox, 1 Sep to 20 Dec 2026\n"
        "! SANDBOX: made against the local stand-in, no real studio is touched.\n"
    )


def test_an_open_window_reaches_from_the_read_to_the_last_class() -> None:
    def title(window: Window, *actions: Action) -> str:
        return drawn(*actions, selection=Selection(window=window)).splitlines()[0]

    creates = [create(YOGA[0]), create(YOGA[2])]
    assert title(Window(), *creates) == "Plan for mitte in production, 1 to 14 Sep 2026"
    assert title(Window(first=FIRST), *creates) == "Plan for mitte in production, 7 to 14 Sep 2026"
    past = Window(first=date(2026, 8, 1), last=LAST)
    assert title(past, *creates) == "Plan for mitte in production, 1 Sep to 2 Dec 2026"
    later = hold(Reason.CLASH, date(2027, 1, 4), 1)
    assert title(Window(), *creates, later) == "Plan for mitte in production, 1 Sep 2026 to 4 Jan 2027"


@pytest.mark.parametrize(
    ("keys", "where"),
    [
        (["mitte"], "mitte"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "4 locations"),
    ],
)
def test_the_title_names_a_few_locations_and_counts_many(keys: list[str], where: str) -> None:
    first, *others = (replace(a_location_plan(), location=a_location(key)) for key in keys)
    plan = a_plan(replace(first, actions=(create(YOGA[0]),)), *others)
    assert to_text(plan_view(plan), a_style()).startswith(f"Plan for {where} in production, 1 Sep to 20 Dec")


def test_zones_are_named_only_where_they_differ() -> None:
    def text(zone: str) -> str:
        series = a_series("yoga", location="nord", timezone=zone, address="nord/yoga")
        nord = replace(
            a_location_plan([create(an_occurrence(series))]), location=a_location("nord", 102, zone)
        )
        return to_text(plan_view(a_plan(a_location_plan([create(YOGA[0])]), nord)), a_style())

    assert "  # nord/yoga  (schedules/autumn.yaml:4)\n" in text("Europe/Berlin")
    assert "  # nord/yoga  (schedules/autumn.yaml:4)  Europe/London time\n" in text("Europe/London")
    assert "  # mitte/yoga-evening  (schedules/autumn.yaml:4)  Europe/Berlin time\n" in text("Europe/London")


def test_dates_off_the_rhythm_and_other_details_have_their_own_lines() -> None:
    moved = an_occurrence("yoga-evening", date(2026, 10, 26), starts_on=date(2026, 10, 27), staff_id=BEN)
    extra = an_occurrence("yoga-evening", date(2026, 10, 14), "07:00", comment="early!", color="#ff0000")
    assert body(drawn(*map(create, [*YOGA, moved, extra]))) == (
        "  # mitte/yoga-evening  (schedules/autumn.yaml:4)\n"
        "    + Mon, Wed 18:30-19:30  Yoga Flow · Anna · big hall · 12 seats · 10 min break\n"
        "      24 classes, 7 Sep to 2 Dec 2026; not 14 Oct, 26 Oct\n"
        "    + Wed 14 Oct 2026 07:00-08:00  Yoga Flow · Anna · big hall · 12 seats · 10 min break\n"
        '      color #ff0000 · comment "early!"\n'
        "    + Tue 27 Oct 2026 18:30-19:30  Yoga Flow · Ben · big hall · 12 seats · 10 min break\n"
        "\n"
        "Moved: 1 class takes place on another date\n"
        "  mitte/yoga-evening  Mon 26 Oct 2026 -> Tue 27 Oct 2026 18:30  (schedules/autumn.yaml:4)\n"
    )


def test_expanded_details_are_told_once_and_moves_say_from_where() -> None:
    moved = an_occurrence("yoga-evening", date(2026, 9, 14), starts_on=date(2026, 9, 15))
    other = an_occurrence("yoga-evening", date(2026, 10, 26), break_s=None, color="#ff0000")
    text = drawn(create(YOGA[0]), create(moved), create(other), style=a_style(120, expand=True))
    assert body(text) == (
        "  # mitte/yoga-evening  (schedules/autumn.yaml:4)\n"
        "      Yoga Flow · Anna · big hall · 12 seats · 10 min break\n"
        "    + Mon 7 Sep 2026 18:30-19:30\n"
        "    + Tue 15 Sep 2026 18:30-19:30  (moved from Mon 14 Sep 2026)\n"
        "      Yoga Flow · Anna · big hall · 12 seats · the location's default break · color #ff0000\n"
        "    + Mon 26 Oct 2026 18:30-19:40\n"
        "\n"
        "Moved: 1 class takes place on another date\n"
        "  mitte/yoga-evening  Mon 14 Sep 2026 -> Tue 15 Sep 2026 18:30  (schedules/autumn.yaml:4)\n"
    )


def test_dates_without_rhythm_are_named_up_to_a_few() -> None:
    days = [date(2026, 9, 7), date(2026, 9, 15), date(2026, 10, 1), date(2026, 10, 30), date(2026, 11, 14)]
    days += [date(2026, 12, 6), date(2026, 12, 10), date(2026, 12, 11)]
    text = drawn(*(create(an_occurrence("workshop", day)) for day in days))
    assert (
        "      8 classes: Mon 7 Sep, Tue 15 Sep, Thu 1 Oct, Fri 30 Oct, Sat 14 Nov, Sun 6 Dec 2026"
        " and 2 more\n"
        "      (--expand lists them)\n"
    ) in text


def test_what_is_held_back_says_why_who_is_booked_and_what_to_do() -> None:
    actions = [hold(Reason.DOUBTFUL_STAFF, date(2026, 9, day), day) for day in (7, 14, 21, 28)]
    clash = hold(Reason.CLASH, date(2026, 10, 5), 800, service_id=PILATES, staff_id=ANNA, booked=1)
    assert body(drawn(*actions, clash)) == (
        "Held back: 4 classes are wanted but not created\n"
        "\n"
        "  The same service starts at the same time with another teacher: 4 classes\n"
        "    ! mitte/yoga-late  (schedules/autumn.yaml:4)\n"
        "      4 classes: Mon 7 Sep, Mon 14 Sep, Mon 21 Sep, Mon 28 Sep 2026; 16 people booked there\n"
        "      there: Mon 7 Sep 2026 20:00-21:00  Yoga Flow · Ben · big hall · 4 booked · activity 7\n"
        "      there: Mon 14 Sep 2026 20:00-21:00  Yoga Flow · Ben · big hall · 4 booked · activity 14\n"
        "      there: Mon 21 Sep 2026 20:00-21:00  Yoga Flow · Ben · big hall · 4 booked · activity 21\n"
        "      and 1 more there (--expand lists them)\n"
        "  Next: Look at both. If it is this class, change it in the booking system or in the files until\n"
        "  they agree; if it is another one, give it another time or service.\n"
        "\n"
        "Clashes: 1 class is wanted but not created\n"
        "\n"
        "  Another class occupies the teacher or a room at that time: 1 class\n"
        "    ! mitte/yoga-late  (schedules/autumn.yaml:4)\n"
        "      Mon 5 Oct 2026 20:00-21:00  Yoga Flow · Anna · big hall; 1 person booked there\n"
        "      there: Mon 5 Oct 2026 20:00-21:00  Pilates · Anna · big hall · 1 booked · activity 800\n"
        "  Next: Move one of the two, or write allow_overlap: true at the class if both may run.\n"
    )


def test_without_creates_the_plan_line_counts_zero() -> None:
    text = drawn(hold(Reason.FROZEN, FIRST, 1))
    assert text.endswith("Plan: 0 to add, 0 to change, 0 to destroy.\n1 held back, 3 requests to read.\n")


def test_expanded_every_held_class_and_every_other_one_is_named() -> None:
    actions = [hold(Reason.DOUBTFUL_STAFF, date(2026, 9, day), day) for day in (7, 14, 21, 28)]
    text = drawn(*actions, style=a_style(expand=True))
    assert [f"activity {day}\n" in text for day in (7, 14, 21, 28)] == [True] * 4


def test_drift_folds_by_series_and_by_kind_of_change() -> None:
    occurrences = weekly("yoga", {0}, FIRST, date(2026, 10, 5), capacity=14)
    change = FieldChange(field="capacity", before=12, after=14)
    differing = [
        report(Reason.DIFFERS, occurrence=each, activity=created_from(each, n), changes=(change,))
        for n, each in enumerate(occurrences, 900)
    ]
    late = an_occurrence("pilates", FIRST, service_id=PILATES)
    moves = (
        FieldChange(field="start", before=late.start.replace(hour=17), after=late.start),
        FieldChange(field="staff_id", before=BEN, after=ANNA),
        FieldChange(field="comment", before="", after="new\nnote"),
        FieldChange(field="length_s", before=3600, after=4200),
        FieldChange(field="break_s", before=0, after=600),
    )
    there = created_from(late, 950, booked=2, details=late.details._replace(staff_id=BEN))
    moved = report(Reason.DIFFERS, occurrence=late, activity=there, changes=moves)
    foreign = [
        report(Reason.UNDECLARED, activity=an_activity(n, date(2026, 9, 8), title="Zumba", service_id=9))
        for n in (1, 2)
    ]
    assert body(drawn(*differing, moved, *foreign, style=a_style(90))) == (
        "Drift: 8 classes deviate from the files; only reported, nothing is written\n"
        "\n"
        "  In place, but not as the files say (there -> in the files): 6 classes\n"
        "    # mitte/yoga  (schedules/autumn.yaml:4)\n"
        "      ~ Mon 18:30-19:30  Yoga Flow · Anna · big hall · 12 -> 14 seats · 10 min break\n"
        "        5 classes, 7 Sep to 5 Oct 2026\n"
        "    ~ mitte/pilates  (schedules/autumn.yaml:4)\n"
        "      Mon 7 Sep 2026 18:30-19:30; 2 people booked (activity 950)\n"
        "        start: 17:30 -> 18:30\n"
        "        teacher: Ben -> Anna\n"
        '        comment: none -> "new\\nnote"\n'
        "        length: 60 min -> 70 min, break included\n"
        "        no break -> 10 min break\n"
        "  Next: Change it in the booking system, or change the files.\n"
        "\n"
        "  In the booking system, but not in the files: 2 classes\n"
        "    - mitte  Zumba · Anna · big hall\n"
        "      2 classes, 8 Sep 2026 (activities 1, 2)\n"
        "  Next: Declare it if the files are to speak for it.\n"
    )


def test_a_move_to_another_day_names_both_days() -> None:
    there = created_from(YOGA[1], 1, start=YOGA[1].start + timedelta(days=1))
    change = FieldChange(field="start", before=there.start, after=YOGA[1].start)
    text = drawn(report(Reason.DIFFERS, occurrence=YOGA[1], activity=there, changes=(change,)))
    assert "        start: Thu 10 Sep 2026 18:30 -> Wed 9 Sep 2026 18:30\n" in text


def test_a_copy_on_another_day_names_its_original() -> None:
    original = created_from(YOGA[0], 7001)
    copy = an_activity(7002, date(2026, 9, 8), marker=YOGA[0].marker)
    pair = Action(kind=ActionKind.NO_OP, reason=Reason.IN_PLACE, occurrence=YOGA[0], activity=original)
    text = drawn(pair, report(Reason.DUPLICATE, activity=copy, others=(original,)))
    assert body(text) == (
        "Drift: 1 class deviates from the files; only reported, nothing is written\n"
        "\n"
        "  A copy: it carries the mark of another class: 1 class\n"
        "    ! mitte  Yoga Flow · Anna · big hall\n"
        "      Tue 8 Sep 2026 18:30-19:30 (activity 7002); the original is Mon 7 Sep 2026 18:30-19:30\n"
        "      (activity 7001)\n"
        "  Next: Cancel the copy in the booking system, or take the mark out of its comment if it is to"
        " stay;\n"
        "  mind the people who are booked.\n"
    )


def test_a_second_class_in_one_slot_is_double() -> None:
    original = created_from(YOGA[0], 7001)
    pair = Action(kind=ActionKind.NO_OP, reason=Reason.IN_PLACE, occurrence=YOGA[0], activity=original)
    twins = [report(Reason.DUPLICATE, activity=an_activity(n), others=(original,)) for n in range(7002, 7012)]
    text = drawn(pair, *twins)
    assert "  Double: a second class fills the same slot: 10 classes\n" in text
    assert text.count("the original is Mon 7 Sep 2026 18:30-19:30") == 6
    assert "      and 4 more (--expand lists them)\n" in text
    assert drawn(pair, *twins, style=a_style(expand=True)).count("the original is") == 10


def test_a_duplicate_whose_original_is_not_told_is_still_reported() -> None:
    text = drawn(report(Reason.DUPLICATE, activity=an_activity(7002, marker="0" * 12)))
    assert "      Mon 7 Sep 2026 18:30-19:30 (activity 7002)\n" in text


def test_what_the_booking_system_makes_itself_has_its_own_sign() -> None:
    native = created_from(YOGA[0], 7001, schedule_id=601)
    text = drawn(report(Reason.NATIVE_SCHEDULE, occurrence=YOGA[0], activity=native))
    assert text.split("\n\n")[1] == (
        "Symbols:\n  = made by the booking system's own schedule, not written: 1 class, 7 Sep 2026"
    )
    assert "    = mitte/yoga-evening  (schedules/autumn.yaml:4)\n" in text


def test_the_legend_lists_only_signs_that_occur() -> None:
    double = report(Reason.DUPLICATE, activity=an_activity(1))
    text = drawn(create(YOGA[0]), double)
    assert text.split("\n\n")[1] == (
        "Symbols:\n  + create: 1 class, 7 Sep 2026\n  ! for a person to decide: 1 class, 7 Sep 2026"
    )


def test_a_limit_that_is_not_kept_names_the_way_on() -> None:
    gate = Gate(
        name="too many creates",
        limit="at most 10 may be created in one run",
        actual="24 classes would be created",
        passed=False,
        remedy="Use --max-creates 24",
    )
    view = plan_view(a_plan(a_location_plan(map(create, YOGA), gates=(gate,))))
    assert (
        "! Cannot be applied: too many creates at mitte\n"
        "  24 classes would be created; at most 10 may be created in one run. Use --max-creates 24\n"
    ) in to_text(view, a_style())


def test_what_was_not_compared_is_admitted() -> None:
    occurrence = an_occurrence()
    details = occurrence.details._replace(capacity=None, length_s=None)
    pair = Action(
        kind=ActionKind.NO_OP,
        reason=Reason.IN_PLACE,
        occurrence=occurrence,
        activity=created_from(occurrence, details=details),
    )
    view = plan_view(a_plan(a_location_plan([pair, create(YOGA[3])], past=2)))
    assert to_text(view, a_style()).split("\n\n", 3)[3] == (
        "Not compared (the list of this edition lacks them): seats, length. Use --details.\n"
        "Already started, so neither compared nor written: 2 classes.\n"
        "\n"
        "Plan: 1 to add, 0 to change, 0 to destroy.\n"
        "3 requests to read, 1 to write, 7 to check, finished after 19 s at the earliest.\n"
    )


@pytest.mark.parametrize("width", [40, 57, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    names = {"instructions": "Bring 初心者 " * 40, "comment": "x" * 230}
    actions = [create(an_occurrence(day=each.date, **names)) for each in YOGA]
    actions += [hold(Reason.DOUBTFUL_STAFF, date(2026, 9, 7), 1)]
    for expand in (True, False):
        text = drawn(*actions, style=a_style(width, expand=expand))
        # The line that scripts look for is never broken.
        lines = [line for line in text.splitlines() if not line.startswith("Plan: ")]
        assert max(len(line) + sum(line.count(wide) for wide in "初心者") for line in lines) <= width


def test_colour_adds_only_colour() -> None:
    actions = [
        *map(create, YOGA),
        hold(Reason.CLASH, FIRST, 1),
        report(Reason.SURPLUS, activity=an_activity()),
    ]
    coloured = drawn(*actions, style=a_style(color=True))
    for code in ("0", "1", "31", "32", "1;33", "1;35"):
        assert f"\x1b[{code}m" in coloured
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == drawn(*actions)


def test_ascii_output_is_ascii() -> None:
    occurrence = an_occurrence(instructions="Йога")
    text = drawn(create(occurrence), style=a_style(ascii_only=True))
    assert text.isascii()
    assert "Yoga Flow | Anna | big hall | 12 seats" in text


def test_every_format_has_its_entry() -> None:
    view = plan_view(a_plan(a_location_plan(map(create, YOGA))))
    assert FORMATS["text"](view, a_style()) == to_text(view, a_style())
    assert FORMATS["json"](view, a_style()) == to_json(view)


def test_what_changes_alike_on_many_dates_is_one_line_with_the_people_booked() -> None:
    change = (FieldChange(field="staff_id", before=BEN, after=ANNA),)
    alike = [
        report(
            Reason.DIFFERS,
            occurrence=each,
            activity=created_from(each, n, booked=3, details=each.details._replace(staff_id=BEN)),
            changes=change,
        )
        for n, each in enumerate(YOGA, 900)
    ]
    text = drawn(*alike, style=a_style(100))
    assert text.count("Ben -> Anna") == 1
    assert f"{3 * len(YOGA)} people booked on these dates" in text
    expanded = drawn(*alike, style=a_style(100, expand=True))
    assert expanded.count("3 people booked") == len(YOGA)


def test_surplus_that_a_closure_took_out_is_told_with_the_closure() -> None:
    gone = [an_occurrence(YOGA[0].series, each.date) for each in YOGA[:2]]
    there = [report(Reason.SURPLUS, activity=created_from(each, n)) for n, each in enumerate(gone, 900)]
    closed = Step(StepKind.CLOSURE, "closed: burst pipe", a_span(7))
    removals = tuple(Removal(each.series, each.date, (*each.trace, closed)) for each in gone)
    plan = replace(a_location_plan(there), removals=removals)
    text = to_text(plan_view(a_plan(plan)), a_style(100))
    assert "    - 2 classes, Mon 7 Sep, Wed 9 Sep 2026: closed: burst pipe  (schedules/autumn.yaml:7)" in text
