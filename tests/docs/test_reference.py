"""The reference pages know every key, reason and variable that there is, and the messages are as printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docs.mistakes import ROW, timetable_with
from docs.sessions import ROOT, Session

from reconciler.cli import settings
from reconciler.model.occurrence import StepKind
from reconciler.model.plan import Reason
from reconciler.render.wording import LEGEND, REASONS

LANGUAGE = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
PLAN = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")


def _schema(which: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((ROOT / "schemas" / f"{which}.schema.json").read_text("utf-8"))
    return schema


def _keys(schema: Any) -> Iterator[str]:
    """Every property name anywhere in a schema."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from _keys(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _keys(part)


def _coded(page: str) -> set[str]:
    """The words that a page sets as code, in spans and in blocks."""
    spans = re.findall(r"`[^`]+`|^```.*?^```", page, re.MULTILINE | re.DOTALL)
    return set(re.findall(r"[$\w]+", " ".join(spans)))


@pytest.mark.parametrize("which", ["schedule", "project"])
def test_every_key_of_the_files_is_explained(which: str) -> None:
    assert sorted(set(_keys(_schema(which))) - _coded(LANGUAGE)) == []


def test_every_key_of_the_plan_is_explained() -> None:
    listed = set(re.findall(r"^\| `(\w+)(?:\[\])?`", PLAN, re.MULTILINE))
    assert sorted(set(_schema("plan")["properties"]) - listed) == []
    assert sorted(set(_keys(_schema("plan"))) - _coded(PLAN)) == []


@pytest.mark.parametrize("reason", [each for each in Reason if REASONS[each].next_step])
def test_every_reason_that_asks_for_something_is_explained(reason: Reason) -> None:
    (row,) = [line for line in PLAN.splitlines() if line.startswith("|") and f"`{reason.value}`" in line]
    assert REASONS[reason].sentence in row


def test_every_kind_of_step_is_named() -> None:
    page = (ROOT / "docs" / "explain.md").read_text(encoding="utf-8")
    assert [kind.value for kind in StepKind if f"`{kind.value}`" not in page] == []


def test_every_symbol_is_explained() -> None:
    assert [sign for sign in LEGEND if f"| `{sign}` |" not in PLAN] == []


def test_every_environment_variable_is_explained() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "reconciler" / "cli").glob("*.py"))
    known = {settings.PARTNER_TOKEN, settings.USER_TOKEN, settings.REHEARSAL_CLOCK}
    known |= set(re.findall(r'variables\.get\("([A-Z_]+)"', source))
    assert sorted(known - _coded(PLAN)) == []


@pytest.mark.parametrize("row", ROW.findall(LANGUAGE), ids=lambda row: f"{row[0]}: {row[1]}")
def test_a_typical_mistake_gets_the_message_that_the_page_shows(
    row: tuple[str, str, str, str, str], tmp_path: Path
) -> None:
    key, value, code, summary, hint = row
    (tmp_path / "timetable.yaml").write_text(timetable_with(key, value), encoding="utf-8")
    printed = Session(tmp_path).run("reconciler validate timetable.yaml --format json")
    found = [(each["code"], each["summary"], each["hint"]) for each in json.loads(printed)["diagnostics"]]
    assert (code, summary, hint) in found


def test_the_timetable_around_a_mistake_is_valid(tmp_path: Path) -> None:
    (tmp_path / "timetable.yaml").write_text(timetable_with("at", '"18:30"'), encoding="utf-8")
    assert Session(tmp_path).run("reconciler validate timetable.yaml").startswith("Valid.")


def test_each_row_of_the_table_of_mistakes_is_read() -> None:
    table = LANGUAGE.partition("## Typical mistakes")[2]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    assert len(ROW.findall(LANGUAGE)) == len(rows) > 20


@pytest.mark.parametrize("recipe", ["github.yml", "gitlab.yml"])
def test_every_job_of_a_recipe_is_explained(recipe: str) -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    text = (ROOT / "examples" / "ci" / recipe).read_text(encoding="utf-8")
    jobs = re.findall(
        r"^ {0,2}([a-z-]+):\n(?: +#.*\n| +(?:needs|if):.*\n)* +(?:runs-on|stage):", text, re.MULTILINE
    )
    jobs += re.findall(r"^ {0,2}([a-z-]+):\n +needs: .*\n +if: ", text, re.MULTILINE)
    assert len(set(jobs)) == {"github.yml": 6, "gitlab.yml": 5}[recipe]
    assert [job for job in jobs if f"\n| `{job}` |" not in page] == []


def test_what_the_recipes_keep_is_what_the_page_says() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    for recipe in ("github.yml", "gitlab.yml"):
        text = (ROOT / "examples" / "ci" / recipe).read_text(encoding="utf-8")
        kept = set(re.findall(r"[\w.]+/(?:receipts|journal)/|plan\.json", text))
        assert [name for name in kept if f"| `{name}` |" not in page] == []
        assert len(kept) == 3
