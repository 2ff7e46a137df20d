"""Guards, and the options that choose a part of the timetable."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from e2e.rehearsal import CREATES, PILATES_NOONS, YOGA_EVENINGS, Studio, a_location, open_studio

from reconciler.sandbox import Fault


def test_an_empty_read_after_a_full_one_is_not_believed(a_studio: Callable[..., Studio], tmp_path) -> None:
    studio = a_studio()
    studio.ok("apply", "--auto-approve")
    studio.settles()
    fresh = open_studio(tmp_path / "fresh")
    try:
        studio.edit("reconciler.yaml", studio.sandbox.url, fresh.sandbox.url)
        planned = studio.run("plan", "--out", "plan.json")
        assert planned.status == 6
        assert "suddenly empty" in planned.out
        assert "--allow-empty" in planned.out
        assert studio.run("apply", "--auto-approve").status == 6
        assert studio.run("apply", "plan.json").status == 6
        assert studio.run("apply", "--auto-approve", "--json").status == 6
        assert fresh.writes() == []
        studio.ok("apply", "--auto-approve", "--allow-empty")
        assert len(fresh.rows()) == CREATES
    finally:
        fresh.sandbox.close()


def test_more_creates_than_allowed_are_refused(studio: Studio) -> None:
    planned = studio.run("plan", "--max-creates", "11", "--out", "plan.json")
    assert planned.status == 6
    assert "--max-creates 12" in planned.out
    assert studio.run("apply", "plan.json").status == 6
    assert studio.run("apply", "--auto-approve", "--max-creates", "11").status == 6
    assert studio.writes() == []
    studio.ok("apply", "--auto-approve", "--max-creates", "12")
    studio.settles()


def test_the_projects_limit_holds_without_an_option(studio: Studio) -> None:
    studio.edit("reconciler.yaml", "edition: activities", "edition: activities, limits: {creates: 5}")
    assert studio.run("apply", "--auto-approve").status == 6
    assert studio.writes() == []
    studio.ok("apply", "--auto-approve", "--max-creates", "50")
    studio.settles()


def test_files_that_declare_no_class_are_a_refusal(studio: Studio) -> None:
    studio.write("schedules/autumn.yaml", "version: 1\nlocation: mitte\n")
    refused = studio.run("plan")
    assert refused.status == 6
    assert "the files declare no class at all" in refused.err
    assert studio.requests() == []


def test_a_pattern_that_fits_no_file_is_an_error(studio: Studio) -> None:
    studio.edit("reconciler.yaml", "schedules/*.yaml", "timetables/*.yaml")
    refused = studio.run("plan")
    assert refused.status == 65
    assert "timetables/*.yaml" in refused.err
    assert studio.requests() == []


@pytest.mark.parametrize(
    ("options", "starts"),
    [
        (("--target", "mitte/pilates-noon/*"), PILATES_NOONS),
        (("--exclude", "mitte/pilates-noon/*"), YOGA_EVENINGS),
        (("--target", "mitte/*/2035-09-0*", "--exclude", "*/yoga-*"), PILATES_NOONS[:1]),
        (("--from", "2035-09-24"), ["2035-09-24 18:30:00", "2035-09-25 12:00:00", "2035-09-26 18:30:00"]),
        (("--to", "2035-09-04"), ["2035-09-03 18:30:00", "2035-09-04 12:00:00"]),
        (("--from", "2035-09-05", "--to", "2035-09-05"), ["2035-09-05 18:30:00"]),
        (("--season", "autumn", "--to", "2035-09-03"), ["2035-09-03 18:30:00"]),
    ],
    ids=lambda value: " ".join(value)[:40],
)
def test_options_choose_what_is_planned_and_a_saved_plan_keeps_them(
    studio: Studio, options: tuple[str, ...], starts: list[str]
) -> None:
    studio.ok("plan", "--out", "plan.json", *options)
    studio.ok("apply", "plan.json")
    assert studio.starts() == starts
    studio.settles(*options)


def test_a_wave_is_rolled_out_by_tag(studio: Studio) -> None:
    studio.edit("schedules/autumn.yaml", "id: pilates-noon,", "id: pilates-noon, tags: [noon],")
    studio.ok("plan", "--out", "plan.json", "--tag", "noon")
    studio.ok("apply", "plan.json")
    assert studio.starts() == PILATES_NOONS
    studio.settles("--tag", "noon")


def test_one_of_two_locations_can_be_chosen(a_studio: Callable[..., Studio]) -> None:
    studio = a_studio(others=(a_location(id=102, title="Nord"),))
    nord = (studio.folder / "schedules/autumn.yaml").read_text().replace("mitte", "nord")
    studio.write("schedules/nord.yaml", nord)
    studio.edit(
        "reconciler.yaml",
        "environments:\n",
        "  nord: {id: 102, timezone: Europe/Berlin, staff: {Anna: 11, Ben: 12},\n"
        "    services: {Yoga: 501, Pilates: 502}, rooms: {big hall: 31, small hall: 32}}\n"
        "environments:\n",
    )
    studio.ok("apply", "--auto-approve", "--location", "nord")
    assert (len(studio.rows(101)), len(studio.rows(102))) == (0, CREATES)
    assert not any("/101/" in request.path for request in studio.requests())
    studio.ok("apply", "--auto-approve")
    assert (len(studio.rows(101)), len(studio.rows(102))) == (CREATES, CREATES)
    studio.settles()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--target", "mitte/yogga-*/*"), "fits no class in these dates"),
        (("--exclude", "nowhere/*"), "fits no class in these dates"),
        (("--season", "winter"), 'no class runs in a season "winter"'),
        (("--location", "nord"), 'there is no location "nord"'),
        (("--from", "2035-10-01", "--to", "2035-09-01"), "before they start"),
        (("--from", "1.9.2035"), "is not a date"),
        (("--max-creates", "-1"), "--max-creates"),
        (("--env", "prodution"), 'there is no environment "prodution"'),
        (("--chdir", "nowhere"), "there is no folder nowhere"),
        (("--nonsense",), "--nonsense"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_makes_no_sense_is_wrong_usage_and_asks_nobody(
    studio: Studio, options: tuple[str, ...], words: str
) -> None:
    refused = studio.run("apply", "--auto-approve", *options)
    assert refused.status == 64, refused
    assert words in refused.err
    assert studio.requests() == []


def test_detailed_exitcode_tells_changes_from_none(studio: Studio) -> None:
    assert studio.run("plan", "--detailed-exitcode").status == 2
    studio.ok("apply", "--auto-approve")
    assert studio.run("plan", "--detailed-exitcode").status == 0
    studio.settles()


def test_with_protection_the_near_future_is_left_alone(studio: Studio) -> None:
    now = {"RECONCILER_NOW": "2035-09-03T09:00:00+02:00"}
    studio.edit("schedules/autumn.yaml", "location: mitte\n", "location: mitte\nprotect: {next: 48h}\n")
    planned = studio.ok("plan", "--env", "sandbox", "--format", "json", **now)
    plan = json.loads(planned.out)
    assert plan["summary"]["add"] == CREATES - 2


def test_planning_some_files_says_so_and_leaves_the_others_alone(studio: Studio) -> None:
    yoga, pilates = (studio.folder / "schedules/autumn.yaml").read_text().rsplit("\n  - {id: pilates", 1)
    studio.write("schedules/autumn.yaml", yoga + "\n")
    studio.write(
        "schedules/more.yaml",
        "version: 1\nlocation: mitte\ndefaults: {duration: 60m, capacity: 12}\nclasses:\n  - {id: pilates"
        + pilates,
    )
    planned = studio.ok("plan", "schedules/autumn.yaml", "--out", "plan.json")
    assert "PARTIAL" in planned.out
    studio.ok("apply", "plan.json")
    assert studio.starts() == YOGA_EVENINGS
    studio.ok("apply", "--auto-approve")
    studio.settles()


def test_a_closure_in_another_file_holds_for_the_files_that_are_planned(studio: Studio) -> None:
    closed = str(YOGA_EVENINGS[0])[:10]
    studio.write(
        "schedules/closed.yaml",
        f"version: 1\nlocation: mitte\nclosures: [{{on: {closed}, because: painters}}]\n",
    )
    studio.ok("apply", "schedules/autumn.yaml", "--auto-approve")
    assert [start for start in studio.starts() if str(start)[:10] == closed] == []
    studio.settles()


def test_a_season_that_gets_shorter_leaves_its_classes_in_sight(studio: Studio) -> None:
    studio.ok("apply", "--auto-approve")
    studio.edit("schedules/autumn.yaml", "2035-09-30", "2035-09-16")
    plan = json.loads(studio.ok("plan", "--format", "json").out)
    assert plan["summary"]["add"] == 0
    assert len(plan["drift"]) == 6
    assert {each["reason"] for each in plan["drift"]} == {"surplus"}
    assert len(studio.bodies()) == CREATES


def test_a_slow_read_is_no_empty_read(a_studio: Callable[..., Studio]) -> None:
    fault = Fault(action="wait", method="GET", nth=3, seconds=0.3)
    studio = a_studio(faults=(fault,))
    studio.ok("apply", "--auto-approve")
    assert studio.sandbox.fault_hits() == (1,)
    studio.settles()
