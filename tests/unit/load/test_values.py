"""The small grammars: what is accepted, and which spelling is offered for what is not."""

from __future__ import annotations

from datetime import date

import pytest

from reconciler.load.spelling import Wrong
from reconciler.load.values import (
    parse_bool,
    parse_color,
    parse_date,
    parse_date_time,
    parse_days,
    parse_duration,
    parse_every,
    parse_move,
    parse_number,
    parse_time,
    parse_time_span,
    parse_weekdays,
    parse_weeks,
)
from reconciler.model.schedule import Days, EveryWeeks, IsoWeeks, MonthDay, MoveTo


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon", {0}),
        ("Mon", {0}),
        ("MONDAY", {0}),
        ("sunday", {6}),
        (" thu ", {3}),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("weekend", {5, 6}),
        ("daily", {0, 1, 2, 3, 4, 5, 6}),
    ],
)
def test_weekdays_and_their_groups_are_numbers_from_monday(text: str, expected: set[int]) -> None:
    assert expected == parse_weekdays(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("18:30", 1110), ("7:05", 425), ("09:00", 540), ("00:00", 0), ("23:59", 1439), ("18:30:00", 1110)],
)
def test_a_time_is_minutes_after_midnight(text: str, expected: int) -> None:
    assert expected == parse_time(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18:30-19:25", (1110, 1165)),
        ("18:30 \u2013 19:25", (1110, 1165)),
        ("18:30\u201419:25", (1110, 1165)),
        ("18:30\u221219:25", (1110, 1165)),
        ("23:30-01:00", (1410, 60)),
    ],
)
def test_start_and_end_take_any_dash_and_may_cross_midnight(text: str, expected: tuple[int, int]) -> None:
    assert expected == parse_time_span(text)


@pytest.mark.parametrize("text", ["19:25-18:30", "18:30-18:30", "18:30", "18:30-19:25-20:00", "-", ""])
def test_a_reversed_or_broken_time_span_is_wrong(text: str) -> None:
    assert isinstance(parse_time_span(text), Wrong)


def test_a_reversed_time_span_is_offered_the_other_way_round() -> None:
    wrong = parse_time_span("19:25-18:30")
    assert isinstance(wrong, Wrong)
    assert '"18:30-19:25"' in wrong.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("55m", 3300),
        ("1h", 3600),
        ("1h15m", 4500),
        ("48h", 172800),
        ("0m", 0),
        ("30s", 30),
        ("2 weeks", 14 * 86400),
        ("1 day", 86400),
    ],
)
def test_a_duration_is_seconds(text: str, expected: int) -> None:
    assert expected == parse_duration(text)


def test_a_date_is_a_date() -> None:
    assert date(2026, 9, 7) == parse_date("2026-09-07")
    assert date(2028, 2, 29) == parse_date("2028-02-29")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2026-02-30", "February 2026 has 28 days"),
        ("2026-04-31", "April 2026 has 30 days"),
        ("2026-13-01", "year-month-day"),
        ("0001-01-01", "between 1970 and 2100"),
    ],
)
def test_a_date_that_the_calendar_lacks_is_wrong(text: str, hint: str) -> None:
    wrong = parse_date(text)
    assert isinstance(wrong, Wrong)
    assert hint in wrong.hint


def test_a_range_includes_both_ends_and_may_be_one_day() -> None:
    assert Days(date(2026, 12, 24), date(2027, 1, 3)) == parse_days("2026-12-24 to 2027-01-03")
    assert Days(date(2026, 12, 24), date(2026, 12, 24)) == parse_days("2026-12-24")


def test_a_reversed_range_is_offered_the_other_way_round() -> None:
    wrong = parse_days("2027-01-03 to 2026-12-24")
    assert isinstance(wrong, Wrong)
    assert "2026-12-24 to 2027-01-03" in wrong.hint


@pytest.mark.parametrize(
    "text", ["2026-12-24..2027-01-03", "2026-12-24 \u2013 2027-01-03", "2026-12-24 - 2027-01-03"]
)
def test_a_range_with_dots_or_a_dash_is_not_accepted_but_recognised(text: str) -> None:
    wrong = parse_days(text)
    assert isinstance(wrong, Wrong)
    assert wrong.fix == "2026-12-24 to 2027-01-03"


