"""The end of an apply: what is said and kept, also when the disk fails halfway."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from builders import MONDAY, a_request, an_occurrence

from reconciler.apply.journal import Journal, JournalError
from reconciler.cli.carrying import carry_out_order
from reconciler.cli.exits import Exit
from reconciler.cli.order import Order
from reconciler.cli.settings import Settings
from reconciler.cli.state import StateFolder
from reconciler.cli.stop import Stop
from reconciler.model.occurrence import Occurrence
from reconciler.model.plan import Inputs, Plan, Requests
from reconciler.model.report import Created, Outcome, Refused, Unknown
from reconciler.planner import plan_location
from reconciler.render import plan_view

NOW = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)
WEEKS = tuple(an_occurrence(day=MONDAY + timedelta(weeks=n)) for n in range(3))
SETTINGS = Settings(
    environment=None, folder=Path(), color="never", quiet=False, verbose=0, ask=False, variables={}
)


class Answers:
    """A writer that answers with one status for each create; 201 creates, 0 loses the answer."""

    def __init__(self, statuses: Sequence[int] = ()) -> None:
        self.statuses = list(statuses)
        self.asked: list[date] = []

    def create(self, occurrence: Occurrence, *, again: bool = False) -> Outcome:
        self.asked.append(occurrence.date)
        status = self.statuses.pop(0) if self.statuses else 201
        if status == 201:
            return Created(occurrence=occurrence, activity_id=len(self.asked))
        if status == 0:
            return Unknown(occurrence=occurrence, message="lost")
        sent = status != 1
        return Refused(
            occurrence=occurrence, status=status, message="No.", stop=status in (401, 403), sent=sent
        )


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    return StateFolder(root=tmp_path / ".reconciler")


def an_order(*, as_json: bool = False) -> Order:
    request = a_request(WEEKS, ())
    plan = Plan(
        environment="studio",
        sandbox=False,
        edition="activities",
        paths=(),
        selection=request.selection,
        locations=(plan_location(request),),
        inputs=Inputs(digest="", files=(), git_revision=None, dirty=None, tzdata="2026a", holidays=None),
        requests=Requests(read=1, write=3, eta_s=None),
        diagnostics=(),
        made_at=NOW,
    )
    return Order(
        view=plan_view(plan), occurrences=WEEKS, names={"mitte": request.names}, at=NOW, as_json=as_json
    )


def receipt(state: StateFolder) -> list[str]:
    (path,) = (state.root / "receipts").iterdir()
    return [each["outcome"] for each in json.loads(path.read_text())["operations"]]


@pytest.mark.parametrize(
    ("statuses", "exit_status", "outcomes"),
    [
        ([], Exit.DONE, ["created"] * 3),
        ([201, 422], Exit.PARTIAL, ["created", "refused", "created"]),
        ([422, 422, 422], Exit.ERROR, ["refused"] * 3),
        ([201, 0], Exit.UNKNOWN, ["created", "unknown", "created"]),
        ([0, 401], Exit.UNKNOWN, ["unknown", "refused", "not attempted"]),
        ([401], Exit.NOT_ALLOWED, ["refused", "not attempted", "not attempted"]),
        ([403], Exit.NOT_ALLOWED, ["refused", "not attempted", "not attempted"]),
        ([201, 401], Exit.PARTIAL, ["created", "refused", "not attempted"]),
        ([1, 1, 1], Exit.TRY_LATER, ["refused"] * 3),
    ],
)
def test_the_exit_status_follows_from_the_outcomes(
    state: StateFolder, statuses: list[int], exit_status: Exit, outcomes: list[str]
) -> None:
    assert carry_out_order(an_order(), Answers(statuses), state, SETTINGS) == exit_status
    assert receipt(state) == outcomes


def test_a_journal_that_fails_halfway_stops_the_run_and_loses_nothing(
    state: StateFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = Journal.outcome

    def failing(self: Journal, number: int, outcome: Outcome) -> None:
        if number == 2:
            raise JournalError("the disk is full")
        real(self, number, outcome)

    monkeypatch.setattr(Journal, "outcome", failing)
    writer = Answers()
    assert carry_out_order(an_order(), writer, state, SETTINGS) == Exit.PARTIAL
    assert len(writer.asked) == 2
    assert receipt(state) == ["created", "created", "not attempted"]
    assert "the disk is full; the run ended here" in capsys.readouterr().err


def test_without_a_journal_nothing_is_sent(state: StateFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_self: Journal, _number: int, _occurrence: Occurrence, _attempt: int) -> None:
        raise JournalError("the disk is full")

    monkeypatch.setattr(Journal, "intent", failing)
    writer = Answers()
    with pytest.raises(Stop, match="nothing was sent") as caught:
        carry_out_order(an_order(), writer, state, SETTINGS)
    assert caught.value.status is Exit.ERROR
    assert writer.asked == []


def test_a_receipt_that_cannot_be_written_goes_to_where_the_command_was_started(
    state: StateFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state.root.mkdir()
    (state.root / "receipts").write_text("in the way")
    here = replace(SETTINGS, folder=tmp_path)
    assert carry_out_order(an_order(), Answers(), state, here) == Exit.DONE
    (spare,) = tmp_path.glob("reconciler-receipt-*.json")
    assert spare.stat().st_mode & 0o777 == 0o600
    assert spare.read_text().count('"activity_id"') == 3
    err = capsys.readouterr().err
    assert "cannot be written where it belongs" in err
    assert f"Receipt: {spare}" in err


def test_a_receipt_that_cannot_be_written_at_all_is_said_instead(
    state: StateFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state.root.mkdir()
    (state.root / "receipts").write_text("in the way")
    nowhere = replace(SETTINGS, folder=tmp_path / "gone")
    assert carry_out_order(an_order(), Answers(), state, nowhere) == Exit.DONE
    err = capsys.readouterr().err
    assert "the receipt cannot be written" in err
    assert err.count('"activity_id"') == 3


def test_a_full_disk_behind_stdout_does_not_stop_the_creates(
    state: StateFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reconciler.cli.order.write", full)
    monkeypatch.setattr("reconciler.cli.order.drop_stdout", lambda: None)
    writer = Answers()
    assert carry_out_order(an_order(as_json=True), writer, state, SETTINGS) == Exit.DONE
    assert len(writer.asked) == 3
    assert receipt(state) == ["created"] * 3
    assert "stdout cannot be written: No space left on device; the work goes on" in capsys.readouterr().err
