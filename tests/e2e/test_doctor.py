"""`doctor` against a running stand-in: what would keep a plan from working, and what to do about it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from e2e.rehearsal import BERLIN, PROJECT, Studio, a_location

from reconciler.sandbox import PARTNER_TOKEN


def checks(
    studio: Studio, *options: str, status: int = 0, **variables: str
) -> dict[str, list[dict[str, Any]]]:
    """State, text and remedy of each check, by name."""
    ran = studio.run("doctor", "--format", "json", *options, **variables)
    assert ran.status == status, ran
    view = json.loads(ran.out)
    assert view["ok"] is (status == 0)
    found: dict[str, list[dict[str, Any]]] = {}
    for check in view["checks"]:
        found.setdefault(check["name"], []).append(check)
        assert check["remedy"] or check["state"] == "ok" or "not asked" in check["text"], check
    return found


def states(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    return {name: [check["state"] for check in its] for name, its in found.items()}


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Studio", "-c", "user.email=studio@example.org")
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


def test_all_is_well_in_a_committed_project_that_is_reached(studio: Studio) -> None:
    studio.write(".gitignore", ".reconciler/\n")
    git(studio.folder, "init", "-q")
    git(studio.folder, "add", ".")
    git(studio.folder, "commit", "-qm", "autumn")
    found = checks(studio)
    assert {state for its in states(found).values() for state in its} == {"ok"}
    assert 'mitte: "Studio Mitte"' in found["reach"][0]["text"]
    assert studio.writes() == []
    assert not (studio.folder / ".reconciler").exists(), "it only looks"


def test_the_text_has_a_line_for_each_check_and_its_remedy(studio: Studio) -> None:
    ran = studio.ok("doctor")
    lines = ran.out.splitlines()
    assert [line for line in lines if line.startswith("ok    tokens  both are set")]
    place = next(place for place, line in enumerate(lines) if line.startswith("warn  git"))
    assert lines[place + 1].strip().startswith("-> git init")


def test_offline_nobody_is_asked(studio: Studio) -> None:
    found = checks(studio, "--offline")
    assert found["reach"][0]["text"] == "not asked (--offline)"
    assert studio.requests() == []


def test_an_expired_token_is_told_and_never_shown(studio: Studio) -> None:
    found = checks(studio, status=1, ALTEGIO_USER_TOKEN="expired-user-token")
    assert states(found)["reach"] == ["fail"]
    assert states(found)["tokens"] == ["ok"]
    assert "expired-user-token" not in json.dumps(found)


def test_missing_tokens_are_told_and_nobody_is_asked(studio: Studio) -> None:
    found = checks(studio, status=1, ALTEGIO_USER_TOKEN="")
    assert "ALTEGIO_USER_TOKEN is not set" in found["tokens"][0]["text"]
    assert states(found)["reach"] == ["warn"]
    assert studio.requests() == []


def test_a_token_file_that_others_can_read_is_a_warning(studio: Studio) -> None:
    path = studio.folder.parent / "partner"
    path.write_text(PARTNER_TOKEN, encoding="utf-8")
    path.chmod(0o644)
    asked = {"ALTEGIO_PARTNER_TOKEN": "", "ALTEGIO_PARTNER_TOKEN_FILE": str(path)}
    assert checks(studio, **asked)["tokens"][0]["remedy"] == f"chmod 600 {path}"
    path.chmod(0o600)
    assert states(checks(studio, **asked))["tokens"] == ["ok"]


def test_a_wrong_location_is_told_by_its_key(studio: Studio) -> None:
    studio.edit("reconciler.yaml", "id: 101", "id: 999")
    found = checks(studio, status=1)
    assert found["reach"][0]["text"].startswith("mitte: ")
    assert "999" in found["reach"][0]["text"]


def test_another_zone_there_is_a_warning(a_studio: Callable[..., Studio]) -> None:
    studio = a_studio(location=a_location(timezone="Europe/Lisbon"))
    assert "Europe/Lisbon" in checks(studio)["reach"][0]["text"]


@pytest.mark.parametrize(("off", "state", "status"), [(-30, "warn", 0), (-600, "fail", 1), (600, "fail", 1)])
def test_a_clock_that_is_off_is_told_by_the_booking_systems(
    a_studio: Callable[..., Studio], off: int, state: str, status: int
) -> None:
    studio = a_studio(now=lambda: datetime.now(UTC) - timedelta(seconds=off))
    found = checks(studio, status=status)
    own, compared = found["clock"]
    assert own["state"] == "ok"
    assert compared["state"] == state
    assert ("behind" if off < 0 else "ahead of") in compared["text"]


def test_a_rehearsal_clock_stands_still_and_only_in_the_sandbox(studio: Studio) -> None:
    now = {"RECONCILER_NOW": "2035-08-20T09:00:00+02:00"}
    assert states(checks(studio, "--env", "sandbox", **now))["clock"] == ["warn"]
    assert states(checks(studio, status=1, **now))["clock"] == ["fail"]


def test_a_folder_that_others_can_look_into_is_a_warning(studio: Studio) -> None:
    folder = studio.folder / ".reconciler"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    assert checks(studio)["folder"][0]["remedy"].startswith("chmod -R go=")
    folder.chmod(0o700)
    assert states(checks(studio))["folder"] == ["ok"]


def test_git_that_would_commit_the_state_or_has_changes_is_a_warning(studio: Studio) -> None:
    git(studio.folder, "init", "-q")
    git(studio.folder, "add", ".")
    git(studio.folder, "commit", "-qm", "autumn")
    assert checks(studio, "--offline")["git"][0]["remedy"] == "add .reconciler/ to .gitignore"
    studio.write(".gitignore", ".reconciler/\n")
    assert "differ from commit" in checks(studio, "--offline")["git"][0]["text"]


def test_a_strange_host_gets_no_token(studio: Studio) -> None:
    text = PROJECT.format(
        zone=BERLIN,
        url="https://evil.example",
        edition="activities",
        default="studio",
        timeout="5s",
        grace="0s",
    )
    studio.write("reconciler.yaml", text)
    found = checks(studio, status=1)
    assert states(found)["host"] == ["fail"]
    assert "not asked" in found["reach"][0]["text"]


def test_a_proxy_is_named_without_its_credentials(studio: Studio) -> None:
    text = PROJECT.format(
        zone=BERLIN,
        url="https://api.alteg.io/api/v2",
        edition="activities",
        default="studio",
        timeout="5s",
        grace="0s",
    )
    studio.write("reconciler.yaml", text)
    found = checks(studio, "--offline", HTTPS_PROXY="http://me:secret-word@proxy.example:3128")
    assert "proxy.example" in found["proxy"][0]["text"]
    assert "secret-word" not in json.dumps(found)


def test_wrong_files_and_no_files_are_told(studio: Studio) -> None:
    studio.edit("schedules/autumn.yaml", "service: Yoga", "service: Yogga")
    assert states(checks(studio, "--offline", status=1))["files"] == ["fail"]
    (studio.folder / "empty").mkdir()
    ran = studio.run("--chdir", "/", "doctor", "--offline")
    assert ran.status == 1
    assert "fail  files" in ran.out
