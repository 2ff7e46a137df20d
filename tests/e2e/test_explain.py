"""Why a class is there or not, through the real command: offline, from files alone."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from e2e.rehearsal import Studio

SCHEDULE = """\
version: 1
location: mitte
seasons:
  autumn: {from: 2035-09-03, to: 2035-09-30}
defaults: {duration: 60m, capacity: 12}
closures: [{on: 2035-09-12, because: inspection}]
classes:
  - {id: yoga-evening, service: Yoga, staff: Anna, room: big hall, every: [mon, wed], at: "18:30"}
  - {id: pilates-noon, service: Pilates, staff: Ben, room: small hall, every: tue, at: "12:00"}
exceptions:
  - {class: yoga-evening, on: 2035-09-10, move_to: 2035-09-11 17:00, because: concert}
"""
YOGA = "schedules/autumn.yaml:8 | " + SCHEDULE.splitlines()[7].strip()
MOVE = "schedules/autumn.yaml:11 | " + SCHEDULE.splitlines()[10].strip()
MOVED = f"""\
mitte/yoga-evening/2035-09-10  moved from Mon 10 Sep 2035 18:30 to Tue 11 Sep 2035 17:00
  Tue 11 Sep 2035 17:00-18:00  Yoga · Anna · big hall · 12 seats
  1. pattern: every mon, wed at 18:30 in autumn
     {YOGA}
  2. exception: moved to 2035-09-11 17:00: concert
     {MOVE}
"""


@pytest.fixture
def studio(a_studio: Callable[..., Studio]) -> Studio:
    return a_studio(schedule=SCHEDULE)


@pytest.mark.parametrize(
    "question",
    [
        ["mitte/yoga-evening/2035-09-10"],
        ["yoga-evening/2035-09-11"],
        ["yoga-evening", "2035-09-10"],
        ["yoga-evening 2035-09-10", "schedules/autumn.yaml"],
        ["yoga-*/2035-09-10", "."],
    ],
)
def test_a_moved_class_is_explained_however_it_is_asked_for(question: list[str], studio: Studio) -> None:
    assert studio.ok("explain", *question).out == MOVED


def test_a_day_shows_what_runs_and_what_does_not(studio: Studio) -> None:
    out = studio.ok("explain", "2035-09-11").out
    assert out.startswith("Tue 11 Sep 2035: 2 classes run.\n\nmitte/pilates-noon/2035-09-11  runs\n")
    assert out.endswith(MOVED)
    assert studio.ok("explain", "2035-09-12").out == (
        "Wed 12 Sep 2035: 1 class does not run.\n"
        "\n"
        "mitte/yoga-evening/2035-09-12  does not run\n"
        "  it would be Wed 12 Sep 2035 18:30-19:30  Yoga · Anna · big hall · 12 seats\n"
        "  1. pattern: every mon, wed at 18:30 in autumn\n"
        f"     {YOGA}\n"
        "  2. closure: closed: inspection\n"
        "     schedules/autumn.yaml:6 | closures: [{on: 2035-09-12, because: inspection}]\n"
    )


def test_a_date_without_the_class_names_its_days_and_its_neighbours(studio: Studio) -> None:
    assert studio.ok("explain", "pilates-noon/2035-09-12").out == (
        "mitte/pilates-noon  has nothing on Wed 12 Sep 2035\n"
        "  the date is in its season autumn, 3 to 30 Sep 2035, but Wed is none of its days there\n"
        "  (schedules/autumn.yaml:9)\n"
        "    every tue at 12:00 in autumn · 4 to 25 Sep 2035\n"
        "  the nearest before: Tue 11 Sep 2035 12:00-13:00  mitte/pilates-noon/2035-09-11\n"
        "  the nearest after: Tue 18 Sep 2035 12:00-13:00  mitte/pilates-noon/2035-09-18\n"
    )


def test_json_says_the_same(studio: Studio) -> None:
    view = json.loads(studio.ok("explain", "yoga-evening/2035-09-11", "--format", "json").out)
    (found,) = view["found"]
    assert (found["state"], found["start"]) == ("moved", "2035-09-11T17:00:00")
    assert [step["line"] for step in found["trace"]] == [8, 11]
    assert view["nearest"] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["yoga-evning/2035-09-10"], 'did you mean "yoga-evening"?'),
        (["yoga-evening"], "add the date: reconciler explain yoga-evening/2026-09-07"),
        (["2035-09-31"], "write it like 2026-09-07"),
        ([], "Missing argument"),
    ],
)
def test_a_question_that_makes_no_sense_is_wrong_usage(
    arguments: list[str], words: str, studio: Studio
) -> None:
    refused = studio.run("explain", *arguments)
    assert (refused.status, refused.out) == (64, "")
    assert words in refused.err


def test_an_invalid_schedule_is_shown_and_not_explained(studio: Studio) -> None:
    studio.edit("schedules/autumn.yaml", "on: 2035-09-10", "on: 2035-09-09")
    refused = studio.run("explain", "2035-09-10")
    assert (refused.status, refused.out) == (65, "")
    assert "EXP002" in refused.err


def test_nothing_is_asked_of_the_booking_system_and_nothing_is_left_behind(studio: Studio) -> None:
    before = sorted(studio.folder.rglob("*"))
    studio.ok("explain", "2035-09-10", ALTEGIO_PARTNER_TOKEN="", ALTEGIO_USER_TOKEN="")
    assert studio.requests() == []
    assert sorted(studio.folder.rglob("*")) == before


def test_what_is_explained_as_running_is_what_is_created(studio: Studio) -> None:
    days = [f"2035-09-{day:02}" for day in range(9, 15)]
    found = [
        each
        for day in days
        for each in json.loads(studio.ok("explain", day, "--format", "json").out)["found"]
        if each["state"] != "removed" and each["start"][:10] == day
    ]
    studio.ok("apply", "--auto-approve")
    created = [start for start in studio.starts() if start[:10] in days]
    assert sorted(each["start"].replace("T", " ") for each in found) == sorted(created)
    assert created == ["2035-09-11 12:00:00", "2035-09-11 17:00:00"]
    studio.settles()


@pytest.mark.parametrize(
    ("words", "number", "offered"),
    [
        ("explain yo", "2", ["yoga-evening"]),
        ("explain mitte/", "2", ["mitte/pilates-noon", "mitte/yoga-evening"]),
        ("explain zumba", "2", []),
    ],
)
def test_the_shell_completes_classes(words: str, number: str, offered: list[str], studio: Studio) -> None:
    completed = studio.ok(
        _RECONCILER_COMPLETE="bash_complete", COMP_WORDS=f"reconciler {words}", COMP_CWORD=number
    )
    assert completed.out.split() == [f"plain,{name}" for name in offered]


def test_the_shell_completes_nothing_where_there_is_no_project(studio: Studio) -> None:
    (studio.folder / "reconciler.yaml").unlink()
    completed = studio.ok(
        _RECONCILER_COMPLETE="bash_complete", COMP_WORDS="reconciler explain yo", COMP_CWORD="2"
    )
    assert completed.said.strip() == ""
