"""A saved plan is carried out exactly, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from e2e.rehearsal import AUTUMN, CREATES, Ran, Studio, a_class, a_location, local, save, saved

from reconciler.render.operation_digest import operations_digest


def refused(studio: Studio, ran: Ran, *words: str, status: int = 3) -> None:
    """Nothing was written, and the words say why and what to do."""
    assert ran.status == status, ran
    for word in words:
        assert word in ran.err
    assert "help: " in ran.err
    assert studio.writes() == []
    assert studio.receipts() == []


def test_a_class_that_somebody_made_meanwhile_makes_the_plan_stale(studio: Studio) -> None:
    studio.ok("plan", "--out", "plan.json")
    studio.ok("plan", "--out", "theirs.json", "--target", "mitte/pilates-noon/2035-09-04")
    studio.ok("apply", "theirs.json")
    before = len(studio.writes())
    stale = studio.run("apply", "plan.json")
    assert stale.status == 3
    assert "1 of its 12 operations are gone or changed; nothing was written" in stale.err
    assert "mitte/pilates-noon/2035-09-04: is there by now" in stale.err
    assert len(studio.writes()) == before
    studio.ok("apply", "--auto-approve")
    studio.settles()


def test_a_slot_that_somebody_took_meanwhile_makes_the_plan_stale(
    a_studio: Callable[..., Studio],
) -> None:
    studio = a_studio()
    studio.ok("plan", "--out", "plan.json")
    plan = saved(studio)
    taken = a_studio(location=a_location(a_class(local("2035-09-03 18:45"), service_id=502)))
    save(taken, plan)
    refused(taken, taken.run("apply", "plan.json"), "mitte/yoga-evening/2035-09-03", "is held back now")


def test_a_change_of_the_files_makes_the_plan_stale(studio: Studio) -> None:
    studio.ok("plan", "--out", "plan.json")
    original = (studio.folder / "schedules/autumn.yaml").read_text(encoding="utf-8")
    for old, new, words in (
        ("capacity: 12", "capacity: 13", "differs now in capacity"),
        ('at: "12:00"', 'at: "12:30"', "differs now in start"),
        ("every: tue", "every: thu", "is no longer wanted"),
        ("staff: Ben", "staff: Anna", "differs now in staff_id"),
        ('at: "12:00"', 'at: "12:00", allow_overlap: true', "differs now in force"),
    ):
        studio.edit("schedules/autumn.yaml", old, new)
        refused(studio, studio.run("apply", "plan.json"), "the saved plan is stale", words)
        studio.write("schedules/autumn.yaml", original)


def test_a_location_that_got_another_id_makes_the_plan_stale(a_studio: Callable[..., Studio]) -> None:
    """Without markers the operations look the same, but they would be carried out next door."""
    unmarked = AUTUMN.replace("location: mitte\n", "location: mitte\nmarker: none\n")
    studio = a_studio(others=(a_location(id=102),), schedule=unmarked)
    studio.ok("plan", "--out", "plan.json")
    studio.edit("reconciler.yaml", "id: 101", "id: 102")
    refused(studio, studio.run("apply", "plan.json"), "mitte was location 101", "the files now say 102")


def test_a_change_that_leaves_the_operations_alone_does_not(studio: Studio) -> None:
    studio.ok("plan", "--out", "plan.json", "--season", "autumn")
    studio.edit("schedules/autumn.yaml", "version: 1\n", "# checked by two people\nversion: 1\n")
    studio.edit(
        "schedules/autumn.yaml",
        "classes:\n",
        "classes:\n  - {id: later, service: Yoga, staff: Ben, on: 2035-10-03, at: '10:00'}\n",
    )
    studio.ok("apply", "plan.json")
    assert len(studio.bodies()) == CREATES
    studio.settles("--season", "autumn")


def a_capacity(plan: dict[str, Any]) -> None:
    plan["resource_changes"][0]["change"]["after"]["capacity"] = 99


def another_day(plan: dict[str, Any]) -> None:
    plan["resource_changes"][0]["change"]["after"]["start"] = "2035-09-03T07:00:00"


def one_more(plan: dict[str, Any]) -> None:
    first = plan["resource_changes"][0]
    after = {**first["change"]["after"], "start": "2035-09-06T18:30:00"}
    more = {
        **first,
        "address": "mitte/yoga-evening/2035-09-06",
        "change": {**first["change"], "after": after},
    }
    plan["resource_changes"].append(more)
    plan["summary"]["add"] += 1


def none_shown(plan: dict[str, Any]) -> None:
    plan["series_changes"] = []
    one_more(plan)


def the_same_again(plan: dict[str, Any]) -> None:
    plan["resource_changes"].append(plan["resource_changes"][0])
    plan["summary"]["add"] += 1


EDITS = [a_capacity, another_day, one_more, none_shown]


def test_a_plan_edited_by_hand_is_refused(studio: Studio) -> None:
    studio.ok("plan", "--out", "plan.json")
    original = (studio.folder / "plan.json").read_text(encoding="utf-8")
    for edit in EDITS:
        plan = json.loads(original)
        edit(plan)
        save(studio, plan)
        refused(studio, studio.run("apply", "plan.json"), "was changed after it was written", "PLN007")


def test_a_plan_edited_by_hand_with_a_right_digest_is_refused(studio: Studio) -> None:
    studio.ok("plan", "--out", "plan.json")
    original = (studio.folder / "plan.json").read_text(encoding="utf-8")
    for edit in EDITS:
        plan = json.loads(original)
        edit(plan)
        plan["operations_digest"] = operations_digest(plan["resource_changes"])
        save(studio, plan)
        refused(studio, studio.run("apply", "plan.json"), "the saved plan is stale")


def test_fewer_operations_with_a_right_digest_do_only_those(studio: Studio) -> None:
    """Taking something out of a plan shows nothing that would not be done, and does no harm."""
    studio.ok("plan", "--out", "plan.json")
    plan = saved(studio)
    del plan["resource_changes"][3:]
    plan["summary"]["add"] = 3
    plan["operations_digest"] = operations_digest(plan["resource_changes"])
    save(studio, plan)
    studio.ok("apply", "plan.json")
    assert len(studio.bodies()) == 3
    studio.ok("apply", "--auto-approve")
    studio.settles()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"terraform_version": "1.9.0", "format_version": "1.2"}', "plan of Terraform"),
        ('{"name": "package", "version": "1.0.0"}', "was not written by this tool"),
        ("[]", "was not written by this tool"),
        ("", "is not JSON"),
        ("not json at all", "is not JSON"),
        ("[" * 200_000, "nested too deep"),
        ('{"a": NaN}', "is not JSON"),
        ("\x00\x01\x02", "is not JSON"),
    ],
    ids=["terraform", "package", "list", "empty", "words", "deep", "nan", "bytes"],
)
def test_somebody_elses_file_is_refused(studio: Studio, text: str, words: str) -> None:
    studio.write("plan.json", text)
    refused(studio, studio.run("apply", "plan.json"), words)
    assert studio.run("show", "plan.json").status == 3
    assert studio.requests() == []


def test_a_plan_of_another_major_format_is_refused(studio: Studio) -> None:
    studio.ok("plan", "--out", "plan.json")
    save(studio, {**saved(studio), "format_version": "2.0"})
    refused(studio, studio.run("apply", "plan.json"), "format version '2.0'", "PLN003")


def test_a_plan_file_that_is_missing_is_an_error(studio: Studio) -> None:
    refused(studio, studio.run("apply", "plan.json"), "there is no file plan.json", status=1)


def test_a_plan_that_is_too_old_is_refused(studio: Studio) -> None:
    studio.ok("plan", "--out", "plan.json")
    plan = saved(studio)
    save(studio, {**plan, "expires_at": "2026-01-01T00:00:00Z"})
    refused(studio, studio.run("apply", "plan.json"), "has expired")
    save(studio, {**plan, "live": {**plan["live"], "read_at": "2026-01-01T00:00:00Z"}})
    refused(studio, studio.run("apply", "plan.json"), "has expired")
    save(studio, {**plan, "expires_at": "soon"})
    refused(studio, studio.run("apply", "plan.json"), "PLN004")


def test_a_plan_made_with_details_is_checked_with_details(studio: Studio) -> None:
    studio.ok("plan", "--details", "--out", "plan.json")
    assert saved(studio)["options"]["details"] is True
    studio.ok("apply", "--auto-approve", "--target", "mitte/pilates-noon/2035-09-04")
    studio.ok("plan", "--details", "--out", "plan.json")
    before = len(studio.requests("GET"))
    studio.ok("apply", "plan.json")
    one_by_one = [one for one in studio.requests("GET")[before:] if one.path.endswith("/1")]
    assert one_by_one


def test_a_plan_is_applied_once(studio: Studio) -> None:
    studio.ok("plan", "--out", "plan.json")
    studio.ok("apply", "plan.json")
    again = studio.run("apply", "plan.json")
    assert again.status == 3
    assert "this plan has been applied already" in again.err
    assert ".reconciler/receipts/" in again.err
    assert len(studio.bodies()) == CREATES
    studio.settles()


def test_a_plan_is_applied_once_even_if_the_receipts_are_gone(studio: Studio) -> None:
    studio.ok("plan", "--out", "plan.json")
    studio.ok("apply", "plan.json")
    for path in (studio.folder / ".reconciler/receipts").iterdir():
        path.unlink()
    assert studio.run("apply", "plan.json").status == 3
    assert len(studio.bodies()) == CREATES
    studio.settles()


def test_a_rehearsal_of_the_same_classes_does_not_count_as_the_real_thing(studio: Studio) -> None:
    studio.ok("plan", "--env", "sandbox", "--out", "rehearsal.json")
    studio.ok("apply", "rehearsal.json")
    studio.ok("plan", "--out", "plan.json")
    assert saved(studio)["operations_digest"] == saved(studio, "rehearsal.json")["operations_digest"]
    studio.ok("apply", "plan.json")
    assert len(studio.bodies()) == CREATES
    studio.settles()


def test_another_environment_is_refused_for_a_saved_plan(studio: Studio) -> None:
    studio.ok("plan", "--out", "plan.json")
    ran = studio.run("apply", "plan.json", "--env", "sandbox")
    refused(studio, ran, 'was made for the environment "studio", not for "sandbox"', status=64)
    studio.ok("apply", "plan.json", "--env", "studio")
    studio.settles()


def test_planning_options_are_refused_with_a_saved_plan(studio: Studio) -> None:
    studio.ok("plan", "--out", "plan.json")
    asked = len(studio.requests())
    for options in (
        ("--target", "mitte/*/*"),
        ("--exclude", "mitte/*/*"),
        ("--from", "2035-09-01"),
        ("--to", "2035-09-30"),
        ("--season", "autumn"),
        ("--location", "mitte"),
        ("--max-creates", "99"),
        ("--allow-empty",),
        ("--details",),
    ):
        ran = studio.run("apply", "plan.json", *options)
        refused(studio, ran, "takes no planning options", status=64)
    assert len(studio.requests()) == asked


def test_no_address_is_taken_from_a_plan(studio: Studio, a_studio: Callable[..., Studio]) -> None:
    studio.ok("plan", "--out", "plan.json")
    other = a_studio()
    plan = saved(studio)
    save(studio, {**plan, "api": other.sandbox.url})
    ran = studio.run("apply", "plan.json")
    assert ran.status in (0, 3)
    assert other.requests() == []
    if ran.status == 3:
        studio.ok("apply", "--auto-approve")
    studio.settles()


def test_show_draws_a_plan_offline_even_a_stale_one(studio: Studio) -> None:
    planned = studio.ok("plan", "--out", "plan.json")
    studio.ok("apply", "plan.json")
    asked = len(studio.requests())
    del studio.variables["ALTEGIO_PARTNER_TOKEN"], studio.variables["ALTEGIO_USER_TOKEN"]
    assert studio.ok("show", "plan.json").out == planned.out
    assert studio.ok("show", "--format", "json", "plan.json").out == (studio.folder / "plan.json").read_text(
        encoding="utf-8"
    )
    expanded = studio.ok("show", "--expand", "plan.json").out
    assert expanded.count("Sep 2035") >= CREATES
    assert len(studio.requests()) == asked