def test_a_date_and_time_is_both() -> None:
    assert (date(2026, 11, 3), 1140) == parse_date_time("2026-11-03 19:00")
    assert (date(2026, 11, 3), 1140) == parse_date_time("2026-11-03T19:00")
    assert isinstance(parse_date_time("2026-11-03"), Wrong)
    assert isinstance(parse_date_time("2026-02-30 19:00"), Wrong)
    assert isinstance(parse_date_time("2026-11-03 7pm"), Wrong)


def test_a_move_says_a_date_a_time_or_both() -> None:
    assert MoveTo(date(2026, 11, 3), 1140) == parse_move("2026-11-03 19:00")
    assert MoveTo(date(2026, 11, 3), None) == parse_move("2026-11-03")
    assert MoveTo(None, 1140) == parse_move("19:00")
    assert isinstance(parse_move("tomorrow"), Wrong)
    assert isinstance(parse_move("2026-02-30"), Wrong)


def test_a_number_is_whole_and_above_zero() -> None:
    assert parse_number("12") == 12
    for text in ("0", "-1", "1.5", "", "twelve", "\u0661", "9" * 5000):
        assert isinstance(parse_number(text), Wrong), text


def test_truth_is_true_or_false() -> None:
    assert parse_bool("true") is True
    assert parse_bool("False") is False
    assert isinstance(parse_bool("maybe"), Wrong)


def test_a_colour_is_small_letters() -> None:
    assert parse_color("#FF8800") == "#ff8800"
    assert isinstance(parse_color("ff88"), Wrong)


@pytest.mark.parametrize(
    ("parse", "text", "fix"),
    [
        (parse_time, "6:30pm", "18:30"),
        (parse_time, "6pm", "18:00"),
        (parse_time, "12am", "00:00"),
        (parse_time, "12:15 PM", "12:15"),
        (parse_time, "18.30", "18:30"),
        (parse_time, "18h30", "18:30"),
        (parse_time, "18h", "18:00"),
        (parse_time, "1830", "18:30"),
        (parse_time, "18 Uhr", "18:00"),
        (parse_time, "183000", "18:30"),
        (parse_time, "18:30:15", "18:30"),
        (parse_time, "2026-09-07T18:30:00", "18:30"),
        (parse_time, "24:00", "00:00"),
        (parse_duration, "90", "90m"),
        (parse_duration, "1h30", "1h30m"),
        (parse_duration, "1:30", "1h30m"),
        (parse_duration, "90 min", "90m"),
        (parse_duration, "1.5h", "1h30m"),
        (parse_duration, "1 hour", "1h"),
        (parse_duration, "1 hour 15 minutes", "1h15m"),
        (parse_duration, "PT55M", "55m"),
        (parse_duration, "2w", "2 weeks"),
        (parse_duration, "10d", "10 days"),
        (parse_date, "7 Sep 2026", "2026-09-07"),
        (parse_date, "20260907T183000Z", "2026-09-07"),
        (parse_date, "2026-09-07 18:30", "2026-09-07"),
        (parse_date, "Sep 7, 2026", "2026-09-07"),
        (parse_date, "7. September 2026", "2026-09-07"),
        (parse_date, "07.09.2026", "2026-09-07"),
        (parse_date, "2026-9-7", "2026-09-07"),
        (parse_date, "2026/09/07", "2026-09-07"),
        (parse_date, "20260907", "2026-09-07"),
        (parse_weekdays, "Montag", "mon"),
        (parse_weekdays, "Mi", "wed"),
        (parse_weekdays, "jeudi", "thu"),
        (parse_weekdays, "\u043f\u044f\u0442\u043d\u0438\u0446\u0430", "fri"),
        (parse_weekdays, "mi\u00e9rcoles", "wed"),
        (parse_weekdays, "tues", "tue"),
        (parse_weekdays, "Mondays", "mon"),
        (parse_number, "12 seats", "12"),
        (parse_number, "1_000", "1000"),
        (parse_number, "012", "12"),
        (parse_bool, "yes", "true"),
        (parse_bool, "off", "false"),
        (parse_color, "ff8800", "#ff8800"),
        (parse_color, "#f80", "#ff8800"),
        (parse_color, "orange", "#ffa500"),
    ],
)
def test_what_people_write_otherwise_is_offered_in_our_spelling(parse, text: str, fix: str) -> None:
    wrong = parse(text)
    assert isinstance(wrong, Wrong)
    assert wrong.fix == fix
    assert fix in wrong.hint


