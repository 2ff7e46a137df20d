"""Waiting lists are accepted, and said not to be managed."""

from __future__ import annotations

from unit.load.timetables import USUAL, load

from reconciler.model.diagnostic import Severity


def test_one_notice_for_each_file_names_the_first_classes_that_ask() -> None:
    classes = "".join(
        f'  - {{id: {key}, every: mon, at: "18:30", waitlist: 5}}\n' for key in ("d", "c", "b", "a")
    )
    loaded = load(f"{USUAL}classes:\n{classes}")
    (found,) = loaded.diagnostics
    assert (found.code, found.severity) == ("CHK065", Severity.NOTICE)
    assert found.summary == "the waiting list of d, c, b and 1 more is not managed"
    assert loaded.schedule is not None
    assert loaded.schedule.timetables[0].classes[0].settings.waitlist == 5


def test_groups_and_changes_may_ask_too_and_others_are_left_alone() -> None:
    quiet = '  - {id: a, every: mon, at: "18:30"}\n'
    asking = '  - {id: b, every: mon, at: "18:30", changes: [{from: 2026-10-05, waitlist: 3}]}\n'
    assert load(f"{USUAL}classes:\n{quiet}").diagnostics == ()
    (found,) = load(f"{USUAL}classes:\n{quiet}{asking}").diagnostics
    assert found.summary == "the waiting list of b is not managed"


def test_defaults_may_ask_for_all() -> None:
    text = USUAL.replace("capacity: 12", "capacity: 12, waitlist: 5")
    (found,) = load(f'{text}classes: [{{id: a, every: mon, at: "18:30"}}]\n').diagnostics
    assert found.summary == "the waiting list of the defaults is not managed"
