"""What the booking system refuses, loses, or takes its time with."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from e2e.rehearsal import (
    CREATES,
    WINDOW,
    YOGA_EVENINGS,
    Studio,
    a_class,
    a_location,
    local,
    open_studio,
    save,
    saved,
)

from reconciler.sandbox import Fault, LocationFixture, StaffFixture

POSTS = {"method": "POST", "path": "*"}


def test_one_refused_create_does_not_keep_the_others_from_being_made(a_studio: Callable[..., Studio]) -> None:
    """Ben does not work at noon on Tuesdays by the books of the studio, only on the others' days."""
    hours = dict.fromkeys((0, 2, 3, 4, 5, 6), ((0, 1440),))
    staff = (StaffFixture(id=11, name="Anna"), StaffFixture(id=12, name="Ben", works=hours))
    studio = a_studio(location=a_location(staff=staff))
    applied = studio.run("apply", "--auto-approve")
    assert applied.status == 4
    assert "Apply incomplete: 8 added, 0 changed, 0 destroyed." in applied.out
    assert "4 refused." in applied.out
    assert "mitte/pilates-noon" in applied.out
    assert "status 409" in applied.out
    assert studio.starts() == YOGA_EVENINGS
    assert len(studio.bodies()) == CREATES
    again = studio.ok("plan", "--format", "json")
    assert json.loads(again.out)["summary"]["add"] == 4
    studio.settles("--target", "mitte/yoga-evening/*")


def test_a_busy_teacher_is_found_before_anything_is_sent(a_studio: Callable[..., Studio]) -> None:
    studio = a_studio(location=a_location(a_class(local("2035-09-04 12:30"), staff_id=12)))
    planned = studio.ok("plan", "--out", "plan.json")
    assert saved(studio)["summary"]["add"] == CREATES - 1
    assert "mitte/pilates-noon" in planned.out
    studio.ok("apply", "plan.json")
    assert len(studio.bodies()) == CREATES - 1
    assert json.loads(studio.ok("plan", "--format", "json").out)["summary"]["add"] == 0


def test_three_refusals_alike_end_a_run_and_nothing_counts_as_applied(
    a_studio: Callable[..., Studio],
) -> None:
    fault = Fault(action="error", **POSTS, times=3, status=422, body=refusal("Closed for good."))
    studio = a_studio(faults=(fault,))
    studio.ok("plan", "--out", "plan.json")
    refused = studio.run("apply", "plan.json")
    assert refused.status == 1
    assert "3 creates in a row failed alike: Closed for good." in refused.out
    assert f"3 refused, {CREATES - 3} not attempted." in refused.out
    assert len(studio.bodies()) == 3
    assert studio.rows() == []
    studio.ok("apply", "plan.json")
    studio.settles()


def refusal(message: str) -> str:
    return json.dumps({"success": False, "data": None, "meta": {"message": message}})


def test_a_server_that_is_down_means_try_later_and_nothing_is_written(studio: Studio) -> None:
    studio.ok("plan", "--out", "plan.json")
    studio.close()
    for arguments in (("plan",), ("apply", "plan.json"), ("apply", "--auto-approve")):
        ran = studio.run(*arguments)
        assert ran.status == 75, ran
        assert studio.sandbox.url.split("/")[2] in ran.err
        assert "help: " in ran.err
    assert studio.receipts() == []
    assert studio.journals() == []


@pytest.mark.parametrize("name", ["ALTEGIO_PARTNER_TOKEN", "ALTEGIO_USER_TOKEN"])
def test_a_wrong_token_is_not_allowed_and_never_shown(studio: Studio, name: str) -> None:
    secret = "p+art/ner:Tok8Xw2Lq=="
    studio.secrets = (*studio.secrets, secret)
    refused = studio.run("plan", "-v", **{name: secret})
    assert refused.status == 77
    assert "token" in refused.err
    assert "help: " in refused.err
    assert len(studio.requests()) == 1
    assert studio.run("apply", "--auto-approve", **{name: secret}).status == 77
    assert studio.writes() == []


@pytest.mark.parametrize("name", ["ALTEGIO_PARTNER_TOKEN", "ALTEGIO_USER_TOKEN"])
@pytest.mark.parametrize(
    "value",
    [
        "",
        "two words 8Xw2Lq",
        "line8Xw2Lq\nX-Injected: 1",
        "8Xw2Lq\x7f",
        "Bearer 8Xw2Lq",
        '"8Xw2Lq"',
        "8Xw2Lqüx",
    ],
    ids=["empty", "blank", "newline", "control", "bearer", "quoted", "umlaut"],
)
def test_a_token_that_can_be_none_is_refused_before_any_request(
    studio: Studio, name: str, value: str
) -> None:
    refused = studio.run("plan", **{name: value})
    assert refused.status == 77, refused
    assert "8Xw2Lq" not in refused.said
    assert "help: " in refused.err
    assert studio.requests() == []


