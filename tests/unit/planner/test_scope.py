"""Globs over addresses."""

from __future__ import annotations

import pytest
from builders import a_selection, a_series, an_occurrence

from reconciler.planner.scope import idle_globs, selector, split_past

KIDS = an_occurrence(a_series("aqua-kids", slot="0900", part="ben"))


@pytest.mark.parametrize(
    ("glob", "fits"),
    [
        ("mitte/aqua-kids@0900+ben/2026-09-07", True),
        ("mitte/*/2026-09-*", True),
        ("mitte/*", True),
        ("*2026-09-0?", True),
        ("mitte/aqua-kids@0900+ben", True),
        ("mitte/aqua-kids", False),
        ("Mitte/*", False),
        ("mitte/aqua", False),
        ("*/2026-10-*", False),
        ("", False),
    ],
)
def test_a_target_keeps_what_its_glob_fits(glob: str, fits: bool) -> None:
    assert selector(a_selection(targets=(glob,)))(KIDS) is fits
    assert selector(a_selection(excludes=(glob,)))(KIDS) is not fits


def test_one_of_several_targets_is_enough() -> None:
    assert selector(a_selection(targets=("nowhere/*", "mitte/*")))(KIDS)


def test_an_exclude_wins_over_a_target() -> None:
    assert not selector(a_selection(targets=("mitte/*",), excludes=("*+ben/*",)))(KIDS)


def test_globs_that_fit_nothing_are_named() -> None:
    selection = a_selection(targets=("mitte/*", "mite/*"), excludes=("*/2027-*",))
    assert idle_globs(selection, [KIDS]) == ("mite/*", "*/2027-*")


def test_a_hostile_glob_takes_no_time() -> None:
    assert not selector(a_selection(targets=("*a" * 200 + "!",)))(an_occurrence("a" * 60))


def test_what_starts_with_the_read_is_not_past() -> None:
    assert split_past([KIDS], KIDS.utc) == ([], [KIDS])
    assert split_past([KIDS], KIDS.utc + 1) == ([KIDS], [])


def test_a_tag_keeps_the_classes_that_have_it() -> None:
    kids = an_occurrence(a_series("aqua-kids", tags=("kids", "pool")))
    assert selector(a_selection(tags=("kids",)))(kids)
    assert selector(a_selection(tags=("adults", "pool")))(kids)
    assert not selector(a_selection(tags=("adults",)))(kids)
    assert a_selection(tags=("kids",)).partial
