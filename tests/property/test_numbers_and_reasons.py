"""Laws of what a plan counts and why it holds back: the same in text, comment and report as in the view.

Cells such as `4 -> 6.5 (+2.5)` are read back and held against the amounts of the view, per week.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st
from property.drawn_plans import comparisons, plans
from property.facts import markdown_tables, read_html, squeezed
from unit.render.render_plans import a_style

from reconciler.model.plan import Reason
from reconciler.render import FORMATS, diff_view, plan_view
from reconciler.render.frame_shape import NumberView
from reconciler.render.numbers_words import numbers_to_text
from reconciler.render.shape import PlanView
from reconciler.render.wording import REASONS

SOME = settings(max_examples=60, deadline=None, derandomize=True, database=None)
VIEWS = st.one_of(plans().map(plan_view), comparisons().map(diff_view))
CELL = re.compile(r"(-?[\d.]+)(?: -> (-?[\d.]+))?(?: \(([+-]?[\d.]+|a little more|a little less)\))?")
ROUNDED = 0.0501

Amounts = tuple[float, float]
"""Before and after, per week."""


def amounts_of(view: PlanView) -> list[tuple[NumberView, list[Amounts]]]:
    weeks = view["numbers"]["weeks"] or 1
    keys = (("classes", 1), ("seats", 1), ("lesson_s", 3600))
    return [
        (row, [(row["before"][key] / each / weeks, row["after"][key] / each / weeks) for key, each in keys])  # type: ignore[literal-required]  # keys of amounts
        for kind in ("all", "service", "teacher", "room")
        for row in view["numbers"]["rows"]
        if row["kind"] == kind
    ]


def assert_tells(cell: str, amounts: Amounts) -> None:
    before, after = amounts
    read = CELL.fullmatch(cell.strip())
    assert read is not None, cell
    one, other, difference = read.groups()
    assert abs(float(one) - before) < ROUNDED
    assert abs(float(other or one) - after) < ROUNDED
    little = {"a little more": after > before, "a little less": after < before}
    if difference in little:
        assert little[difference]
    elif difference is not None:
        assert abs(float(difference) - (float(other) - float(one))) < 1e-6
    else:
        assert other is not None or before == after


def assert_rows(rows: Iterable[list[str]], expected: list[list[Amounts]]) -> None:
    found = [row[-3:] for row in rows]
    assert len(found) == len(expected)
    for cells, amounts in zip(found, expected, strict=True):
        for cell, pair in zip(cells, amounts, strict=True):
            assert_tells(cell, pair)


@SOME
@given(VIEWS)
def test_every_number_is_told_as_it_is(view: PlanView) -> None:
    expected = amounts_of(view)
    text = numbers_to_text(view["numbers"], a_style(200))
    rows = [re.split(r" {2,}", line.strip()) for line in text.splitlines() if line.startswith("  ")]
    assert_rows(
        [row for row in rows if row != ["Classes", "Seats", "Hours"]], [cells for _, cells in expected]
    )
    page = read_html(FORMATS["html"](view, a_style(200)))
    table = next(iter(page.all("section", "numbers")), None)
    cells = [each.words.strip().replace("\u2192", "->") for each in table.all("td")] if table else []
    assert_rows([cells[n : n + 3] for n in range(0, len(cells), 3)], [each for _, each in expected])


@SOME
@given(VIEWS)
def test_the_comment_has_the_numbers_that_change_and_counts_the_others(view: PlanView) -> None:
    markdown = FORMATS["markdown"](view, a_style(200))
    expected = [(row, cells) for row, cells in amounts_of(view) if row["before"] != row["after"]]
    tables = [table for table in markdown_tables(markdown) if table[0][1:] == ["Classes", "Seats", "Hours"]]
    assert len(tables) == bool(expected and "Numbers: " in markdown)
    if tables:
        rows = [row for row in tables[0][1:] if row[1]]
        assert_rows(rows[1:] if set(rows[0][1]) <= set(":- ") else rows, [cells for _, cells in expected])
        left = [int(row[0].split()[0]) for row in tables[0][1:] if re.match(r"\d+ more ", row[0])]
        assert sum(left) == len(view["numbers"]["rows"]) - len(expected)


@SOME
@given(VIEWS)
def test_every_reason_is_told_with_how_many_and_what_to_do(view: PlanView) -> None:
    reasons = Counter(held["reason"] for held in (*view["held_back"], *view["conflicts"]))
    text, markdown, html = (FORMATS[name](view, a_style(200)) for name in ("text", "markdown", "html"))
    words = squeezed(read_html(html).text)
    for reason, number in reasons.items():
        wording = REASONS[Reason(reason)]
        counted = f"{wording.sentence}: {number} class{'es' if number > 1 else ''}"
        assert squeezed(counted) in squeezed(text)
        assert squeezed(counted) in squeezed(markdown) or "no room for" in markdown
        assert squeezed(f"{wording.sentence}{number}") in words
        for form in (squeezed(text), words, *(() if "no room for" in markdown else (squeezed(markdown),))):
            assert squeezed(wording.next_step) in form