def test_tokens_may_come_from_files(studio: Studio) -> None:
    for name in ("ALTEGIO_PARTNER_TOKEN", "ALTEGIO_USER_TOKEN"):
        path = studio.folder.parent / name
        path.write_text(studio.variables.pop(name) + "\n")
        studio.variables[f"{name}_FILE"] = str(path)
    studio.ok("apply", "--auto-approve")
    studio.settles()


def test_a_location_that_is_not_there_is_named(studio: Studio) -> None:
    studio.edit("reconciler.yaml", "id: 101", "id: 999")
    refused = studio.run("plan")
    assert refused.status == 1
    assert "999" in refused.err
    assert "help: " in refused.err
    assert studio.writes() == []


def test_a_location_of_somebody_else_is_not_allowed(a_studio: Callable[..., Studio]) -> None:
    theirs = LocationFixture(id=666, title="not ours", timezone="Europe/Berlin", allowed=False)
    studio = a_studio(others=(theirs,))
    studio.edit("reconciler.yaml", "id: 101", "id: 666")
    refused = studio.run("apply", "--auto-approve")
    assert refused.status == 77
    assert "666" in refused.err
    assert studio.writes() == []


def test_another_zone_than_the_booking_systems_stops_everything(a_studio: Callable[..., Studio]) -> None:
    studio = a_studio(zone="Europe/Lisbon")
    refused = studio.run("apply", "--auto-approve")
    assert refused.status == 1
    assert "Europe/Berlin" in refused.err
    assert "Europe/Lisbon" in refused.err
    assert "reconciler.yaml:" in refused.err
    assert studio.writes() == []


def test_another_name_of_the_same_zone_does_not(a_studio: Callable[..., Studio]) -> None:
    studio = a_studio(zone="Europe/Vienna")
    studio.ok("apply", "--auto-approve")
    studio.settles()


@pytest.mark.parametrize(
    ("edition", "action", "committed"),
    [
        ("activities", "error", False),
        ("events", "error", False),
        ("activities", "error after commit", True),
        ("events", "drop", False),
        ("activities", "drop after commit", True),
        ("events", "torn answer", True),
        ("activities", "garbage", True),
    ],
)
def test_a_create_in_doubt_is_settled_in_the_same_run(
    a_studio: Callable[..., Studio], edition: str, action: str, committed: bool
) -> None:
    fault = Fault(action=action, **POSTS, nth=2, status=500)  # type: ignore[arg-type]  # one of its literals
    studio = a_studio(edition=edition, faults=(fault,))
    applied = studio.ok("apply", "--auto-approve")
    assert studio.sandbox.fault_hits() == (1,)
    assert f"Apply complete: {CREATES} added" in applied.out
    assert ("1 recovered" in applied.out) is committed
    assert len(studio.bodies()) == CREATES + (not committed)
    assert len(studio.rows()) == CREATES
    outcomes = [each["outcome"] for each in studio.receipts()[0]["operations"]]
    assert outcomes == ["created"] * CREATES
    (journal,) = studio.journals()
    assert [record["type"] for record in journal.records].count("resolved") == 1
    assert journal.records[-1]["unresolved"] == 0
    studio.settles()


def test_a_second_try_comes_only_after_the_grace_period_and_never_forces(
    a_studio: Callable[..., Studio],
) -> None:
    studio = a_studio(faults=(Fault(action="drop", **POSTS, nth=3),), grace="2s")
    studio.edit("schedules/autumn.yaml", 'at: "18:30"}', 'at: "18:30", allow_overlap: true}')
    applied = studio.ok("apply", "--auto-approve")
    assert "Looking what became of it" in applied.err
    lost, again = [one for one in studio.requests("POST") if "2035-09-05 18:30" in one.body]
    assert again.received_at - lost.received_at >= 2
    assert ("force" in json.loads(lost.body), "force" in json.loads(again.body)) == (True, False)
    assert len(studio.rows()) == CREATES


def test_a_create_that_lands_late_is_adopted(a_studio: Callable[..., Studio]) -> None:
    fault = Fault(action="drop then commit", **POSTS, nth=3, seconds=1.0)
    studio = a_studio(faults=(fault,), grace="3s")
    studio.edit("schedules/autumn.yaml", 'at: "18:30"}', 'at: "18:30", allow_overlap: true}')
    applied = studio.ok("apply", "--auto-approve")
    assert studio.sandbox.fault_hits() == (1,)
    assert "1 recovered" in applied.out
    assert len(studio.bodies()) == len(studio.rows()) == CREATES
    studio.settles()


def test_an_answer_that_does_not_come_in_time_is_looked_for(a_studio: Callable[..., Studio]) -> None:
    fault = Fault(action="wait after commit", **POSTS, nth=2, seconds=2.5)
    studio = a_studio(faults=(fault,), timeout="1s")
    studio.edit("schedules/autumn.yaml", "2035-09-30", "2035-09-09")
    studio.ok("apply", "--auto-approve")
    assert studio.sandbox.fault_hits() == (1,)
    assert len(studio.bodies()) == 3
    studio.settles()


