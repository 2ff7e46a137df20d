"""Locations and the names in them."""

from __future__ import annotations

import pytest
from unit.load.timetables import HEAD, USUAL, codes, load, timetable


def test_names_are_known_by_their_ids() -> None:
    names = timetable(HEAD).names
    assert names.staff == {11: "Anna", 12: "Ben", 13: "Anna Maria"}
    assert names.services == {501: "Yoga", 502: "Aqua"}
    assert names.rooms == {31: "big hall", 32: "small hall"}
    assert names.labels == {41: "autumn", 42: "kids"}


def test_of_several_names_for_one_id_the_first_in_the_alphabet_is_shown() -> None:
    assert timetable(HEAD.replace("Ben: 12", "Ben: 12, Ali: 12")).names.staff[12] == "Ali"


def test_names_may_stand_in_the_location() -> None:
    text = HEAD.replace("Europe/Berlin}", "Europe/Berlin, staff: {Carla: 14}}")
    assert timetable(text).names.staff[14] == "Carla"


def test_the_same_name_with_the_same_id_may_stand_twice() -> None:
    assert (
        timetable(HEAD.replace("Europe/Berlin}", "Europe/Berlin, staff: {Anna: 11}}")).names.staff[11]
        == "Anna"
    )


@pytest.mark.parametrize(
    "zone",
    ["Europe/Berlim", "../../etc/passwd", "/etc/localtime", "CET+1", "Europe", "\u00e9/x", "UTC+01:00"],
)
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    assert codes(USUAL.replace("Europe/Berlin", f'"{zone}"'))[0] in ("CHK002", "SCH005")


def test_the_nearest_zone_is_offered() -> None:
    (finding,) = load(HEAD.replace("Europe/Berlin", "Europe/Berlim")).diagnostics
    assert finding.hint == 'did you mean "Europe/Berlin"?'
