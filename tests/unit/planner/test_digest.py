"""The fingerprint of a read."""

from __future__ import annotations

import pytest
from builders import an_activity

from reconciler.model.activity import Activity
from reconciler.planner.digest import live_digest

ONE = an_activity()


@pytest.mark.parametrize(
    "other",
    [
        an_activity(9002),
        an_activity(at="18:35"),
        an_activity(capacity=13),
        an_activity(comment="new"),
        an_activity(marker="0123456789ab"),
        an_activity(schedule_id=1),
    ],
)
def test_what_a_plan_depends_on_changes_the_digest(other: Activity) -> None:
    assert live_digest([ONE]) != live_digest([other])


@pytest.mark.parametrize("other", [an_activity(booked=7), an_activity(title="Yoga", staff_name="Anna")])
def test_bookings_and_names_do_not(other: Activity) -> None:
    assert live_digest([ONE]) == live_digest([other])


def test_the_digest_is_the_same_everywhere() -> None:
    expected = "8b9017d4ba5411293f9b14301030ea4c6f322264b051dc1b6b9e406afaff0449"
    assert expected == live_digest([an_activity(comment="Füße \ud800")])
