from __future__ import annotations

from datetime import date, timedelta

from builders import ANNA, BEN, MONDAY, PILATES, a_series, an_occurrence

from reconciler.model.comparison import Difference
from reconciler.model.occurrence import Occurrence, Removal
from reconciler.planner.revisions import compare_revisions, newly_removed


def weekly(
    series: str = "yoga-evening", weeks: int = 4, at: str = "18:30", **changed: object
) -> list[Occurrence]:
    return [an_occurrence(series, MONDAY + timedelta(weeks=n), at, **changed) for n in range(weeks)]  # type: ignore[arg-type]  # details are passed through


def kinds(differences: list[Difference]) -> dict[str, int]:
    found = {"new": 0, "gone": 0, "changed": 0, "same": 0}
    for each in differences:
        if each.before is None:
            found["new"] += 1
        elif each.after is None:
            found["gone"] += 1
        else:
            found["changed" if each.changed else "same"] += 1
    return {kind: number for kind, number in found.items() if number}


def test_what_stays_is_the_same() -> None:
    assert kinds(compare_revisions(weekly(), weekly())) == {"same": 4}


def test_another_time_is_a_change_and_not_a_new_class() -> None:
    assert kinds(compare_revisions(weekly(), weekly(at="18:45"))) == {"changed": 4}


def test_another_teacher_is_a_change() -> None:
    assert kinds(compare_revisions(weekly(), weekly(staff_id=BEN))) == {"changed": 4}


def test_a_longer_season_is_new_dates_only() -> None:
    assert kinds(compare_revisions(weekly(), weekly(weeks=6))) == {"same": 4, "new": 2}


def test_a_class_of_another_name_is_the_same_class() -> None:
    differences = compare_revisions(weekly("yoga"), weekly("yoga-flow"))
    assert kinds(differences) == {"same": 4}
    assert {
        (each.before.series.class_id, each.after.series.class_id)
        for each in differences
        if each.before and each.after
    } == {("yoga", "yoga-flow")}


def test_another_name_and_another_time_at_once_is_a_change() -> None:
    assert kinds(compare_revisions(weekly("yoga"), weekly("yoga-flow", at="19:00"))) == {"changed": 4}


def test_another_name_and_another_teacher_at_once_is_a_change() -> None:
    assert kinds(compare_revisions(weekly("yoga"), weekly("yoga-flow", staff_id=BEN))) == {"changed": 4}


def test_a_renamed_class_takes_its_changed_dates_along() -> None:
    now = [
        *weekly("yoga-flow", 3),
        an_occurrence("yoga-flow", MONDAY + timedelta(weeks=3), service_id=PILATES, staff_id=BEN),
    ]
    assert kinds(compare_revisions(weekly("yoga"), now)) == {"same": 3, "changed": 1}


def test_an_altogether_other_class_is_not_mistaken_for_the_one_that_ended() -> None:
    now = weekly("pilates", at="09:00", service_id=PILATES, staff_id=BEN)
    assert kinds(compare_revisions(weekly("yoga"), now)) == {"gone": 4, "new": 4}


def test_a_class_that_stays_does_not_inherit_from_one_that_ends() -> None:
    before = [*weekly("yoga"), *weekly("yin", at="20:00")]
    after = weekly("yin", at="20:00", staff_id=ANNA)
    assert kinds(compare_revisions(before, after)) == {"same": 4, "gone": 4}


def test_equal_lanes_are_paired_one_to_one() -> None:
    lanes = [a_series("aqua", part="one"), a_series("aqua", part="two")]
    before = [an_occurrence(lane) for lane in lanes]
    after = [an_occurrence(a_series("swim", part=part)) for part in ("x", "y", "z")]
    assert kinds(compare_revisions(before, after)) == {"same": 2, "new": 1}


def test_the_order_of_either_side_does_not_matter() -> None:
    before, after = (
        [*weekly("yoga"), *weekly("yin", at="20:00")],
        [*weekly("flow"), *weekly("yin", at="20:15")],
    )
    assert compare_revisions(before, after) == compare_revisions(before[::-1], after[::-1])


def test_only_what_took_place_before_counts_as_taken_out() -> None:
    differences = compare_revisions(weekly(), weekly(weeks=3))
    removals = [Removal(a_series(), day, ()) for day in (MONDAY + timedelta(weeks=3), date(2027, 1, 4))]
    assert newly_removed(removals, differences) == (removals[0],)
