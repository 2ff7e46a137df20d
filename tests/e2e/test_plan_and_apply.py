"""The way everybody goes: plan, look, apply, plan again."""

from __future__ import annotations

import json

import pytest
from e2e.rehearsal import (
    ANNA,
    BIG_HALL,
    CREATES,
    NO_CHANGES,
    PILATES_NOONS,
    WINDOW,
    YOGA,
    YOGA_EVENINGS,
    a_class,
    a_location,
    local,
    saved,
)

EDITIONS = pytest.mark.parametrize("edition", ["activities", "events"])


@EDITIONS
def test_a_saved_plan_is_applied_once_and_then_nothing_changes(a_studio, edition: str) -> None:
    studio = a_studio(edition=edition)
    planned = studio.ok("plan", "--out", "plan.json")
    assert f"Plan: {CREATES} to add, 0 to change, 0 to destroy." in planned.out
    assert studio.writes() == []
    applied = studio.ok("apply", "plan.json")
    assert "Apply complete: 12 added, 0 changed, 0 destroyed." in applied.out
    assert studio.starts() == sorted([*YOGA_EVENINGS, *PILATES_NOONS])
    studio.settles()


@EDITIONS
def test_creates_say_what_the_plan_showed_and_are_sent_in_its_order(a_studio, edition: str) -> None:
    studio = a_studio(edition=edition)
    studio.ok("plan", "--out", "plan.json", "--target", "mitte/yoga-evening/*")
    plan = saved(studio)
    studio.ok("apply", "plan.json")
    assert [body["date"] for body in studio.bodies()] == YOGA_EVENINGS
    first = studio.bodies()[0]
    assert (first["service_id"], first["length"], first["capacity"]) == (YOGA, 3600, 12)
    assert first["technical_break_duration"] == 0
    assert ANNA in (first.get("staff_id"), first.get("team_member_id"))
    assert first["resource_instance_ids"] == [BIG_HALL]
    assert "force" not in first
    afters = [change["change"]["after"] for change in plan["resource_changes"]]
    assert [after["comment"] for after in afters] == [body["comment"] for body in studio.bodies()]
    assert all(body["comment"].startswith("#rc:") for body in studio.bodies())
    studio.settles("--target", "mitte/yoga-evening/*")


def test_a_plan_only_asks(studio) -> None:
    studio.ok("plan", "--out", "plan.json", "--json-into", "view.json", "--details")
    assert {request.method for request in studio.requests()} == {"GET"}
    assert (studio.folder / "view.json").read_bytes() == (studio.folder / "plan.json").read_bytes()


def test_apply_without_a_plan_file_plans_shows_and_does_it(studio) -> None:
    applied = studio.ok("apply", "--auto-approve", *WINDOW)
    assert "Plan: 12 to add, 0 to change, 0 to destroy." in applied.out
    assert "Apply complete: 12 added" in applied.out
    assert len(studio.bodies()) == CREATES
    studio.settles()


def test_nothing_is_written_if_nobody_approves(studio) -> None:
    refused = studio.run("apply")
    assert refused.status == 64
    assert "nobody is there to approve this plan; nothing was written" in refused.err
    assert "--auto-approve" in refused.err
    assert studio.writes() == []


def test_apply_twice_does_it_once(studio) -> None:
    studio.ok("apply", "--auto-approve")
    again = studio.ok("apply", "--auto-approve")
    assert again.out == NO_CHANGES
    assert len(studio.bodies()) == CREATES
    studio.settles()


def test_a_single_schedule_file_plans_against_the_embedded_sandbox(studio) -> None:
    (studio.folder / "reconciler.yaml").unlink()
    studio.edit(
        "schedules/autumn.yaml",
        "location: mitte\n",
        "locations:\n  mitte: {id: 101, timezone: Europe/Berlin}\n"
        "staff: {Anna: 11, Ben: 12}\nservices: {Yoga: 501, Pilates: 502}\n"
        "rooms: {big hall: 31, small hall: 32}\n",
    )
    planned = studio.ok("plan", "schedules/autumn.yaml", "--out", "plan.json")
    assert "SANDBOX" in planned.out
    studio.ok("apply", "plan.json")
    assert studio.ok("plan", "schedules/autumn.yaml").out == NO_CHANGES
    assert studio.requests() == []


