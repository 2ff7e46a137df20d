"""From options to a selection."""

from __future__ import annotations

from datetime import date

import pytest

from reconciler.cli.exits import Exit
from reconciler.cli.options import Scope
from reconciler.cli.selecting import select
from reconciler.cli.stop import Stop
from reconciler.load import Project, Source, load_schedule
from reconciler.model.schedule import Schedule
from reconciler.model.window import Window

TEXT = b"""\
version: 1
locations: {mitte: {id: 101, timezone: Europe/Berlin}}
staff: {Anna: 11}
services: {Yoga: 501}
seasons:
  autumn: {from: 2026-09-07, to: 2026-12-20}
  spring: {from: 2027-01-11, to: 2027-03-28}
defaults: {service: Yoga, staff: Anna, duration: 60m, capacity: 12}
classes:
  - {id: one, every: mon, at: "18:30", seasons: autumn, from: 2026-09-14}
  - {id: two, every: tue, at: "18:30", seasons: autumn, to: 2026-11-30, tags: kids}
"""


@pytest.fixture(scope="module")
def schedule() -> Schedule:
    loaded = load_schedule([Source("a.yaml", TEXT)], Project())
    assert loaded.schedule is not None, loaded.diagnostics
    return loaded.schedule


def window(schedule: Schedule, **wishes: object) -> Window:
    return select(Scope(**wishes), schedule, files=()).window  # type: ignore[arg-type]  # as the test says


def test_without_options_everything_is_meant(schedule: Schedule) -> None:
    selection = select(Scope(), schedule, files=())
    assert (selection.window, selection.partial) == (Window(), False)


def test_a_season_means_the_dates_of_its_classes(schedule: Schedule) -> None:
    assert window(schedule, season="autumn") == Window(first=date(2026, 9, 7), last=date(2026, 12, 20))


def test_a_season_is_cut_by_dates(schedule: Schedule) -> None:
    found = window(schedule, season="autumn", first=date(2026, 10, 1), last=date(2028, 1, 1))
    assert found == Window(first=date(2026, 10, 1), last=date(2026, 12, 20))


def test_repeated_options_are_a_set_in_order(schedule: Schedule) -> None:
    scope = Scope(locations=("mitte", "mitte"), targets=("b*", "a*", "b*"), excludes=("c*",))
    selection = select(scope, schedule, files=("a.yaml",))
    assert selection.locations == ("mitte",)
    assert (selection.targets, selection.excludes) == (("a*", "b*"), ("c*",))
    assert selection.partial is True


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({"locations": ("nord",)}, 'no location "nord"'),
        ({"season": "spring"}, 'no class runs in a season "spring"'),
        ({"first": date(2026, 10, 2), "last": date(2026, 10, 1)}, "before they start"),
        ({"season": "autumn", "first": date(2027, 1, 1)}, "before they start"),
    ],
)
def test_what_does_not_exist_is_wrong_usage(
    schedule: Schedule, wishes: dict[str, object], words: str
) -> None:
    with pytest.raises(Stop, match=words) as caught:
        window(schedule, **wishes)
    assert caught.value.status is Exit.USAGE
    assert caught.value.hint


def test_a_tag_of_no_class_is_a_wrong_use(schedule: Schedule) -> None:
    assert select(Scope(tags=("kids", "kids")), schedule, files=()).tags == ("kids",)
    with pytest.raises(Stop) as stopped:
        select(Scope(tags=("kid",)), schedule, files=())
    assert stopped.value.status is Exit.USAGE
    assert stopped.value.hint == "known are: kids"
