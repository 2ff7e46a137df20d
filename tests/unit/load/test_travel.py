"""Travel times are read once, for ways that exist."""

from __future__ import annotations

import pytest
from unit.load.timetables import codes, load

from reconciler.load import Loaded, Project, Source, load_project
from reconciler.model.travel import Travel

PLACES = """\
version: 1
locations:
  mitte: {id: 101, timezone: Europe/Berlin}
  mitte-nord: {id: 102, timezone: Europe/Berlin}
  nord: {id: 103, timezone: Europe/Berlin}
  nord-mitte: {id: 104, timezone: Europe/Berlin}
"""


def travel_of(loaded: Loaded) -> Travel:
    assert loaded.diagnostics == ()
    assert loaded.schedule is not None
    assert loaded.schedule.travel is not None
    return loaded.schedule.travel


def test_ways_are_as_long_in_both_directions() -> None:
    found = travel_of(load(PLACES + "travel: {mitte-nord-nord: 35m, between_rooms: 5m}\n"))
    assert found.seconds("nord", "mitte-nord") == found.seconds("mitte-nord", "nord") == 2100
    assert found.between_rooms == 300
    assert found.seconds("mitte", "nord") == 0


def test_a_project_file_may_say_how_long_ways_are() -> None:
    text = PLACES + "travel: {mitte-nord: 1h}\n"
    project = load_project(Source("reconciler.yaml", text.encode())).project or Project()
    assert travel_of(load("version: 1\nlocation: nord\n", project=project)).seconds("mitte", "nord") == 3600


@pytest.mark.parametrize("key", ["mitte-sud", "mitte", "mitte-mitte", "mitte-nord-mitte"])
def test_a_key_that_does_not_name_one_way_is_refused(key: str) -> None:
    assert codes(PLACES + f"travel: {{{key}: 35m}}\n") == ["CHK076"]


def test_a_way_is_not_said_twice() -> None:
    assert codes(PLACES.replace("nord-mitte:", "west:") + "travel: {mitte-nord: 5m, nord-mitte: 6m}\n") == [
        "CHK076"
    ]


def test_ways_stand_in_one_file() -> None:
    ways = "travel: {between_rooms: 5m}\n"
    assert codes(PLACES + ways, PLACES + ways) == ["CHK078"]
