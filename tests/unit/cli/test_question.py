"""What the words behind `explain` ask about."""

from __future__ import annotations

from datetime import date

import pytest

from reconciler.cli.exits import Exit
from reconciler.cli.question import question_in
from reconciler.cli.stop import Stop

DAY = date(2026, 9, 7)


@pytest.mark.parametrize(
    ("words", "classes", "paths"),
    [
        (["2026-09-07"], "", ()),
        (["2026-09-07", "mitte.yaml"], "", ("mitte.yaml",)),
        (["mitte/yoga/2026-09-07"], "mitte/yoga", ()),
        (["mitte/2026-09-07"], "mitte", ()),
        (["yoga/2026-09-07", "a.yaml", "b.yaml"], "yoga", ("a.yaml", "b.yaml")),
        (["yoga", "2026-09-07"], "yoga", ()),
        (["yoga", "2026-09-07", "a.yaml"], "yoga", ("a.yaml",)),
        (["yoga 2026-09-07", "a.yaml"], "yoga", ("a.yaml",)),
        ([" mitte/yoga/  2026-09-07 "], "mitte/yoga", ()),
        (["mitte/aqua@0900+ben/2026-09-07"], "mitte/aqua@0900+ben", ()),
        (["*/2026-09-07"], "*", ()),
        (["/2026-09-07"], "", ()),
        (["yoga/2026-09-07", "2026-09-08"], "yoga", ("2026-09-08",)),
    ],
)
def test_classes_date_and_paths_are_told_apart(
    words: list[str], classes: str, paths: tuple[str, ...]
) -> None:
    question, rest = question_in(words)
    assert (question.classes, question.day, rest) == (classes, DAY, paths)


@pytest.mark.parametrize(
    ("text", "summary", "hint"),
    [
        ("yoga/2026-02-30", 'there is no day "2026-02-30"', "write it like 2026-09-07"),
        ("yoga/7.9.2026", '"7.9.2026" is not a date', "write it like 2026-09-07"),
        ("20260907", '"20260907" is not a date', "write it like 2026-09-07"),
        ("yoga/1969-12-31", "1969-12-31 is outside of", "from 1970 to 2100"),
        ("2101-01-01", "2101-01-01 is outside of", "from 1970 to 2100"),
        ("mitte/yoga", '"mitte/yoga" names no date', "reconciler explain mitte/yoga/2026-09-07"),
        ("mitte/yoga/", '"mitte/yoga" names no date', "reconciler explain mitte/yoga/2026-09-07"),
        ("", '"" names no date', "mitte/yoga-evening/2026-09-07"),
        ("yoga/\uff12\uff10\uff12\uff16-09-07", "names no date", "add the date"),
    ],
)
def test_a_question_without_a_date_is_wrong_usage(text: str, summary: str, hint: str) -> None:
    with pytest.raises(Stop) as stopped:
        question_in([text])
    assert stopped.value.status == Exit.USAGE
    assert summary in stopped.value.summary
    assert hint in stopped.value.hint
