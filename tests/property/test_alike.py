"""Classes that are alike share their work and nothing else: each comes to what it comes to alone."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from hypothesis import event, given, settings
from hypothesis import strategies as st
from property.drawn import Mapped, chains
from property.test_expand import timetables
from property.test_language import project, whole

from reconciler.expand import Expansion, expand
from reconciler.load import Source, load_schedule
from reconciler.model.diagnostic import Diagnostic
from reconciler.model.occurrence import Occurrence, Removal
from reconciler.model.schedule import GroupClass, Schedule, Timetable

LAW = settings(max_examples=80, deadline=None, derandomize=True, database=None)


def with_twins(timetable: Timetable) -> Timetable:
    """Every class three times: the others with another service, and one of them with the same exceptions."""
    twins = []
    same = [replace(one, class_id=f"{one.class_id}-3") for one in timetable.exceptions]
    for group in timetable.classes:
        other = replace(group.settings, service_id=77, capacity=3)
        twins += [group, replace(group, id=f"{group.id}-2", settings=other)]
        twins.append(replace(group, id=f"{group.id}-3", tags=("twin",), allow_overlap=True))
    return replace(
        timetable,
        classes=tuple(sorted(twins, key=lambda group: group.id)),
        exceptions=(*timetable.exceptions, *same),
    )


def alone(timetable: Timetable, group: GroupClass) -> Expansion:
    its = tuple(one for one in timetable.exceptions if one.class_id == group.id)
    return expand(Schedule(timetables=(replace(timetable, classes=(group,), exceptions=its),)))


def of_class(found: Expansion, group: GroupClass) -> tuple[list[Occurrence], list[Removal]]:
    return (
        [one for one in found.occurrences if one.series.class_id == group.id],
        [one for one in found.removals if one.series.class_id == group.id],
    )


def of_exceptions(found: Expansion, group: GroupClass) -> list[Diagnostic]:
    """What is said about the exceptions of a class: EXP002 to EXP009, whose summaries name it."""
    ours = re.compile(rf"(?<![-\w]){re.escape(group.id)}(?![-\w])")
    return [one for one in found.diagnostics if "EXP002" <= one.code <= "EXP009" and ours.search(one.summary)]


def assert_each_is_as_if_alone(timetable: Timetable) -> None:
    together = expand(Schedule(timetables=(timetable,)))
    for group in timetable.classes:
        if group.settings.room_choice is None:  # what it finds free depends on the others
            by_itself = alone(timetable, group)
            assert of_class(together, group) == of_class(by_itself, group)
            assert of_exceptions(together, group) == of_exceptions(by_itself, group)


@LAW
@given(timetables())
def test_classes_with_twins_come_to_what_they_come_to_alone(timetable: Timetable) -> None:
    assert_each_is_as_if_alone(with_twins(timetable))


@LAW
@given(chains(), st.booleans())
def test_so_do_classes_of_files_with_every_feature(chain: dict[str, Mapped], staffed: bool) -> None:
    sources = [
        Source(f"{number}.yaml", json.dumps({"version": 1, **_home(file.location), **file.says}).encode())
        for number, file in enumerate(whole(chain))
    ]
    schedule = load_schedule(sources, project()).schedule
    event("refused" if schedule is None else "read")
    for timetable in schedule.timetables if schedule else ():
        plain = replace(timetable, special=None, policies=(), staffing=None)
        assert_each_is_as_if_alone(with_twins(timetable if staffed else plain))


def _home(location: str) -> dict[str, str]:
    return {"location": location} if location else {}
