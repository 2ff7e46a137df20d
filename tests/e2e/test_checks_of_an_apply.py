"""What an apply looks at: the first class it makes, and everything at the end."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
from e2e.rehearsal import CREATES, Studio

from reconciler.sandbox import PARTNER_TOKEN, USER_TOKEN, Fault


def overlapping(studio: Studio) -> Studio:
    """Classes that may overlap: the booking system itself refuses no twin of them."""
    studio.edit("schedules/autumn.yaml", 'at: "18:30"}', 'at: "18:30", allow_overlap: true}')
    return studio


def cancel(studio: Studio, activity_id: int) -> None:
    """What somebody at the front desk does with a double."""
    headers = {
        "Accept": "application/vnd.api.v2+json",
        "Authorization": f"Bearer {PARTNER_TOKEN}, User {USER_TOKEN}",
    }
    url = f"{studio.sandbox.url}/companies/101/activities/{activity_id}"
    assert httpx.delete(url, headers=headers, trust_env=False).status_code == 204


def test_a_first_class_that_came_out_longer_ends_the_run_and_shows_both_lengths(
    a_studio: Callable[..., Studio],
) -> None:
    fault = Fault(
        action="change answer", method="GET", path="*/activities/*", times=None, fields=(("length", "4800"),)
    )
    studio = a_studio(faults=(fault,))
    applied = studio.run("apply", "--auto-approve")
    assert applied.status == 5, applied
    assert len(studio.bodies()) == 1
    assert "Created, but not as it was sent: 1 class" in applied.out
    assert "length 80 min instead of 60 min" in applied.out
    assert f"{CREATES - 1} not attempted." in applied.out
    studio.sandbox.set_faults()
    studio.ok("apply", "--auto-approve")
    assert len(studio.rows()) == CREATES


def test_an_echo_with_another_start_ends_the_run_after_one_class(a_studio: Callable[..., Studio]) -> None:
    fields = (("date", "2035-09-03T19:30:00+0200"), ("timestamp", "absent"))
    studio = a_studio(faults=(Fault(action="change answer", method="POST", times=None, fields=fields),))
    applied = studio.run("apply", "--auto-approve")
    assert len(studio.bodies()) == 1, applied
    assert applied.status in (4, 5)
    studio.sandbox.set_faults()
    studio.ok("apply", "--auto-approve")
    studio.settles()


def test_a_list_that_lags_is_waited_for_before_an_apply_is_complete(a_studio: Callable[..., Studio]) -> None:
    fault = Fault(action="stale list", method="GET", path="*/activities", times=None, seconds=3.0)
    studio = a_studio(faults=(fault,), grace="20s")
    applied = studio.ok("apply", "--auto-approve")
    assert f"Apply complete: {CREATES} added" in applied.out
    assert len(studio.rows()) == len(studio.bodies()) == CREATES


def test_a_twin_that_lands_after_the_grace_period_is_named_with_both_ids(
    a_studio: Callable[..., Studio],
) -> None:
    """The grace period is too short here: no seconds. Then a double can come, but not in silence."""
    fault = Fault(action="drop then commit", method="POST", nth=1, seconds=1.5)
    studio = overlapping(a_studio(faults=(fault,), grace="0s"))
    applied = studio.run("apply", "--auto-approve")
    twins = [int(row["id"]) for row in studio.rows() if str(row["date"]).startswith("2035-09-03")]
    if applied.status != 0:
        assert applied.status == 5, applied
        assert all(str(number) in applied.said for number in twins)
    while len(twins) < 2:
        twins = [int(row["id"]) for row in studio.rows() if str(row["date"]).startswith("2035-09-03")]
    plan = json.loads(studio.ok("plan", "--format", "json").out)
    named = [each["activity_id"] for each in plan["drift"]]
    named += [other["activity_id"] for each in plan["held_back"] for other in each["others"]]
    assert set(twins) <= {*named, *(each.get("activity_id") for each in plan["resource_changes"])}
    again = studio.run("apply", "--auto-approve")
    assert again.status in (0, 5)
    assert len(studio.rows()) == CREATES + 1
    cancel(studio, max(twins))
    studio.settles()


def test_an_apply_takes_at_least_as_many_requests_as_its_plan_says_and_hardly_more(
    a_studio: Callable[..., Studio],
) -> None:
    studio = a_studio()
    needs = json.loads(studio.ok("plan", "--format", "json").out)["requests"]
    assert needs["write"] == CREATES
    planned = len(studio.requests())
    assert planned == needs["read"]
    studio.ok("apply", "--auto-approve")
    took = len(studio.requests()) - planned
    # Stretches that were empty and are not any more may take a second page.
    assert 0 <= took - (needs["read"] + needs["write"] + needs["check"]) <= 4
