"""Which declared fields differ."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from builders import BEN, BIG_HALL, SMALL_HALL, a_span, an_occurrence, created_from, some_details

from reconciler.model.details import ClassDetails
from reconciler.model.plan import FieldChange
from reconciler.model.schedule import RoomChoice
from reconciler.planner.cases import Differing, Pair, PairedBy
from reconciler.planner.compare import compare


def a_pair(desired: ClassDetails, observed: ClassDetails, moved: timedelta = timedelta()) -> Pair:
    occurrence = an_occurrence()._replace(details=desired)
    activity = created_from(occurrence, details=observed, start=occurrence.start + moved)
    return Pair(occurrence, activity, PairedBy.MARKER)


def changes(desired: ClassDetails, observed: ClassDetails) -> list[tuple[str, object, object]]:
    (case,) = compare([a_pair(desired, observed)])
    if isinstance(case, Pair):
        return []
    return [(change.field, change.before, change.after) for change in case.changes]


DIFFERENT = ClassDetails(
    service_id=1, staff_id=2, room_ids=(3,), label_ids=(4,), capacity=5, length_s=600, break_s=300,
    comment="x", color="#000000", instructions="y", link="https://example.org/",
)  # fmt: skip


@pytest.mark.parametrize("field", ClassDetails._fields)
def test_each_declared_field_is_compared(field: str) -> None:
    desired = some_details(label_ids=(41,))
    observed = desired._replace(**{field: getattr(DIFFERENT, field)})
    assert changes(desired, observed) == [(field, getattr(DIFFERENT, field), getattr(desired, field))]


@pytest.mark.parametrize("field", [name for name in ClassDetails._fields if name not in {"break_s"}])
def test_an_undeclared_field_is_not_compared(field: str) -> None:
    assert changes(some_details()._replace(**{field: None}), some_details()) == []


@pytest.mark.parametrize("field", ClassDetails._fields)
def test_an_unknown_field_does_not_differ(field: str) -> None:
    assert changes(some_details(), some_details()._replace(**{field: None})) == []


@pytest.mark.parametrize(
    ("desired", "observed"),
    [
        ({"color": "#ffaa00"}, {"color": "#FFAA00"}),
        ({"comment": "bring a mat\nand water"}, {"comment": "bring a mat\r\nand water "}),
        ({"room_ids": (BIG_HALL, SMALL_HALL)}, {"room_ids": (SMALL_HALL, BIG_HALL)}),
        ({"label_ids": (1,)}, {"label_ids": (1, 1)}),
    ],
)
def test_what_means_the_same_does_not_differ(desired: dict[str, object], observed: dict[str, object]) -> None:
    assert changes(some_details(**desired), some_details(**observed)) == []


def test_an_emptied_text_differs_from_a_text() -> None:
    expected = [("comment", "bring a mat", "")]
    assert expected == changes(some_details(comment=""), some_details(comment="bring a mat"))


def test_a_break_left_to_the_location_compares_the_lesson_alone() -> None:
    desired = some_details(length_s=3600, break_s=None)
    assert changes(desired, some_details(length_s=4500, break_s=900)) == []
    assert changes(desired, some_details(length_s=4500, break_s=600)) == [("length_s", 3900, 3600)]
    assert changes(desired, some_details(length_s=4500, break_s=None)) == []


def test_a_declared_break_that_the_answer_lacks_leaves_the_whole_length_to_compare() -> None:
    desired = some_details(length_s=4200, break_s=600)
    assert changes(desired, some_details(length_s=3600, break_s=None)) == [("length_s", 3600, 4200)]


def test_a_moved_start_comes_first() -> None:
    (case,) = compare([a_pair(some_details(), some_details(staff_id=BEN), timedelta(hours=1))])
    assert isinstance(case, Differing)
    start = case.pair.occurrence.start
    assert case.changes[0] == FieldChange(field="start", before=start + timedelta(hours=1), after=start)
    assert [change.field for change in case.changes] == ["start", "staff_id"]


def test_pairs_keep_their_places() -> None:
    equal, other = a_pair(some_details(), some_details()), a_pair(some_details(), some_details(capacity=1))
    assert [isinstance(case, Differing) for case in compare([other, equal, other, equal])] == [
        True, False, True, False,
    ]  # fmt: skip


def test_deepdiff_is_not_imported_as_long_as_nothing_declared_differs() -> None:
    program = (
        "import sys\n"
        "sys.path.insert(0, 'tests')\n"
        "from builders import an_activity, an_occurrence, a_request\n"
        "from reconciler.planner import plan_location\n"
        "plan = plan_location(a_request([an_occurrence(capacity=None)], [an_activity(capacity=3)]))\n"
        "assert plan.actions[0].reason == 'in_place_unmarked', plan\n"
        "assert 'deepdiff' not in sys.modules\n"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, cwd=root, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert done.returncode == 0


PROJECTOR, LANE = 33, 34


def rooms_that_differ(observed: tuple[int, ...] | None) -> bool:
    """For a class in the big hall, where the small one would do as well, with a projector."""
    occurrence = an_occurrence()._replace(details=some_details(room_ids=(BIG_HALL, PROJECTOR)))
    choice = RoomChoice((BIG_HALL, SMALL_HALL), a_span())
    occurrence = occurrence._replace(series=occurrence.series.taking(choice))
    activity = created_from(occurrence, details=some_details(room_ids=observed))
    (case,) = compare([Pair(occurrence, activity, PairedBy.MARKER)])
    return isinstance(case, Differing)


@pytest.mark.parametrize("observed", [(BIG_HALL, PROJECTOR), (PROJECTOR, SMALL_HALL), None])
def test_any_room_of_a_choice_is_right(observed: tuple[int, ...] | None) -> None:
    assert not rooms_that_differ(observed)


@pytest.mark.parametrize(
    "observed", [(), (SMALL_HALL,), (LANE, PROJECTOR), (BIG_HALL, SMALL_HALL, PROJECTOR), (PROJECTOR,)]
)
def test_a_choice_is_one_room_of_the_list_and_whatever_else_is_needed(observed: tuple[int, ...]) -> None:
    assert rooms_that_differ(observed)
