"""Creates whose answer was lost, with a booking system in memory and a clock that only sleep moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders import BEN, MONDAY, a_series, an_activity, an_occurrence, created_from

from reconciler.apply.execute import Recovery, carry_out
from reconciler.apply.journal import Journal, read_journal
from reconciler.apply.looking import LookFailedError, Sight
from reconciler.model.activity import Activity
from reconciler.model.occurrence import Occurrence
from reconciler.model.report import Created, NotAttempted, Outcome, Refused, Unknown

ONE = an_occurrence()
WEEKS = tuple(an_occurrence(day=MONDAY + timedelta(weeks=n)) for n in range(4))
LONG_AGO = datetime(2026, 1, 1)  # noqa: DTZ001 - local wall clock
GRACE_S = 90.0


class System:
    """Activities in memory; each create follows a script: `(lands after seconds or never, is answered)`."""

    def __init__(self, tmp_path: Path, *script: tuple[float | None, bool] | Outcome) -> None:
        self.path = tmp_path / "run.jsonl"
        self.now = 1000.0
        self.script = list(script)
        self.landing: list[tuple[float, Activity]] = []
        self.sent: list[tuple[float, str, bool]] = []
        self.looks: list[float] = []
        self.blind_until = 0.0
        self.since = LONG_AGO
        self.lag_s = 0.0
        self.stop_at: float | None = None
        self.differs = ""
        self.outcomes: list[Outcome] = []
        self.waits: list[tuple[int, float]] = []

    def create(self, occurrence: Occurrence, *, again: bool = False) -> Outcome:
        self.sent.append((self.now, occurrence.address, again))
        step = self.script.pop(0) if self.script else (0.0, True)
        if not isinstance(step, tuple):
            return step
        after, answered = step
        activity = created_from(occurrence, id=len(self.landing) + 1)
        if after is not None:
            self.landing.append((self.now + after + self.lag_s, activity))
        if answered:
            return Created(occurrence=occurrence, activity_id=activity.id)
        return Unknown(occurrence=occurrence, message="lost")

    def look(self, location: str, first: datetime, last: datetime) -> Sight:
        assert location == "mitte"
        self.looks.append(self.now)
        if self.now < self.blind_until:
            raise LookFailedError("it is out of reach")
        there = [one for at, one in self.landing if at <= self.now and first <= one.start <= last]
        return Sight(tuple(there), self.since)

    def differences(self, occurrence: Occurrence, activity_id: int) -> str:
        return self.differs

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def stopping(self) -> bool:
        return self.stop_at is not None and self.now >= self.stop_at

    def go(self, *occurrences: Occurrence, grace_s: float = GRACE_S, known: frozenset[int] = frozenset()):
        recovery = Recovery(
            looker=self,
            grace_s=grace_s,
            clock=lambda: self.now,
            known=known,
            waiting=lambda count, seconds: self.waits.append((count, seconds)),
        )
        with Journal(self.path, {}, clock=lambda: self.now) as journal:
            stream = carry_out(
                occurrences or (ONE,),
                self,
                journal,
                stopping=self.stopping,
                sleep=self.sleep,
                recovery=recovery,
            )
            for outcome in stream:
                self.outcomes.append(outcome)
        return self.outcomes

    def records(self) -> list[str]:
        return [record["type"] for record in read_journal(self.path).records]


LOST, CAME, NEVER = (0.0, False), (0.0, False), (None, False)


@pytest.mark.parametrize("after", [0.0, 0.4, 7.0, 61.0, 89.9])
def test_a_class_that_lands_within_the_grace_period_is_adopted_and_never_sent_again(
    tmp_path: Path, after: float
) -> None:
    system = System(tmp_path, (after, False))
    assert system.go() == [Created(occurrence=ONE, activity_id=1, recovered=True)]
    assert len(system.sent) == 1
    assert system.records() == ["run", "intent", "outcome", "resolved", "end"]
    assert read_journal(system.path).records[-1]["unresolved"] == 0


def test_what_never_came_is_sent_once_more_after_the_grace_period_without_force(tmp_path: Path) -> None:
    system = System(tmp_path, NEVER)
    assert system.go() == [Created(occurrence=ONE, activity_id=1)]
    (first, _, _), (second, _, again) = system.sent
    assert second - first >= GRACE_S
    assert again
    assert system.waits == [(1, GRACE_S)]
    intents = [r for r in read_journal(system.path).records if r["type"] == "intent"]
    assert [intent["attempt"] for intent in intents] == [1, 2]


def test_what_is_lost_twice_is_left_unknown_and_never_sent_a_third_time(tmp_path: Path) -> None:
    system = System(tmp_path, NEVER, NEVER)
    (outcome,) = system.go()
    assert isinstance(outcome, Unknown)
    assert "90 s later" in outcome.message
    assert len(system.sent) == 2
    assert read_journal(system.path).records[-1]["unresolved"] == 1


def test_a_second_try_that_lands_is_adopted_as_well(tmp_path: Path) -> None:
    system = System(tmp_path, NEVER, (30.0, False))
    assert system.go() == [Created(occurrence=ONE, activity_id=1, recovered=True)]


def test_other_classes_are_made_before_anything_is_waited_for(tmp_path: Path) -> None:
    system = System(tmp_path, (0.0, True), NEVER)
    outcomes = system.go(*WEEKS)
    assert [address for _, address, _ in system.sent[:4]] == [one.address for one in WEEKS]
    assert [outcome.occurrence for outcome in outcomes] == [WEEKS[0], WEEKS[2], WEEKS[3], WEEKS[1]]
    assert all(isinstance(outcome, Created) for outcome in outcomes)
    assert system.sent[2][0] == system.sent[0][0]


def test_many_in_doubt_are_looked_for_together(tmp_path: Path) -> None:
    weeks = [an_occurrence(day=MONDAY + timedelta(days=n)) for n in range(28)]
    system = System(tmp_path, (0.0, True), *[((0.0, False) if n % 2 else (0.0, True)) for n in range(27)])
    outcomes = system.go(*weeks)
    assert sum(isinstance(o, Created) and o.recovered for o in outcomes) == 13
    assert len(system.looks) == 1


def test_a_class_that_is_there_twice_is_named_with_both_ids(tmp_path: Path) -> None:
    system = System(tmp_path, (0.0, False))
    system.landing.append((0.0, created_from(ONE, id=77)))
    (outcome,) = system.go()
    assert isinstance(outcome, Unknown)
    assert outcome.activity_ids == (2, 77)
    assert len(system.sent) == 1


def test_a_class_that_came_out_different_is_named_and_not_sent_again(tmp_path: Path) -> None:
    system = System(tmp_path, NEVER)
    other = created_from(ONE, id=5, details=ONE.details._replace(staff_id=BEN))
    system.landing.append((0.0, other))
    (outcome,) = system.go()
    assert isinstance(outcome, Unknown)
    assert outcome.activity_ids == (5,)


def test_an_echo_that_differs_ends_the_run(tmp_path: Path) -> None:
    echo = Unknown(occurrence=WEEKS[0], message="activity 9 came back with start 19:30", activity_ids=(9,))
    system = System(tmp_path, echo)
    outcomes = system.go(*WEEKS, grace_s=0)
    assert [type(outcome) for outcome in outcomes] == [*[NotAttempted] * 3, Unknown]
    assert len(system.sent) == 1


def test_somebody_elses_class_in_its_place_is_named_and_nothing_is_sent_beside_it(tmp_path: Path) -> None:
    system = System(tmp_path, NEVER)
    system.landing.append((1030.0, an_activity(50)))
    (outcome,) = system.go()
    assert isinstance(outcome, Unknown)
    assert outcome.activity_ids == (50,)
    assert "without its mark" in outcome.message
    assert len(system.sent) == 1


def test_a_class_without_marks_is_known_by_its_slot_unless_it_was_there_before(tmp_path: Path) -> None:
    bare = an_occurrence(a_series("open-gym", marked=False, allow_overlap=True))
    system = System(tmp_path, (0.0, False))
    system.landing.append((0.0, created_from(bare, id=70)))
    assert system.go(bare, known=frozenset({70})) == [Created(occurrence=bare, activity_id=2, recovered=True)]


def test_a_refusal_of_the_second_try_is_believed_only_after_another_look(tmp_path: Path) -> None:
    busy = Refused(occurrence=ONE, status=409, message="Anna is busy")
    system = System(tmp_path, NEVER, busy)
    assert system.go() == [busy]
    late = System(tmp_path / "late", (GRACE_S + 0.1, False), busy)
    real = late.create

    def as_it_lands(occurrence: Occurrence, *, again: bool = False) -> Outcome:
        late.now += 0.2 if again else 0.0
        return real(occurrence, again=again)

    late.create = as_it_lands  # type: ignore[method-assign] - the class lands while it is sent again
    assert late.go() == [Created(occurrence=ONE, activity_id=1, recovered=True)]


def test_without_a_last_look_nothing_is_sent_again(tmp_path: Path) -> None:
    system = System(tmp_path, NEVER)
    system.blind_until = 1e9
    (outcome,) = system.go()
    assert isinstance(outcome, Unknown)
    assert "could not be looked for" in outcome.message
    assert len(system.sent) == 1


def test_what_has_started_meanwhile_is_not_sent_again(tmp_path: Path) -> None:
    system = System(tmp_path, NEVER)
    system.since = ONE.start + timedelta(minutes=1)
    (outcome,) = system.go()
    assert isinstance(outcome, Unknown)
    assert len(system.sent) == 1


def test_a_wish_to_stop_ends_the_waiting_and_leaves_the_doubt(tmp_path: Path) -> None:
    system = System(tmp_path, NEVER)
    system.stop_at = 1003.0
    (outcome,) = system.go()
    assert isinstance(outcome, Unknown)
    assert system.now < 1004
    assert read_journal(system.path).records[-1] == {
        "type": "end",
        "interrupted": True,
        "unresolved": 1,
        "made": 0,
    }


def test_nothing_is_sent_again_after_the_run_has_ended_for_good(tmp_path: Path) -> None:
    dead = Refused(occurrence=WEEKS[1], status=401, message="no", stop=True)
    system = System(tmp_path, NEVER, dead)
    outcomes = system.go(*WEEKS)
    assert [type(o) for o in outcomes] == [Refused, NotAttempted, NotAttempted, Unknown]
    assert len(system.sent) == 2


def test_a_list_that_lags_causes_no_twin(tmp_path: Path) -> None:
    system = System(tmp_path, (0.0, False))
    system.lag_s = 5.0
    assert system.go() == [Created(occurrence=ONE, activity_id=1, recovered=True)]


def test_a_first_class_that_came_out_wrong_ends_the_run_and_shows_both_values(tmp_path: Path) -> None:
    system = System(tmp_path)
    system.differs = "length 80 min instead of 60 min"
    first, *rest = system.go(*WEEKS)
    assert isinstance(first, Created)
    assert first.differs == "length 80 min instead of 60 min"
    assert {type(outcome) for outcome in rest} == {NotAttempted}
    assert len(system.sent) == 1


def test_a_first_class_that_cannot_be_read_back_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_self: System, _occurrence: Occurrence, _id: int) -> str:
        raise LookFailedError("404")

    monkeypatch.setattr(System, "differences", fails)
    system = System(tmp_path)
    outcomes = system.go(*WEEKS)
    assert [type(o) for o in outcomes] == [Created, NotAttempted, NotAttempted, NotAttempted]
    assert "could not be read back: 404" in getattr(outcomes[1], "message", "")


def slowly(system: System, seconds: float) -> Callable[..., Outcome]:
    real = system.create

    def create(occurrence: Occurrence, *, again: bool = False) -> Outcome:
        system.now += seconds
        return real(occurrence, again=again)

    return create


def test_a_long_run_looks_again_and_leaves_what_somebody_has_made_meanwhile(tmp_path: Path) -> None:
    system = System(tmp_path)
    system.create = slowly(system, 45.0)  # type: ignore[method-assign] - each create takes a while
    system.landing.append((1050.0, created_from(WEEKS[3], id=500, marker=None)))
    outcomes = system.go(*WEEKS)
    assert [type(o) for o in outcomes] == [Created, Created, Created, NotAttempted]
    assert "activity 500" in getattr(outcomes[3], "message", "")
    assert len(system.looks) == 1


def test_a_short_run_does_not_look_between_creates(tmp_path: Path) -> None:
    system = System(tmp_path)
    system.go(*WEEKS)
    assert system.looks == []
