from __future__ import annotations

import pytest

from reconciler.render.html.sheet import Sheet, letters_of
from reconciler.render.html.week_shapes import Band, Cell, DayColumn

LARGEST, SMALLEST, SEVERAL = 40, 16, 20


def a_cell(service: str = "Yoga", *, paper: str | None = "", staff: str = "Anna") -> Cell:
    return Cell(
        kind="create",
        sign="+",
        hue=0,
        hours="18:30\u201319:25",
        service=service,
        staff=staff,
        rooms=("big hall",),
        when="",
        number=12,
        weeks="0-11",
        lost="",
        anchor="",
        other="",
        others_staff="",
        others_rooms=(),
        paper=paper,
    )


def a_sheet(each_day: int, cell: Cell | None = None, *, once: int = 0, key: bool = False) -> Sheet:
    cells = (cell or a_cell(),) * each_day
    days = tuple(DayColumn(place, "Mon", (Band(0, cells),)) for place in range(1, 8))
    return Sheet(days, (a_cell(paper="Tue 16 Feb 2027"),) * once, key=key)


def test_a_few_classes_are_written_large() -> None:
    assert letters_of(a_sheet(2)) == LARGEST


def test_the_more_classes_the_smaller_the_letters() -> None:
    sizes = [letters_of(a_sheet(number)) for number in (4, 12, 16, 20)]
    assert sizes == sorted(set(sizes), reverse=True)
    assert min(sizes) >= SMALLEST


@pytest.mark.parametrize(
    "more",
    [
        a_sheet(12, a_cell("Parent and baby yoga for beginners")),
        a_sheet(12, a_cell(paper="from 20 Jan; to 24 Mar; not on 5 dates")),
        a_sheet(12, a_cell(staff="\u674e" * 30)),
        a_sheet(12, once=20),
        a_sheet(14, key=True),
    ],
)
def test_what_takes_more_lines_makes_the_letters_smaller(more: Sheet) -> None:
    assert letters_of(more) < letters_of(a_sheet(12))


def test_what_another_cell_tells_on_paper_takes_no_room() -> None:
    assert letters_of(a_sheet(12, a_cell(paper=None))) == LARGEST


@pytest.mark.parametrize("sheet", [a_sheet(40), a_sheet(500), a_sheet(1, once=500)])
def test_what_does_not_fit_one_page_is_readable_on_several(sheet: Sheet) -> None:
    assert letters_of(sheet) == SEVERAL


@pytest.mark.parametrize("name", ["", " ", "x" * 10_000, "\u674e" * 500, "a " * 5_000])
def test_any_name_has_a_size(name: str) -> None:
    assert SMALLEST <= letters_of(a_sheet(3, a_cell(name))) <= LARGEST
