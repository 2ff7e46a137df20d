from __future__ import annotations

import pytest
from unit.render.render_plans import a_style

from reconciler.render.layout import columns, cut, painted, plain, show, signed, wrapped


@pytest.mark.parametrize(("given", "used"), [(0, 40), (39, 40), (80, 80), (200, 200), (5000, 200)])
def test_the_width_stays_between_40_and_200(given: int, used: int) -> None:
    assert a_style(given).columns == used


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("a·é", 3), ("初心", 4), ("e\u0301", 1), ("\uff21\uff22", 4)]
)
def test_wide_characters_count_twice_and_combining_ones_not(text: str, width: int) -> None:
    assert columns(text) == width


def test_lines_break_between_words() -> None:
    assert wrapped("one two three four", 9) == ["one two", "three", "four"]


def test_double_spaces_survive_inside_a_line() -> None:
    assert wrapped("Mon 18:30  Yoga", 20) == ["Mon 18:30  Yoga"]


def test_words_without_a_break_are_cut() -> None:
    assert wrapped("x " + "y" * 25, 10) == ["x", "y" * 10, "y" * 10, "y" * 5]


def test_wide_words_are_cut_by_columns() -> None:
    assert wrapped("初心者初心者", 5) == ["初心", "者初", "心者"]


@pytest.mark.parametrize(
    "together",
    ["5 min break", "8 Mar", "Mon 8 Mar 2027", "12 seats", "activity 7001", "3 classes", "Anna ·"],
)
def test_a_number_stays_with_what_it_counts(together: str) -> None:
    for length in range(1, 20):
        lines = wrapped(f"{'x' * length} {together} and more", 20)
        assert [line for line in lines if together in line], lines


def test_other_words_may_part() -> None:
    assert wrapped(f"{'x' * 15} lane 1", 20) == [f"{'x' * 15} lane", "1"]


def test_no_text_is_one_empty_line() -> None:
    assert wrapped("", 10) == [""]


def test_a_sign_hangs_before_its_paragraph() -> None:
    assert signed("+", "one two " * 8, 4, a_style(40)) == [
        "    + one two one two one two one two",
        "      one two one two one two one two",
    ]


def test_only_the_sign_is_coloured() -> None:
    assert signed("!", "held", 0, a_style(color=True)) == ["\x1b[1;35m!\x1b[0m held"]


def test_colour_is_never_added_uninvited() -> None:
    assert painted("Plan:", "1", a_style()) == "Plan:"


def test_ascii_has_a_form_for_every_mark() -> None:
    style = a_style(ascii_only=True)
    assert plain("a · b \u2013 c…", style) == "a | b - c..."
    assert show("Йога", style) == "\\u0419\\u043e\\u0433\\u0430"


def test_cutting_counts_columns() -> None:
    assert cut("初心者", 5, a_style()) == "初心…"
    assert cut("abcdef", 5, a_style(ascii_only=True)) == "ab..."
    assert cut("abc", 3, a_style()) == "abc"


def test_a_character_that_is_written_out_is_never_cut_in_two() -> None:
    style = a_style(ascii_only=True)
    name = show("瑜伽 Yoga", style)
    assert name == "\\u745c\\u4f3d Yoga"
    cuts = [cut(name, room, style) for room in range(3, 20)]
    assert set(cuts) == {"...", "\\u745c...", "\\u745c\\u4f3d...", "\\u745c\\u4f3d ...", name}
    assert wrapped(show("瑜伽瑜伽", style), 10) == ["\\u745c", "\\u4f3d", "\\u745c", "\\u4f3d"]
    assert "".join(wrapped(show("\U0001f600", style), 8)) == "\\U0001f600"


@pytest.mark.parametrize(
    ("text", "number"),
    [("e\u0301", 1), ("โยคะ", 4), ("ที่", 1), ("🧘", 2), ("🧘🏽", 2), ("☀️", 2), ("初心者", 6), ("", 0)],
)
def test_marks_on_top_of_a_character_take_no_column(text: str, number: int) -> None:
    assert columns(text) == number
