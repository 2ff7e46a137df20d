"""Zones come from the package of zone rules, whatever the machine has."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path

import pytest
import tzdata  # type: ignore[import-untyped]  # a package of data with one constant

from reconciler.cli.zones import use_own_zones


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = zoneinfo.TZPATH
    yield
    zoneinfo.reset_tzpath(to=before)
    zoneinfo.ZoneInfo.clear_cache()


def test_they_are_read_from_the_package_and_from_nowhere_else() -> None:
    zoneinfo.reset_tzpath(to=["/usr/share/zoneinfo"])
    use_own_zones()
    assert tuple(map(Path, zoneinfo.TZPATH)) == (Path(tzdata.__file__).parent / "zoneinfo",)


def test_they_are_the_zones_of_the_package() -> None:
    zoneinfo.reset_tzpath(to=())
    of_package = zoneinfo.available_timezones()
    use_own_zones()
    assert zoneinfo.available_timezones() == of_package
    with pytest.raises(zoneinfo.ZoneInfoNotFoundError):
        zoneinfo.ZoneInfo("Europe/Atlantis")


def test_a_package_that_is_no_folder_is_asked_as_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PathFinder, "find_spec", lambda _name: None)
    use_own_zones()
    assert zoneinfo.TZPATH == ()
    assert zoneinfo.ZoneInfo("Europe/Berlin").key == "Europe/Berlin"
