"""Doubts of earlier runs: found in their journals, settled by looking, put aside when nothing is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders import MONDAY, an_occurrence, created_from

from reconciler.apply.earlier import Doubt, in_doubt, put_aside, settle
from reconciler.apply.journal import Journal, JournalError, encode_record
from reconciler.apply.looking import LookFailedError, Sight
from reconciler.model.activity import Activity
from reconciler.model.occurrence import Occurrence
from reconciler.model.report import Created, Outcome, Refused, Unknown

ONE, OTHER = an_occurrence(), an_occurrence(day=MONDAY + timedelta(weeks=1))
SENT = 5000.0
GRACE_S = 90.0


def a_journal(
    folder: Path,
    name: str,
    *outcomes: tuple[Occurrence, Outcome | None],
    ended: bool,
    environment: str = "studio",
) -> Path:
    path = folder / f"{name}.jsonl"
    unresolved = 0
    with Journal(path, {"environment": environment}, clock=lambda: SENT) as journal:
        for number, (occurrence, outcome) in enumerate(outcomes, start=1):
            journal.intent(number, occurrence, 1)
            if outcome is not None:
                journal.outcome(number, outcome)
            unresolved += outcome is None or isinstance(outcome, Unknown)
        if ended:
            journal.end(interrupted=False, unresolved=unresolved)
            journal.checked(unresolved=unresolved)
    return path


MADE = Created(occurrence=ONE, activity_id=7)
LOST = Unknown(occurrence=ONE, message="lost")
NO = Refused(occurrence=ONE, status=422, message="no")


def addresses(folder: Path, environment: str = "studio") -> list[str]:
    return [doubt.address for doubt in in_doubt(folder, environment)]


@pytest.mark.parametrize(
    ("outcome", "ended", "doubted"),
    [
        (MADE, True, False),
        (NO, True, False),
        (LOST, True, True),
        (MADE, False, True),
        (LOST, False, True),
        (None, False, True),
    ],
)
def test_what_was_sent_and_not_answered_is_in_doubt(
    tmp_path: Path, outcome: Outcome | None, ended: bool, doubted: bool
) -> None:
    a_journal(
        tmp_path,
        "run",
        (OTHER, Refused(occurrence=OTHER, status=422, message="no")),
        (ONE, outcome),
        ended=ended,
    )
    assert addresses(tmp_path) == [ONE.address] * doubted


def test_what_was_made_is_in_doubt_until_a_check_has_seen_it_or_the_grace_period_is_over(
    tmp_path: Path,
) -> None:
    """A list that lags shows it as missing: then the next run would make it again."""
    path = tmp_path / "run.jsonl"
    with Journal(path, {"environment": "studio"}, clock=lambda: SENT) as journal:
        journal.intent(1, ONE, 1)
        journal.outcome(1, MADE)
        journal.end(interrupted=True)
        (doubt,) = in_doubt(tmp_path, "studio")
        assert (doubt.made, doubt.at) == (7, SENT)
        assert [doubt.open(SENT + age, GRACE_S) for age in (0, 89, 90, 9000)] == [True, True, False, False]
        journal.checked(unresolved=0)
    assert in_doubt(tmp_path, "studio") == ()


@pytest.mark.parametrize(("recovered", "doubted"), [(True, False), (False, True)])
def test_a_lost_create_that_was_sent_again_is_in_doubt_unless_it_was_seen(
    tmp_path: Path, *, recovered: bool, doubted: bool
) -> None:
    with Journal(tmp_path / "run.jsonl", {"environment": "studio"}, clock=lambda: SENT) as journal:
        journal.intent(1, ONE, 1)
        journal.outcome(1, LOST)
        if not recovered:
            journal.intent(1, ONE, 2)
            journal.outcome(1, MADE)
        journal.resolved(1, Created(occurrence=ONE, activity_id=7, recovered=recovered))
    assert addresses(tmp_path) == [ONE.address] * doubted


def test_a_doubt_knows_as_what_it_is_recognised_and_since_when(tmp_path: Path) -> None:
    path = a_journal(tmp_path, "run", (ONE, None), ended=False)
    (doubt,) = in_doubt(tmp_path, "studio")
    assert (doubt.journal, doubt.location, doubt.location_id, doubt.at) == (path, "mitte", 101, SENT)
    details = ONE.details
    assert doubt.wanted == (ONE.marker, ONE.start, details.service_id, details.staff_id)


def test_what_was_resolved_is_in_no_doubt(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with Journal(path, {"environment": "studio"}) as journal:
        journal.intent(1, ONE, 1)
        journal.outcome(1, LOST)
        journal.resolved(1, Created(occurrence=ONE, activity_id=7, recovered=True))
    assert addresses(tmp_path) == []


def test_other_environments_and_missing_folders_have_none(tmp_path: Path) -> None:
    a_journal(tmp_path, "run", (ONE, None), ended=False)
    assert addresses(tmp_path, "rehearsal") == []
    assert addresses(tmp_path / "gone") == []


def test_a_torn_last_line_is_no_hindrance_and_the_intent_before_it_counts(tmp_path: Path) -> None:
    path = a_journal(tmp_path, "run", (ONE, MADE), ended=False)
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    assert addresses(tmp_path) == [ONE.address]


def test_a_torn_intent_was_never_sent(tmp_path: Path) -> None:
    path = a_journal(tmp_path, "run", (ONE, None), ended=False)
    path.write_bytes(path.read_bytes()[:-1])
    assert addresses(tmp_path) == []


def test_damage_in_the_middle_is_refused(tmp_path: Path) -> None:
    path = a_journal(tmp_path, "run", (ONE, LOST), ended=True)
    lines = path.read_bytes().split(b"\n")
    lines[1] = lines[1].replace(b"yoga", b"toga")
    path.write_bytes(b"\n".join(lines))
    with pytest.raises(JournalError, match="damaged in line 2"):
        in_doubt(tmp_path, "studio")


def test_a_journal_of_another_release_is_refused_if_it_is_in_doubt(tmp_path: Path) -> None:
    records: Sequence[dict[str, object]] = (
        {"type": "run", "environment": "studio"},
        {"type": "intent", "operation": 1, "address": "mitte/yoga/2026-09-07"},
    )
    (tmp_path / "old.jsonl").write_bytes(b"".join(map(encode_record, records)))
    with pytest.raises(JournalError, match="not written by this release"):
        in_doubt(tmp_path, "studio")


@pytest.mark.parametrize(
    ("now", "left"),
    [(SENT, 90), (SENT + 30, 60), (SENT + 90, 0), (SENT + 9000, 0), (SENT - 2, 90), (SENT - 3600, 90)],
)
def test_a_clock_that_was_set_back_lets_nobody_believe_too_soon(
    tmp_path: Path, now: float, left: float
) -> None:
    a_journal(tmp_path, "run", (ONE, None), ended=False)
    (doubt,) = in_doubt(tmp_path, "studio")
    assert doubt.left_s(now, GRACE_S) == left


class System:
    """What can be seen, and a clock that only naps move."""

    def __init__(self, now: float, lands: float | None = None) -> None:
        self.now, self.lands = now, lands
        self.looks: list[float] = []
        self.since = datetime(2026, 1, 1)  # noqa: DTZ001 - local wall clock
        self.failing = False

    def look(self, location: str, first: datetime, last: datetime) -> Sight:
        self.looks.append(self.now)
        if self.failing:
            raise LookFailedError("out of reach")
        there: list[Activity] = []
        if self.lands is not None and self.now >= self.lands and first <= ONE.start <= last:
            there.append(created_from(ONE, id=41))
        return Sight(tuple(there), self.since)

    def differences(self, occurrence: Occurrence, activity_id: int) -> str:
        raise NotImplementedError

    def nap(self, seconds: float) -> None:
        self.now += seconds

    def settle(self, *doubts: Doubt) -> list[tuple[str, tuple[int, ...]]]:
        found = settle(
            doubts, self, grace_s=GRACE_S, now=lambda: self.now, nap=self.nap, stopping=lambda: False
        )
        return [(one.doubt.address, one.activity_ids) for one in found]


@pytest.fixture
def doubts(tmp_path: Path) -> tuple[Doubt, ...]:
    a_journal(tmp_path, "run", (ONE, None), (OTHER, Unknown(occurrence=OTHER, message="lost")), ended=False)
    return in_doubt(tmp_path, "studio")


def test_an_old_doubt_takes_one_look(doubts: tuple[Doubt, ...]) -> None:
    system = System(now=SENT + 3600, lands=0)
    assert system.settle(*doubts) == [(ONE.address, (41,)), (OTHER.address, ())]
    assert system.now == SENT + 3600


def test_a_young_doubt_is_waited_for_until_it_is_seen_or_its_time_is_over(doubts: tuple[Doubt, ...]) -> None:
    system = System(now=SENT + 1, lands=SENT + 40)
    assert system.settle(*doubts) == [(ONE.address, (41,)), (OTHER.address, ())]
    assert SENT + GRACE_S <= system.now < SENT + GRACE_S + 1


def test_what_has_started_is_settled_for_it_cannot_be_made_again(doubts: tuple[Doubt, ...]) -> None:
    system = System(now=SENT + 1)
    system.since = OTHER.start + timedelta(minutes=1)
    assert system.settle(*doubts) == [(ONE.address, ()), (OTHER.address, ())]
    assert system.now == SENT + 1


def test_classes_of_four_weeks_take_one_look(tmp_path: Path) -> None:
    weeks = [an_occurrence(day=MONDAY + timedelta(weeks=week)) for week in range(5)]
    a_journal(tmp_path, "run", *((one, None) for one in weeks), ended=False)
    system = System(now=SENT + 3600)
    system.settle(*in_doubt(tmp_path, "studio"))
    assert len(system.looks) == 2


def test_without_a_look_nothing_is_settled(doubts: tuple[Doubt, ...]) -> None:
    system = System(now=SENT + 3600)
    system.failing = True
    with pytest.raises(LookFailedError):
        system.settle(*doubts)


def test_a_settled_journal_is_put_aside_unless_it_holds_another_doubt(tmp_path: Path) -> None:
    a_journal(tmp_path, "first", (ONE, None), ended=False)
    a_journal(tmp_path, "second", (OTHER, None), ended=False)
    first, second = in_doubt(tmp_path, "studio")
    put_aside([first], [second])
    assert addresses(tmp_path) == [OTHER.address]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.settled", "second.jsonl"]
    put_aside([second], [second])
    assert addresses(tmp_path) == [OTHER.address]