def test_a_date_without_its_year_is_not_guessed() -> None:
    wrong = parse_date("7 Sep")
    assert isinstance(wrong, Wrong)
    assert wrong.fix == ""
    assert "-09-07" in wrong.hint


@pytest.mark.parametrize(
    "parse",
    [
        parse_bool,
        parse_color,
        parse_date,
        parse_date_time,
        parse_days,
        parse_duration,
        parse_move,
        parse_number,
        parse_time,
        parse_time_span,
        parse_weekdays,
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "99:99",
        "nonsense",
        "\u0661\u0668:\u0663\u0660",
        "9" * 5000,
        "to",
        "\n",
        "1" + " " * 1_000_000 + "x",
    ],
)
def test_nonsense_is_wrong_with_a_hint(parse, text: str) -> None:
    wrong = parse(text)
    assert isinstance(wrong, Wrong)
    assert wrong.hint


def test_weeks_are_odd_even_or_counted_from_the_monday_of_a_date() -> None:
    assert parse_weeks("odd") == IsoWeeks(parity="odd")
    assert parse_weeks("even") == IsoWeeks(parity="even")
    assert parse_weeks("every 2 from 2026-09-08") == EveryWeeks(step=2, monday=date(2026, 9, 7))
    assert parse_weeks("every 52 from 2026-09-13") == EveryWeeks(step=52, monday=date(2026, 9, 7))
    assert isinstance(parse_weeks("all"), EveryWeeks)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("every 2", "name a date in a week that counts, for example: every 2 from 2026-09-07"),
        ("biweekly", "name a date in a week that counts, for example: every 2 from 2026-09-07"),
        ("every second week from 2026-09-08", "write every 2 from 2026-09-08"),
        ("2 weeks from 2026-09-08", "write every 2 from 2026-09-08"),
        ("every 53 from 2026-09-08", "the number of weeks is from 2 to 52"),
        ("Odd", "write odd"),
        ("A", "week A belongs to a cycle: write `cycle:` and `week:`"),
        ("every 2 from 2026-02-30", "February 2026 has 28 days"),
        ("x" * 1000, "write odd, even, or every 2 from 2026-09-07"),
    ],
)
def test_other_words_for_weeks_are_recognised(text: str, hint: str) -> None:
    found = parse_weeks(text)
    assert isinstance(found, Wrong)
    assert found.hint == hint


def test_days_under_every_are_weekdays_or_days_of_the_month() -> None:
    assert parse_every("weekend") == frozenset({5, 6})
    assert parse_every("1st sat") == MonthDay(1, 5)
    assert parse_every("last Sunday") == MonthDay(-1, 6)
    assert parse_every("last day") == MonthDay(-1, None)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("first saturday", "write 1st sat"),
        ("1. Samstag", "write 1st sat"),
        ("the last sun of the month", "write last sun"),
        ("last day of the month", "write last day"),
        ("2 tue", "write 2nd tue"),
        ("1st weekend", "name one weekday, for example: 1st sat"),
        ("1st day", "name one weekday, for example: 1st sat"),
        ("6th sat", "write several weekdays as a list: [mon, wed]"),
        ("mo", "write mon"),
    ],
)
def test_other_words_for_days_under_every_are_recognised(text: str, hint: str) -> None:
    found = parse_every(text)
    assert isinstance(found, Wrong)
    assert found.hint == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("21:00-06:00", 'write "06:00-21:00" if they were swapped; for a night of more than six hours'),
        ("22:00-10:00", "for a night of more than six hours write its start, and a `duration`"),
    ],
)
def test_a_span_that_may_be_a_long_night_says_how_one_is_written(text: str, hint: str) -> None:
    wrong = parse_time_span(text)
    assert isinstance(wrong, Wrong)
    assert hint in wrong.hint


@pytest.mark.parametrize("text", ["18:30-18:00", "19:25-07:26"])
def test_a_span_of_more_than_half_a_day_is_taken_for_a_swapped_one_only(text: str) -> None:
    wrong = parse_time_span(text)
    assert isinstance(wrong, Wrong)
    assert wrong.hint.endswith("if they were swapped")
