"""Runs that are stopped, killed, or that meet each other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress

import pytest
from e2e.rehearsal import CREATES, Studio, command, tell, until

from reconciler.sandbox import Fault

SLOW_POSTS = Fault(action="wait", method="POST", times=None, seconds=0.05)


@pytest.fixture
def slow(a_studio: Callable[..., Studio]) -> Studio:
    """A booking system that takes its time with each create."""
    return a_studio(faults=(SLOW_POSTS,))


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_an_apply_after_the_create_in_flight(
    slow: Studio, number: signal.Signals, status: int
) -> None:
    with slow.running("apply", "--auto-approve") as process:
        until(lambda: len(slow.bodies()) >= 3, "three creates")
        ran = tell(process, number)
    assert ran.status == status, ran
    made = len(slow.rows())
    assert 3 <= made < CREATES
    assert f"Apply incomplete: {made} added" in ran.out
    assert f"{CREATES - made} not attempted." in ran.out
    (journal,) = slow.journals()
    kinds = [record["type"] for record in journal.records]
    intents = kinds.count("intent")
    assert kinds == ["run", *["intent", "outcome"] * intents, "end"]
    # The signal may come between an intent and its request: then that is not sent, and says so.
    created = [record["outcome"] == "created" for record in journal.records if record["type"] == "outcome"]
    assert created in ([True] * made, [*[True] * made, False])
    assert journal.records[-1]["interrupted"] is True
    outcomes = [each["outcome"] for each in slow.receipts()[0]["operations"]]
    assert outcomes == ["created"] * made + ["not attempted"] * (CREATES - made)
    slow.ok("apply", "--auto-approve")
    assert len(slow.bodies()) == CREATES
    slow.settles()


ON_A_TERMINAL = """
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def test_a_terminal_that_is_closed_ends_an_apply_and_the_receipt_is_kept(slow: Studio) -> None:
    """C25: the kernel sends SIGHUP, and from then on nothing that is said reaches anybody."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", ON_A_TERMINAL, *command(("apply", "--auto-approve"))[1:]],
        cwd=slow.folder,
        env=slow.variables,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.set_blocking(ours, False)

    def read_on() -> bool:
        """A terminal that nobody reads would hold the writer up."""
        with suppress(BlockingIOError):
            os.read(ours, 65536)
        return len(slow.bodies()) >= 3

    until(read_on, "three creates")
    os.close(ours)
    assert process.wait(30) == 129
    made = len(slow.rows())
    assert 3 <= made < CREATES
    outcomes = [each["outcome"] for each in slow.receipts()[0]["operations"]]
    assert outcomes == ["created"] * made + ["not attempted"] * (CREATES - made)
    slow.ok("apply", "--auto-approve")
    assert len(slow.bodies()) == CREATES
    slow.settles()


def test_nohup_keeps_an_apply_going(slow: Studio) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with slow.running("apply", "--auto-approve") as process:
            until(lambda: len(slow.bodies()) >= 3, "three creates")
            ran = tell(process, signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
    assert ran.status == 0, ran
    assert len(slow.rows()) == CREATES


def test_what_an_interrupted_apply_has_made_is_looked_for_by_the_next_one(slow: Studio) -> None:
    """Its last check was never made; where lists lag, a new class looks like one that is missing."""
    slow.edit("reconciler.yaml", "grace: 0s", "grace: 60s")
    with slow.running("apply", "--auto-approve") as process:
        until(lambda: len(slow.bodies()) >= 3, "three creates")
        assert tell(process, signal.SIGINT).status == 130
    again = slow.ok("apply", "--auto-approve")
    assert "An earlier apply ended before its last check. Looking whether" in again.err
    assert len(slow.bodies()) == CREATES
    assert "An earlier apply" not in slow.ok("apply", "--auto-approve").err
    slow.settles()


def test_a_signal_is_heard_while_a_busy_server_is_waited_for(a_studio: Callable[..., Studio]) -> None:
    body = json.dumps({"success": False, "data": None, "meta": {"message": "Too many requests."}})
    fault = Fault(action="error", method="POST", nth=2, times=None, status=429, body=body)
    studio = a_studio(faults=(fault,))
    with studio.running("apply", "--auto-approve") as process:
        until(lambda: len(studio.bodies()) >= 4, "a second wait")
        ran = tell(process, signal.SIGTERM)
    assert ran.status == 143, ran
    assert len(studio.rows()) == 1
    assert "1 added" in ran.out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_create_in_flight_is_not_waited_for_to_its_timeout(
    a_studio: Callable[..., Studio], number: signal.Signals
) -> None:
    """CI kills seven and a half seconds after it has asked; this server answers after twenty."""
    studio = a_studio(
        faults=(Fault(action="wait", method="POST", nth=2, times=None, seconds=20),), timeout="60s"
    )
    with studio.running("apply", "--auto-approve") as process:
        until(lambda: studio.sandbox.fault_hits() == (1,), "a create in flight")
        ran = tell(process, number)
    assert ran.status == 5, ran
    assert "no answer" in ran.out
    assert f"1 unknown, {CREATES - 2} not attempted." in ran.out
    (journal,) = studio.journals()
    assert journal.records[-1] == {"type": "end", "interrupted": True, "unresolved": 1, "made": 1}


def test_a_create_in_flight_is_given_seconds_to_be_answered(a_studio: Callable[..., Studio]) -> None:
    studio = a_studio(faults=(Fault(action="wait", method="POST", nth=2, times=None, seconds=1.5),))
    with studio.running("apply", "--auto-approve") as process:
        until(lambda: studio.sandbox.fault_hits() == (1,), "a create in flight")
        ran = tell(process, signal.SIGTERM)
    assert ran.status == 143, ran
    assert "Apply incomplete: 2 added" in ran.out
    assert len(studio.rows()) == 2


def test_a_second_signal_ends_it_at_once(a_studio: Callable[..., Studio]) -> None:
    studio = a_studio(faults=(Fault(action="wait", method="POST", times=None, seconds=20),))
    with studio.running("apply", "--auto-approve") as process:
        until(lambda: studio.sandbox.fault_hits() == (1,), "a create in flight")
        process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.3)
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 130
    (journal,) = studio.journals()
    assert journal.records[-1]["type"] == "intent"


def test_a_signal_while_planning_writes_nothing(a_studio: Callable[..., Studio]) -> None:
    studio = a_studio(faults=(Fault(action="wait", method="GET", times=None, seconds=0.05),))
    with studio.running("apply", "--auto-approve") as process:
        until(lambda: len(studio.requests()) >= 3, "three requests")
        ran = tell(process, signal.SIGINT)
    assert ran.status == 130, ran
    assert studio.writes() == []
    assert studio.journals() == []


@pytest.mark.parametrize("made", [1, 5, 11])
def test_a_killed_apply_is_finished_by_the_next_one_without_doubles(slow: Studio, made: int) -> None:
    slow.ok("plan", "--out", "plan.json")
    with slow.running("apply", "plan.json") as process:
        until(lambda: len(slow.rows()) >= made, f"{made} creates")
        process.kill()
        process.wait(5)
    assert slow.receipts() == []
    (journal,) = slow.journals()
    assert not journal.torn
    assert slow.run("apply", "plan.json").status == 3
    slow.ok("apply", "--auto-approve")
    assert len(slow.rows()) == CREATES
    slow.settles()


def test_a_killed_apply_without_its_state_is_finished_too(slow: Studio) -> None:
    with slow.running("apply", "--auto-approve") as process:
        until(lambda: len(slow.rows()) >= 4, "four creates")
        process.kill()
        process.wait(5)
    for path in sorted((slow.folder / ".reconciler").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    slow.ok("apply", "--auto-approve")
    assert len(slow.rows()) == CREATES
    slow.settles()


def test_a_second_apply_on_this_machine_is_told_who_holds_the_lock(slow: Studio) -> None:
    with slow.running("apply", "--auto-approve") as process:
        until(lambda: len(slow.bodies()) >= 1, "a create")
        process.send_signal(signal.SIGSTOP)  # it must not end before the second one looks
        second = slow.run("apply", "--auto-approve")
        process.send_signal(signal.SIGCONT)
        assert second.status == 75, second
        assert f"process {process.pid} on " in second.err
        assert "help: " in second.err
        assert process.wait(20) == 0
    assert len(slow.bodies()) == CREATES
    slow.settles()


def test_a_plan_needs_no_lock(slow: Studio) -> None:
    with slow.running("apply", "--auto-approve") as process:
        until(lambda: len(slow.bodies()) >= 1, "a create")
        slow.ok("plan")
        assert process.wait(20) == 0
    slow.settles()


def test_a_lock_is_free_when_its_holder_was_killed(slow: Studio) -> None:
    with slow.running("apply", "--auto-approve") as process:
        until(lambda: len(slow.bodies()) >= 1, "a create")
        process.kill()
        process.wait(5)
    slow.ok("apply", "--auto-approve")
    slow.settles()


def test_a_listener_that_goes_away_does_not_stop_an_apply(slow: Studio) -> None:
    """`apply --json | head -1`: the work goes on to its end, and the receipt is written."""
    read_end, write_end = os.pipe()
    process = subprocess.Popen(
        command(("apply", "--auto-approve", "--json")),
        cwd=slow.folder,
        env=slow.variables,
        stdin=subprocess.DEVNULL,
        stdout=write_end,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(write_end)
    assert os.read(read_end, 10)
    os.close(read_end)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert "Traceback" not in err
    assert len(slow.rows()) == CREATES
    assert len(slow.receipts()[0]["operations"]) == CREATES
    slow.settles()


def test_a_journal_that_cannot_be_made_means_that_nothing_is_sent(studio: Studio) -> None:
    studio.ok("plan")
    (studio.folder / ".reconciler/journal").write_text("in the way")
    refused = studio.run("apply", "--auto-approve")
    assert refused.status == 1
    assert "journal" in refused.err
    assert studio.writes() == []


@pytest.mark.skipif(not os.access("/dev/full", os.W_OK), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [("plan",), ("expand",), ("schema",), ("--help",)])
def test_a_full_disk_behind_stdout_is_an_error_in_words(studio: Studio, arguments: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [sys.executable, "-m", "reconciler", *arguments],
            cwd=studio.folder,
            env=studio.variables,
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
