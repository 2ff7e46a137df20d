"""The documentation and the switches keep each other complete."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
import yaml

from reconciler.sandbox import SandboxOptions, parse_faults, parse_fixtures
from reconciler.sandbox.faults import FaultAction

PAGE = (Path(__file__).parents[3] / "docs" / "sandbox.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("switch", [field.name for field in fields(SandboxOptions)])
def test_every_switch_is_in_the_documentation(switch: str) -> None:
    assert re.search(rf"`{switch}\b|\b{switch}=", PAGE)


@pytest.mark.parametrize("action", get_args(FaultAction))
def test_every_fault_is_in_the_documentation(action: str) -> None:
    assert re.search(rf"^\|[^|]*`{action}`", PAGE, re.MULTILINE)


def test_the_fixtures_of_the_documentation_are_fixtures() -> None:
    (studio,) = parse_fixtures(yaml.load(BLOCKS[0], yaml.BaseLoader)).locations
    assert studio.activities[0].booked == 3


def test_the_faults_of_the_documentation_are_faults() -> None:
    actions = [fault.action for fault in parse_faults(yaml.load(BLOCKS[1], yaml.BaseLoader))]
    assert actions == ["drop after commit", "error", "error", "change answer"]