def test_the_embedded_sandbox_needs_no_tokens_and_remembers(studio) -> None:
    del studio.variables["ALTEGIO_PARTNER_TOKEN"], studio.variables["ALTEGIO_USER_TOKEN"]
    studio.ok("plan", "--env", "sandbox", "--out", "plan.json")
    studio.ok("apply", "plan.json")
    assert studio.ok("plan", "--env", "sandbox").out == NO_CHANGES
    assert studio.requests() == []


def test_the_rehearsal_clock_sets_the_embedded_sandbox_too(studio) -> None:
    now = {"RECONCILER_NOW": "2035-09-10T12:00:00+02:00"}
    studio.ok("plan", "--env", "sandbox", "--out", "plan.json", **now)
    plan = saved(studio)
    assert plan["summary"]["past"] == 3
    assert plan["live"]["read_at"] == "2035-09-10T10:00:00Z"
    studio.ok("apply", "plan.json", **now)
    assert studio.ok("plan", "--env", "sandbox", **now).out == NO_CHANGES


def test_the_rehearsal_clock_is_refused_elsewhere(studio) -> None:
    refused = studio.run("plan", RECONCILER_NOW="2035-09-10T12:00:00+02:00")
    assert refused.status == 64
    assert "RECONCILER_NOW is set, but this environment is not the sandbox" in refused.err
    assert studio.requests() == []


def test_what_people_made_by_hand_is_never_doubled(a_studio) -> None:
    by_hand = a_class(local("2035-09-03 18:30"), room_ids=(BIG_HALL,))
    other_time = a_class(local("2035-09-05 19:00"), room_ids=(BIG_HALL,))
    studio = a_studio(location=a_location(by_hand, other_time))
    studio.ok("plan", "--out", "plan.json")
    plan = saved(studio)
    assert [held["address"] for held in plan["held_back"]] == ["mitte/yoga-evening/2035-09-05"]
    assert plan["summary"]["add"] == CREATES - 2
    studio.ok("apply", "plan.json")
    assert len(studio.rows()) == CREATES
    again = studio.ok("plan", "--format", "json")
    assert json.loads(again.out)["summary"]["add"] == 0


def test_marker_none_leaves_comments_alone_and_still_settles(studio) -> None:
    studio.edit("schedules/autumn.yaml", "location: mitte\n", "location: mitte\nmarker: none\n")
    studio.ok("apply", "--auto-approve")
    assert not any("#rc:" in str(body.get("comment")) for body in studio.bodies())
    studio.settles()


def test_the_receipt_names_every_id_and_the_journal_every_intent(studio) -> None:
    applied = studio.ok("apply", "--auto-approve")
    (receipt,) = studio.receipts()
    assert "Receipt: " in applied.err
    assert [each["outcome"] for each in receipt["operations"]] == ["created"] * CREATES
    assert sorted(each["activity_id"] for each in receipt["operations"]) == sorted(
        row["id"] for row in studio.rows()
    )
    (journal,) = studio.journals()
    kinds = [record["type"] for record in journal.records]
    assert kinds == ["run", *["intent", "outcome"] * CREATES, "end", "checked"]
    studio.settles()


def test_a_moved_class_is_reported_and_not_made_again(studio) -> None:
    studio.ok("apply", "--auto-approve")
    studio.edit("schedules/autumn.yaml", 'at: "12:00"', 'at: "13:00"')
    planned = studio.ok("plan", "--format", "json")
    plan = json.loads(planned.out)
    assert plan["summary"]["add"] == 0
    assert {each["address"] for each in plan["drift"]} == {
        f"mitte/pilates-noon/{t[:10]}" for t in PILATES_NOONS
    }
    assert len(studio.bodies()) == CREATES
