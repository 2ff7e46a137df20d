"""Measures terraform, where it is installed, without any network; knows the published figures of others.

The published seconds were taken on a machine with two cores under Python 3.11.7; they only give
the order of size on any other one.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.bench.figures import Yardstick
from tests.bench.processes import Cost, run

PYTHON_PASS_S = 0.012
"""`python -c pass` on the machine of the published figures."""
_QUIET = {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
_RESOURCES = """resource "terraform_data" "activity" {
  count = %d
  input = {
    title        = "Yoga flow ${count.index}"
    service_id   = 9001 + count.index %% 12
    staff_id     = 5001 + count.index %% 40
    resource_ids = [701 + count.index %% 10]
    date         = "2027-01-04"
    start        = "07:00"
    length       = 3600
    capacity     = 8 + count.index %% 17
    color        = "#33cccc"
    instructions = "Bring a mat and water"
    labels       = ["morning", "open level"]
  }
}
"""


def published(name: str, seconds: float, budget: float | None = None) -> Yardstick:
    """A figure that was not measured in this run."""
    return Yardstick(name=name, seconds=seconds, budget=budget, measured=False)


def terraform() -> str | None:
    """Where terraform is, None if it is not installed."""
    return shutil.which("terraform")


def terraform_version(program: str, folder: Path) -> Cost:
    """One start of terraform."""
    return run([program, f"-chdir={folder}", "version"], environment=_settings(folder))


def terraform_season(program: str, folder: Path, count: int) -> dict[str, Cost]:
    """`plan`, `apply` and `no-op` of so many resources that need no provider's network, once each."""
    folder.mkdir()
    (folder / "main.tf").write_text(_RESOURCES % count, encoding="utf-8")
    words = {
        "plan": ("plan", "-input=false", "-no-color"),
        "apply": ("apply", "-input=false", "-no-color", "-auto-approve"),
        "no-op": ("plan", "-input=false", "-no-color"),
    }
    settings = _settings(folder)
    run([program, f"-chdir={folder}", "init", "-input=false"], environment=settings)
    return {
        name: run([program, f"-chdir={folder}", *each], environment=settings) for name, each in words.items()
    }


def _settings(folder: Path) -> dict[str, str]:
    empty = folder / "empty.tfrc"
    empty.touch()
    return {**_QUIET, "TF_CLI_CONFIG_FILE": str(empty)}