def test_a_server_that_loses_every_answer_is_left_alone_after_three(a_studio: Callable[..., Studio]) -> None:
    fault = Fault(action="error", **POSTS, times=None, status=502)
    studio = a_studio(faults=(fault,))
    applied = studio.run("apply", "--auto-approve")
    assert applied.status == 5, applied
    assert len(studio.bodies()) == 3
    assert "3 creates in a row failed alike" in applied.out
    assert studio.rows() == []


def test_too_many_requests_are_waited_for(a_studio: Callable[..., Studio]) -> None:
    body = refusal("Too many requests.")
    # Late in the run: from then on it keeps a distance between requests.
    fault = Fault(action="error", **POSTS, nth=CREATES - 2, times=1, status=429, body=body)
    studio = a_studio(faults=(fault,))
    studio.ok("apply", "--auto-approve")
    assert studio.sandbox.fault_hits() == (1,)
    assert len(studio.bodies()) == CREATES + 1
    assert len(studio.rows()) == CREATES
    studio.settles()


def test_the_pace_of_the_project_keeps_below_the_servers_limit(a_studio: Callable[..., Studio]) -> None:
    studio = a_studio(per_second=30)
    studio.edit("reconciler.yaml", "edition: activities", "edition: activities, pace: {per_second: 15}")
    studio.ok("apply", "--auto-approve", *WINDOW)
    assert not [request for request in studio.requests() if request.status == 429]
    assert len(studio.rows()) == CREATES


def test_a_passing_fault_of_a_read_goes_unnoticed(a_studio: Callable[..., Studio]) -> None:
    studio = a_studio(faults=(Fault(action="drop", method="GET", nth=2, times=1),))
    studio.ok("apply", "--auto-approve")
    assert studio.sandbox.fault_hits() == (1,)
    studio.settles()


def test_a_read_that_fails_for_good_means_no_plan_at_all(a_studio: Callable[..., Studio]) -> None:
    fault = Fault(action="error", method="GET", path="*/activities", nth=3, times=None, status=404)
    studio = a_studio(faults=(fault,))
    refused = studio.run("apply", "--auto-approve")
    assert refused.status == 1, refused
    assert refused.out == ""
    assert studio.writes() == []


def test_tokens_that_die_halfway_end_the_run(a_studio: Callable[..., Studio]) -> None:
    fault = Fault(action="error", **POSTS, nth=4, times=None, status=401, body=refusal("Token expired."))
    studio = a_studio(faults=(fault,))
    applied = studio.run("apply", "--auto-approve")
    assert applied.status == 4, applied
    assert len(studio.bodies()) == 4
    assert "Token expired." in applied.out
    assert "8 not attempted." in applied.out or "8 not attempted" in applied.out
    assert len(studio.rows()) == 3


def test_a_hostile_message_reaches_no_terminal(a_studio: Callable[..., Studio]) -> None:
    message = "\x1b]0;owned\x07\x1b[31mred\u202e::error::x"
    fault = Fault(action="error", **POSTS, times=None, status=422, body=refusal(message))
    studio = a_studio(faults=(fault,))
    applied = studio.run("apply", "--auto-approve")
    assert applied.status == 1
    for character in ("\x1b", "\x07", "\u202e"):
        assert character not in applied.said
    assert "\n::error::" not in applied.said


@pytest.mark.parametrize("address", ["http://192.0.2.1/api/v2", "ftp://127.0.0.1/api/v2", "https://a b/"])
def test_an_address_that_could_leak_tokens_is_refused(studio: Studio, address: str) -> None:
    studio.edit("reconciler.yaml", studio.sandbox.url, address)
    refused = studio.run("plan")
    assert refused.status == 65, refused
    assert "reconciler.yaml" in refused.err


def test_a_proxy_of_the_environment_is_not_used_on_loopback(studio: Studio) -> None:
    dead = "http://127.0.0.1:9"
    proxies = dict.fromkeys(("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"), dead)
    studio.ok("apply", "--auto-approve", **proxies)
    studio.settles()


def test_two_machines_that_apply_the_same_plan_make_each_class_once(
    a_studio: Callable[..., Studio], tmp_path
) -> None:
    here = a_studio()
    there = open_studio(tmp_path / "there")
    there.close()
    there.edit("reconciler.yaml", there.sandbox.url, here.sandbox.url)
    here.ok("plan", "--out", "plan.json")
    save(there, saved(here))
    here.ok("apply", "plan.json")
    assert there.run("apply", "plan.json").status == 3
    assert there.ok("apply", "--auto-approve").status == 0
    assert len(here.rows()) == CREATES
    here.settles()
