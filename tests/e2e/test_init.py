"""From an empty folder to a timetable that is in place, through the real command."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from e2e.rehearsal import NO_CHANGES, Ran, command, variables

NOW = "2026-12-01T09:00:00+01:00"


def run(folder: Path, *arguments: str) -> Ran:
    done = subprocess.run(
        command(arguments),
        cwd=folder,
        env={**variables(), "RECONCILER_NOW": NOW},
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ran.said, ran.said
    return ran


def steps(ran: Ran) -> list[str]:
    """The commands that it says to run next."""
    return [line.strip() for line in ran.out.partition("Next:\n")[2].splitlines()]


def test_an_empty_folder_becomes_a_project_that_plans_applies_and_settles(tmp_path: Path) -> None:
    made = run(tmp_path, "init")
    assert (made.status, made.err) == (0, "")
    assert steps(made) == [
        "reconciler validate",
        "reconciler plan --out plan.json",
        "reconciler apply plan.json",
    ]
    assert run(tmp_path, "validate").out == "Valid. 2 files read, nothing to complain about.\n"
    planned = run(tmp_path, "plan", "--out", "plan.json")
    assert planned.status == 0
    assert "\nPlan: 63 to add, 0 to change, 0 to destroy.\n" in planned.out
    assert "Not compared" not in planned.out
    applied = run(tmp_path, "apply", "plan.json")
    assert applied.out == "Apply complete: 63 added, 0 changed, 0 destroyed.\n"
    assert run(tmp_path, "plan").out == NO_CHANGES


def test_every_date_that_the_new_timetable_mentions_can_be_explained(tmp_path: Path) -> None:
    run(tmp_path, "init")
    (schedule,) = (tmp_path / "schedules").iterdir()
    question = schedule.read_text(encoding="utf-8").partition("reconciler explain ")[2].split()[0]
    explained = run(tmp_path, "explain", question)
    assert explained.status == 0
    assert "mitte/yoga-evening/2026-12-16  does not run" in explained.out
    assert "exception: cancelled: Anna is at a congress" in explained.out


def test_a_folder_is_made_and_named_in_what_to_do_next(tmp_path: Path) -> None:
    made = run(tmp_path, "init", "new/my studio", "--ci", "gitlab")
    assert made.status == 0
    assert steps(made)[0] == "cd 'new/my studio'"
    assert (tmp_path / "new/my studio/.gitlab-ci.yml").is_file()
    assert run(tmp_path, "--chdir", "new/my studio", "validate").status == 0


def test_a_second_time_everything_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    run(tmp_path, "init")
    (tmp_path / "reconciler.yaml").write_text("mine", encoding="utf-8")
    again = run(tmp_path, "init", "--ci", "github")
    assert (again.status, again.out) == (1, "")
    assert again.err.startswith("error: there is already reconciler.yaml, schedules/winter-2027.yaml, ")
    assert (tmp_path / "reconciler.yaml").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / ".github").exists()


@pytest.mark.parametrize("flag", ["--quiet", "-q"])
def test_quietly_it_says_nothing(flag: str, tmp_path: Path) -> None:
    made = run(tmp_path, flag, "init")
    assert made == Ran(0, "", "")
    assert (tmp_path / "reconciler.yaml").is_file()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "studio").write_text("mine", encoding="utf-8")
    refused = run(tmp_path, "init", "studio")
    assert refused.status in (1, 64)
    assert "studio" in refused.err
    assert (tmp_path / "studio").read_text(encoding="utf-8") == "mine"
