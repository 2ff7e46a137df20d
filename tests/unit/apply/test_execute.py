"""The loop of an apply, with a writer that says what the test tells it to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from builders import MONDAY, an_occurrence

from reconciler.apply.execute import NAP_S, Patience, carry_out
from reconciler.apply.journal import Journal, JournalError, read_journal
from reconciler.model.occurrence import Occurrence
from reconciler.model.report import Created, NotAttempted, Outcome, Refused, Unknown

WEEKS = tuple(an_occurrence(day=MONDAY + timedelta(weeks=n)) for n in range(4))


def created(one: Occurrence) -> Outcome:
    return Created(occurrence=one, activity_id=1000 + one.date.toordinal())


def refused(one: Occurrence, status: int = 422, *, stop: bool = False, wait: float | None = None) -> Outcome:
    return Refused(occurrence=one, status=status, message="No.", stop=stop, retry_after_s=wait)


def lost(one: Occurrence) -> Outcome:
    return Unknown(occurrence=one, message="lost")


class Script:
    """A writer that answers by a script, and notes how the journal stood when it was asked."""

    def __init__(self, path: Path, *answers: Callable[[Occurrence], Outcome]) -> None:
        self.path, self.answers = path, list(answers)
        self.asked: list[Occurrence] = []
        self.again: list[bool] = []
        self.journaled: list[tuple[str, object]] = []

    def create(self, occurrence: Occurrence, *, again: bool = False) -> Outcome:
        self.again.append(again)
        self.asked.append(occurrence)
        last = read_journal(self.path).records[-1]
        self.journaled.append((last["type"], last.get("address")))
        return self.answers.pop(0)(occurrence) if self.answers else created(occurrence)


class Run:
    """Everything around one apply."""

    def __init__(self, tmp_path: Path, *answers: Callable[[Occurrence], Outcome]) -> None:
        self.path = tmp_path / "run.jsonl"
        self.writer = Script(self.path, *answers)
        self.slept: list[float] = []
        self.stop_after: int | None = None
        self.outcomes: list[Outcome] = []

    def stopping(self) -> bool:
        return self.stop_after is not None and len(self.writer.asked) >= self.stop_after

    def go(self, patience: Patience | None = None) -> list[str]:
        with Journal(self.path, {}) as journal:
            stream = carry_out(
                WEEKS,
                self.writer,
                journal,
                stopping=self.stopping,
                sleep=self.slept.append,
                patience=patience,
            )
            for outcome in stream:
                self.outcomes.append(outcome)
        return [type(outcome).__name__ for outcome in self.outcomes]

    def records(self) -> list[str]:
        return [record["type"] for record in read_journal(self.path).records]


def test_each_create_is_sent_once_in_order_after_its_intent_is_on_the_disk(tmp_path: Path) -> None:
    run = Run(tmp_path)
    assert run.go() == ["Created"] * 4
    assert run.writer.asked == list(WEEKS)
    assert run.writer.journaled == [("intent", one.address) for one in WEEKS]
    assert [outcome.occurrence for outcome in run.outcomes] == list(WEEKS)
    assert run.records() == ["run", *["intent", "outcome"] * 4, "end"]


def test_an_outcome_is_told_as_soon_as_it_is_journaled(tmp_path: Path) -> None:
    run = Run(tmp_path)
    with Journal(run.path, {}) as journal:
        stream = carry_out(WEEKS, run.writer, journal, stopping=run.stopping, sleep=run.slept.append)
        assert isinstance(next(stream), Created)
        assert run.records() == ["run", "intent", "outcome"]
        assert len(run.writer.asked) == 1
        stream.close()


def test_a_refused_create_does_not_end_the_run(tmp_path: Path) -> None:
    run = Run(tmp_path, created, refused)
    assert run.go() == ["Created", "Refused", "Created", "Created"]


def test_an_unknown_outcome_is_left_alone(tmp_path: Path) -> None:
    run = Run(tmp_path, lost)
    assert run.go() == ["Unknown", "Created", "Created", "Created"]
    assert run.writer.asked == list(WEEKS)


def test_a_refusal_for_good_ends_the_run_and_says_why(tmp_path: Path) -> None:
    run = Run(tmp_path, created, lambda one: refused(one, 401, stop=True))
    assert run.go() == ["Created", "Refused", "NotAttempted", "NotAttempted"]
    assert len(run.writer.asked) == 2
    last = run.outcomes[-1]
    assert isinstance(last, NotAttempted)
    assert last.message == "an earlier create was refused for good: No."
    assert run.records()[-1] == "end"


def test_a_wish_to_stop_is_heard_between_two_requests(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.stop_after = 2
    assert run.go() == ["Created", "Created", "NotAttempted", "NotAttempted"]
    assert read_journal(run.path).records[-1] == {
        "type": "end",
        "interrupted": True,
        "unresolved": 0,
        "made": 2,
    }


def test_a_wish_to_stop_before_the_first_request_sends_nothing(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.stop_after = 0
    assert run.go() == ["NotAttempted"] * 4
    assert run.writer.asked == []


def busy(one: Occurrence) -> Outcome:
    return refused(one, 429)


def test_a_busy_server_is_waited_for_longer_each_time(tmp_path: Path) -> None:
    run = Run(tmp_path, busy, busy, busy)
    assert run.go(Patience(attempts=6, first_wait_s=1.0)) == ["Created"] * 4
    assert sum(run.slept) == pytest.approx(1 + 2 + 4)
    assert max(run.slept) <= NAP_S
    assert run.writer.asked[:4] == [WEEKS[0]] * 4
    attempts = [r["attempt"] for r in read_journal(run.path).records if r["type"] == "intent"]
    assert attempts == [1, 2, 3, 4, 1, 1, 1]


@pytest.mark.parametrize(
    ("asked", "waited"), [(7.0, 7.0), (0.0, 0.0), (3600.0, 60.0), (-5.0, 1.0), (None, 1.0)]
)
def test_what_the_server_asks_for_is_kept_within_reason(
    tmp_path: Path, asked: float | None, waited: float
) -> None:
    run = Run(tmp_path, lambda one: refused(one, 429, wait=asked))
    assert run.go() == ["Created"] * 4
    assert sum(run.slept) == pytest.approx(waited)


def test_patience_ends(tmp_path: Path) -> None:
    run = Run(tmp_path, busy, busy, busy)
    assert run.go(Patience(attempts=3)) == ["Refused", "Created", "Created", "Created"]
    assert run.writer.asked == [WEEKS[0]] * 3 + list(WEEKS[1:])


def test_a_wish_to_stop_is_heard_while_waiting(tmp_path: Path) -> None:
    run = Run(tmp_path, *[busy] * 10)
    run.stop_after = 2
    assert run.go(Patience(first_wait_s=50.0)) == ["Refused", "NotAttempted", "NotAttempted", "NotAttempted"]
    assert len(run.writer.asked) == 2
    assert sum(run.slept) == pytest.approx(50.0)


def test_a_writer_is_told_when_it_is_asked_again(tmp_path: Path) -> None:
    run = Run(tmp_path, busy)
    run.go()
    assert run.writer.again == [False, True, False, False, False]


def test_only_too_many_requests_are_asked_again(tmp_path: Path) -> None:
    run = Run(tmp_path, lambda one: refused(one, 503), lambda one: refused(one, 409))
    assert run.go() == ["Refused", "Refused", "Created", "Created"]
    assert run.slept == []


def test_an_intent_that_cannot_be_written_keeps_its_request_from_being_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Run(tmp_path, created)
    real = Journal.intent

    def failing(self: Journal, number: int, occurrence: Occurrence, attempt: int) -> None:
        if number == 2:
            raise JournalError("the disk is full")
        real(self, number, occurrence, attempt)

    monkeypatch.setattr(Journal, "intent", failing)
    with pytest.raises(JournalError):
        run.go()
    assert run.writer.asked == [WEEKS[0]]
    assert len(run.outcomes) == 1


def test_an_outcome_that_cannot_be_written_is_still_told_and_nothing_more_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_self: Journal, _number: int, _outcome: Outcome) -> None:
        raise JournalError("the disk is full")

    run = Run(tmp_path)
    monkeypatch.setattr(Journal, "outcome", failing)
    with pytest.raises(JournalError):
        run.go()
    assert [type(outcome).__name__ for outcome in run.outcomes] == ["Created"]
    assert len(run.writer.asked) == 1


def test_nothing_to_do_is_done_at_once(tmp_path: Path) -> None:
    with Journal(tmp_path / "run.jsonl", {}) as journal:
        writer = Script(tmp_path / "run.jsonl")
        assert list(carry_out((), writer, journal, stopping=lambda: False, sleep=lambda _: None)) == []
    assert writer.asked == []
