"""Holidays of one country come without the two hundred others, and are the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from unittest.mock import patch

import holidays
import pytest

from reconciler.expand.one_country import load_alone

PACKAGE = "holidays.countries"


@pytest.fixture(autouse=True)
def _nothing_loaded_yet() -> Iterator[None]:
    with patch.dict(sys.modules):
        for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
            del sys.modules[name]
        yield


@pytest.mark.parametrize("country", ["germany", "poland", "united_states", "russia"])
def test_a_country_is_loaded_without_the_others(country: str) -> None:
    load_alone(f"{PACKAGE}.{country}")
    assert [name for name in sys.modules if name.startswith(PACKAGE)] == [f"{PACKAGE}.{country}"]


def test_a_country_that_borrows_from_another_is_whole() -> None:
    load_alone(f"{PACKAGE}.guam")
    assert sys.modules[f"{PACKAGE}.guam"].Guam(years=2026) == holidays.country_holidays("GU", years=2026)


@pytest.mark.parametrize("name", ["", "holidays", f"{PACKAGE}.atlantis", "no_such_library.of.holidays"])
def test_what_is_not_there_is_left_to_the_library(name: str) -> None:
    before = set(sys.modules)
    load_alone(name)
    assert set(sys.modules) == before
