"""Slow start: which classes are read back, and what follows if one is not as it was sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders import MONDAY, an_occurrence

from reconciler.apply.execute import Recovery, carry_out
from reconciler.apply.journal import Journal
from reconciler.apply.looking import LookFailedError, Sight
from reconciler.apply.slow_start import checks_of, closes_batch
from reconciler.model.occurrence import Occurrence
from reconciler.model.report import Created, NotAttempted, Outcome

DAYS = tuple(an_occurrence(day=MONDAY + timedelta(days=n)) for n in range(40))


def _no_sleep(_seconds: float) -> None:
    """No time passes here."""


class System:
    """Makes everything; what is read back differs from the n-th create on, counted from 1."""

    def __init__(self, *, wrong_from: int | None = None, unreadable: bool = False) -> None:
        self.made = 0
        self.read_back: list[int] = []
        self.wrong_from, self.unreadable = wrong_from, unreadable

    def create(self, occurrence: Occurrence, *, again: bool = False) -> Outcome:
        assert not again
        self.made += 1
        return Created(occurrence=occurrence, activity_id=self.made)

    def look(self, location: str, first: datetime, last: datetime) -> Sight:
        raise NotImplementedError

    def differences(self, occurrence: Occurrence, activity_id: int) -> str:
        if self.unreadable and activity_id > 1:
            raise LookFailedError("out of reach")
        self.read_back.append(activity_id)
        wrong = self.wrong_from is not None and activity_id >= self.wrong_from
        return "seats 8 instead of 12" if wrong else ""

    def go(self, path: Path) -> list[Outcome]:
        recovery = Recovery(looker=self, grace_s=90, clock=lambda: 0.0)
        with Journal(path / "run.jsonl", {}) as journal:
            return list(
                carry_out(DAYS, self, journal, stopping=lambda: False, sleep=_no_sleep, recovery=recovery)
            )


def test_the_last_of_1_2_4_8_classes_is_read_back(tmp_path: Path) -> None:
    system = System()
    assert all(isinstance(one, Created) for one in system.go(tmp_path))
    assert system.made == len(DAYS)
    assert system.read_back == [1, 3, 7, 15, 31]


@pytest.mark.parametrize(("wrong_from", "made"), [(1, 1), (2, 3), (4, 7), (8, 15), (16, 31)])
def test_a_class_that_came_back_different_ends_the_run_before_as_many_again_are_sent(
    tmp_path: Path, wrong_from: int, made: int
) -> None:
    system = System(wrong_from=wrong_from)
    outcomes = system.go(tmp_path)
    assert system.made == made
    last, following = outcomes[made - 1], outcomes[made]
    assert isinstance(last, Created)
    assert last.differs == "seats 8 instead of 12"
    assert isinstance(following, NotAttempted)
    which = "the first class" if made == 1 else f"class {made} of this run"
    assert following.message == f"{which} came back different: seats 8 instead of 12"


def test_a_class_that_cannot_be_read_back_ends_the_run(tmp_path: Path) -> None:
    system = System(unreadable=True)
    outcomes = system.go(tmp_path)
    assert system.made == 3
    assert isinstance(outcomes[3], NotAttempted)
    assert outcomes[3].message == "class 3 of this run could not be read back: out of reach"


@pytest.mark.parametrize("creates", range(40))
def test_what_a_plan_says_of_these_checks_is_what_they_take(creates: int) -> None:
    assert checks_of(creates) == sum(closes_batch(made) for made in range(1, creates + 1))
