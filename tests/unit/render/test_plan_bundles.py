"""One block for a class, one line for a rule of it: what the text of a plan folds, and what not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from builders import BEN, BIG_HALL, PILATES, SMALL_HALL, a_series, an_occurrence
from unit.render.render_plans import a_location_plan, a_plan, a_style, create

from reconciler.model.occurrence import Occurrence
from reconciler.render import plan_view, to_text

SATURDAYS = [date(2027, 1, 16) + timedelta(weeks=n) for n in range(8)]


def swim(slot: str, at: str, days: Iterable[date], part: str = "", **changed: object) -> list[Occurrence]:
    series = a_series("swim", slot=slot, part=part)
    return [an_occurrence(series, day, at, **{"length_s": 2100, "break_s": 300, **changed}) for day in days]


def blocks(*series: list[Occurrence], width: int = 100) -> str:
    """What stands between the legend and the totals."""
    creates = [create(each) for occurrences in series for each in occurrences]
    text = to_text(plan_view(a_plan(a_location_plan(creates))), a_style(width))
    return text.split("\n\n", 2)[2].rpartition("\nPlan:")[0]


def test_slots_and_parts_on_the_same_dates_share_a_line() -> None:
    lanes = {"ben": {"staff_id": BEN, "room_ids": (BIG_HALL,)}, "anna": {"room_ids": (SMALL_HALL,)}}
    series = [
        swim(slot, at, SATURDAYS, part, **lane)
        for slot, at in (("0900", "09:00"), ("0935", "09:35"), ("1010", "10:10"))
        for part, lane in lanes.items()
    ]
    assert blocks(*series) == (
        "  # mitte/swim  (schedules/autumn.yaml:4)\n"
        "    + Sat 09:00-09:30, 09:35-10:05, 10:10-10:40\n"
        "      Yoga Flow · Anna, small hall / Ben, big hall · 12 seats · 5 min break\n"
        "      48 classes, 8 each, 16 Jan to 6 Mar 2027\n"
    )


def test_a_session_that_deviates_by_a_date_is_named() -> None:
    series = [
        swim("0900", "09:00", [*SATURDAYS[:3], *SATURDAYS[4:]], "ben", staff_id=BEN),
        swim("0900", "09:00", [*SATURDAYS[:3], *SATURDAYS[4:]], "anna"),
        swim("0935", "09:35", [*SATURDAYS[:3], *SATURDAYS[4:6], SATURDAYS[7]], "ben", staff_id=BEN),
        swim("0935", "09:35", SATURDAYS, "anna"),
    ]
    assert blocks(*series) == (
        "  # mitte/swim  (schedules/autumn.yaml:4)\n"
        "    + Sat 09:00-09:30, 09:35-10:05  Yoga Flow · big hall · Anna / Ben · 12 seats · 5 min break\n"
        "      28 classes, 7 each, 16 Jan to 6 Mar 2027; not 6 Feb\n"
        "      except 09:35-10:05 Anna: also 6 Feb\n"
        "      except 09:35-10:05 Ben: not 27 Feb\n"
    )


def test_sessions_that_deviate_alike_share_an_exception() -> None:
    late = [swim(slot, at, SATURDAYS[1:]) for slot, at in (("a", "10:00"), ("b", "11:00"))]
    usual = [swim(slot, at, SATURDAYS) for slot, at in (("c", "07:00"), ("d", "08:00"), ("e", "09:00"))]
    assert "      except 10:00-10:30 a; 11:00-11:30 b: not 16 Jan\n" in blocks(*late, *usual)


def test_series_on_other_dates_have_lines_of_their_own() -> None:
    assert blocks(swim("early", "09:00", SATURDAYS[:4]), swim("late", "10:00", SATURDAYS[4:])) == (
        "  # mitte/swim  (schedules/autumn.yaml:4)\n"
        "    + Sat 09:00-09:30 early  Yoga Flow · Anna · big hall · 12 seats · 5 min break\n"
        "      4 classes, 16 Jan to 6 Feb 2027\n"
        "    + Sat 10:00-10:30 late  Yoga Flow · Anna · big hall · 12 seats · 5 min break\n"
        "      4 classes, 13 Feb to 6 Mar 2027\n"
    )


def test_what_is_more_than_a_variant_has_a_line_of_its_own() -> None:
    text = blocks(
        swim("0900", "09:00", SATURDAYS),
        swim("1000", "10:00", SATURDAYS, service_id=PILATES),
        swim("1100", "11:00", SATURDAYS, instructions="Bring a mat."),
        swim("1200", "12:00", SATURDAYS, break_s=0, length_s=1800),
    )
    assert text.count("    + Sat ") == 4
    assert text.count("      8 classes, 16 Jan to 6 Mar 2027\n") == 4


def test_variants_are_told_by_what_differs() -> None:
    seats = [swim("0900", "09:00", SATURDAYS, part, capacity=n) for part, n in (("a", 6), ("b", 1))]
    assert "  Yoga Flow · Anna · big hall · 6 seats / 1 seat · 5 min break\n" in blocks(*seats)
    rooms = [swim("0900", "09:00", SATURDAYS, part, room_ids=ids) for part, ids in (("a", (31,)), ("b", ()))]
    assert "  Yoga Flow · Anna · big hall / none · 12 seats · 5 min break\n" in blocks(*rooms)


def test_two_groups_that_are_alike_are_not_taken_for_one() -> None:
    text = blocks(swim("0900", "09:00", SATURDAYS, "a"), swim("0900", "09:00", SATURDAYS, "b"))
    assert text.count("      8 classes, 16 Jan to 6 Mar 2027\n") == 2


def test_times_that_not_every_variant_has_stand_apart() -> None:
    text = blocks(
        swim("0900", "09:00", SATURDAYS, "a"),
        swim("1000", "10:00", SATURDAYS, "a"),
        swim("1000", "10:00", SATURDAYS, "b", staff_id=BEN),
    )
    assert "    + Sat 09:00-09:30, 10:00-10:30  Yoga Flow · Anna ·" in text
    assert "    + Sat 10:00-10:30  Yoga Flow · Ben ·" in text


def test_single_dates_are_shared_too() -> None:
    one, two = (swim(slot, at, SATURDAYS[:1]) for slot, at in (("0900", "09:00"), ("1000", "10:00")))
    assert "    + Sat 16 Jan 2027 09:00-09:30, 10:00-10:30  Yoga Flow" in blocks(one, two)
    assert "\n      2 classes\n" in blocks(one, two)
    four = [swim(slot, at, SATURDAYS[:2]) for slot, at in (("0900", "09:00"), ("1000", "10:00"))]
    assert "\n      4 classes, 2 each: Sat 16 Jan, Sat 23 Jan 2027\n" in blocks(*four)


def test_days_in_a_row_are_a_stretch() -> None:
    camp = [date(2027, 2, 1) + timedelta(days=n) for n in range(5)]
    assert blocks(swim("", "09:00", camp)) == (
        "  # mitte/swim  (schedules/autumn.yaml:4)\n"
        "    + Mon to Fri 09:00-09:30  Yoga Flow · Anna · big hall · 12 seats · 5 min break\n"
        "      5 classes, 1 to 5 Feb 2027\n"
    )
    assert "      2 classes: Mon 1 Feb, Tue 2 Feb 2027\n" in blocks(swim("", "09:00", camp[:2]))
    assert "      4 classes: Mon 1 Feb, Tue 2 Feb, Thu 4 Feb, Fri 5 Feb 2027\n" in blocks(
        swim("", "09:00", [*camp[:2], *camp[3:]])
    )


def test_a_class_of_one_series_goes_by_its_full_address() -> None:
    assert blocks(swim("early", "09:00", SATURDAYS, "ben")).startswith(
        "  # mitte/swim@early+ben  (schedules/autumn.yaml:4)\n    + Sat 09:00-09:30  Yoga Flow"
    )


def test_years_are_named_where_a_day_could_be_misread() -> None:
    year = [date(2026, 9, 7) + timedelta(weeks=n) for n in range(60)]
    gaps = [each for each in year if each not in (year[3], year[20], year[21])]
    assert "; not 28 Sep 2026, 25 Jan-1 Feb 2027\n" in blocks(swim("", "09:00", gaps))
    spring = [each for each in year[10:30] if each not in (year[12], year[20])]
    assert "18 classes, 16 Nov 2026 to 29 Mar 2027; not 30 Nov, 25 Jan\n" in blocks(swim("", "09:00", spring))


def test_where_the_clocks_change_inside_a_class_its_date_stands_apart() -> None:
    nights = [date(2027, 3, 13) + timedelta(weeks=n) for n in range(5)]
    text = blocks(swim("", "22:00", nights, length_s=5 * 3600 + 300), width=120)
    assert "    + Sat 22:00-03:00  " in text
    assert "      4 classes, 13 Mar to 10 Apr 2027; not 27 Mar\n" in text
    assert "    + Sat 27 Mar 2027 22:00-04:00 (UTC+1 to +2)  " in text


def test_a_narrow_terminal_has_the_details_below_the_times() -> None:
    assert blocks(swim("", "09:00", SATURDAYS), width=60) == (
        "  # mitte/swim  (schedules/autumn.yaml:4)\n"
        "    + Sat 09:00-09:30\n"
        "      Yoga Flow · Anna · big hall · 12 seats · 5 min break\n"
        "      8 classes, 16 Jan to 6 Mar 2027\n"
    )
