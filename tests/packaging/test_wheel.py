"""The wheel that users get: built from the sdist, installed into an empty environment, used for real."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that was made from it."""
    folder = tmp_path_factory.mktemp("dist")
    _run([sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)], cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an environment that holds the wheel and nothing of this checkout."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    _run([str(scripts / "python"), "-m", "pip", "install", "--quiet", f"{wheel}[sandbox]"], cwd=folder)
    return scripts


def test_the_wheel_holds_the_package_and_the_schemas_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"reconciler"}
    assert {f"reconciler/schemas/{name}.schema.json" for name in ("schedule", "project", "plan")} < set(names)
    assert "reconciler/py.typed" in names


def test_the_schemas_in_the_wheel_are_those_of_the_checkout(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for path in (ROOT / "schemas").glob("*.json"):
            assert archive.read(f"reconciler/schemas/{path.name}") == path.read_bytes()


def test_the_sdist_can_be_tested(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        tops = {name.split("/")[1] for name in archive.getnames() if "/" in name}
    assert {"reconciler", "schemas", "examples", "tests", "docs", "Makefile", "LICENSE"} <= tops


@pytest.mark.parametrize("command", ["reconciler", "schedule-reconciler"])
def test_both_commands_are_there(installed: Path, command: str, tmp_path: Path) -> None:
    assert _run([str(installed / command), "--version"], cwd=tmp_path).startswith("reconciler ")


def test_the_whole_way_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    reconciler = str(installed / "reconciler")
    (tmp_path / "minimal.yaml").write_bytes((ROOT / "examples" / "minimal.yaml").read_bytes())
    plan = _run([reconciler, "plan", "minimal.yaml", "--out", "plan.json"], cwd=tmp_path)
    assert "Plan: 23 to add, 0 to change, 0 to destroy." in plan
    applied = _run([reconciler, "apply", "plan.json"], cwd=tmp_path)
    assert applied == "Apply complete: 23 added, 0 changed, 0 destroyed.\n"
    again = _run([reconciler, "plan", "minimal.yaml"], cwd=tmp_path)
    assert again == "No changes. The timetable matches the files.\n"


def test_the_schema_is_found_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    printed = _run([str(installed / "reconciler"), "schema", "schedule"], cwd=tmp_path)
    assert printed == (ROOT / "schemas" / "schedule.schema.json").read_text(encoding="utf-8")


def _run(command: list[str], cwd: Path) -> str:
    environment = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")
    }
    environment["RECONCILER_NOW"] = "2026-12-01T09:00:00+01:00"
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=500, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
