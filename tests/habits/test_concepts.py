"""Each concept has a guide with an example that is checked, a case, and a reject for its mistake."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
CASES = ROOT / "tests" / "golden" / "cases"
REJECTS = ROOT / "tests" / "rejects"

ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#]*)(?:#([^)]*))?\)")
FENCE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`]+)`")
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
NONE = "-"
"""What stands where there is nothing to show."""
NUMBER = 60
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "weekdays", "weekend", "daily")


class Concept(NamedTuple):
    """One row of docs/concepts.md."""

    number: int
    name: str
    form: str
    guide: str
    case: str
    reject: str


def concepts() -> list[Concept]:
    text = (DOCS / "concepts.md").read_text(encoding="utf-8")
    return [Concept(int(number), *rest) for number, *rest in ROW.findall(text)]


@cache
def known_keys() -> frozenset[str]:
    """Every key that the schemas know; weekdays stand for times as well."""
    found: set[str] = set()
    for which in ("schedule", "project"):
        found |= set(_properties(json.loads((ROOT / "schemas" / f"{which}.schema.json").read_text("utf-8"))))
    return frozenset(found - set(WEEKDAYS))


def _properties(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from _properties(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _properties(part)


def keys_of(value: Any) -> set[str]:
    """The keys anywhere in parsed YAML that the language knows; names that people chose are left out."""
    if isinstance(value, dict):
        inner = [keys_of(each) for each in value.values()]
        return {str(key) for key in value if str(key) in known_keys()}.union(*inner)
    if isinstance(value, list):
        return set[str]().union(*map(keys_of, value))
    return set()


def parsed(text: str) -> Any:
    """YAML with every scalar as text."""
    return yaml.load(text, Loader=yaml.BaseLoader)


def wanted(concept: Concept) -> set[str]:
    """The keys that the form of a concept shows."""
    return set[str]().union(*(keys_of(parsed(form)) for form in SPAN.findall(concept.form)))


@cache
def shown_in(folder: Path) -> frozenset[str]:
    """The keys of the files of a case, or of the example that it is about."""
    facts = parsed((folder / "case.yaml").read_text(encoding="utf-8"))
    example = ROOT / "examples" / str(facts.get("example", ""))
    files = (
        [example] if example.is_file() else list((example if "example" in facts else folder).rglob("*.yaml"))
    )
    usual = [] if (folder / "reconciler.yaml").is_file() else [folder.parents[1] / "studio.yaml"]
    texts = [path.read_text(encoding="utf-8") for path in (*files, *usual) if path.name != "case.yaml"]
    return frozenset(set[str]().union(*(keys_of(parsed(text)) for text in texts)))


@cache
def checked_in_the_guide() -> frozenset[str]:
    """The keys of all YAML in the guide; tests/docs loads its files, and checks the form of its fragments."""
    guide = (DOCS / "language.md").read_text(encoding="utf-8")
    return frozenset(set[str]().union(*(keys_of(parsed(block)) for block in FENCE.findall(guide))))


def section(page: Path, anchor: str) -> str:
    """The text under a heading, up to the next one of its level or above; "" if there is no such heading."""
    lines = page.read_text(encoding="utf-8").splitlines()
    inside: list[str] = []
    level, fenced = 0, False
    for line in lines:
        fenced ^= line.startswith("```")
        found = None if fenced else re.match(r"(#+) (.*)", line)
        if found and level and len(found[1]) <= level:
            break
        if found and not level and re.sub(r"[^\w\- ]", "", found[2].lower()).replace(" ", "-") == anchor:
            level = len(found[1])
        if level:
            inside.append(line)
    return "\n".join(inside)


by_concept = pytest.mark.parametrize("concept", concepts(), ids=lambda one: f"{one.number}-{one.name}")


def test_the_page_lists_every_concept_once_and_in_order() -> None:
    assert [one.number for one in concepts()] == list(range(1, NUMBER + 1))


@by_concept
def test_a_concept_has_a_guide_that_shows_its_keys(concept: Concept) -> None:
    page, anchor = LINK.findall(concept.guide)[0]
    text = section(DOCS / page, anchor)
    assert text, f"{page}#{anchor}"
    said = set(re.findall(r"[$\w]+", " ".join(CODE.findall(text))))
    assert wanted(concept) - said == set()


@by_concept
def test_the_keys_of_a_concept_stand_in_an_example_that_is_checked(concept: Concept) -> None:
    assert wanted(concept) - checked_in_the_guide() == set()


@by_concept
def test_a_concept_has_a_case_that_uses_its_keys(concept: Concept) -> None:
    if concept.case == NONE:
        assert not wanted(concept)
        return
    folder = CASES / SPAN.findall(concept.case)[0]
    assert folder.is_dir()
    assert wanted(concept) - shown_in(folder) == set()


@by_concept
def test_a_concept_has_a_reject_for_its_mistake(concept: Concept) -> None:
    if concept.reject == NONE:
        assert not wanted(concept)
        return
    assert (REJECTS / f"{SPAN.findall(concept.reject)[0]}.yaml").is_file()
