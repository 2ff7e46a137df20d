"""What the documentation shows is what happens: commands run, files load, links lead somewhere.

With GOLDEN_WRITE=1 the pages get the output that is printed now.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from docs.sessions import NOW, PAGES, ROOT, Block, Session, as_printed, blocks_of

from reconciler.load import Project, Source, load_schedule

LINK = re.compile(r"\]\(([^)#:]*)(?:#([^)]*))?\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def schema_text_as_json() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((ROOT / "schemas" / "schedule.schema.json").read_text("utf-8"))
    return schema


by_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns(".reconciler"))
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    return Session(tmp_path)


@by_page
def test_commands_print_what_the_page_shows(page: Path, session: Session) -> None:
    found = session.follow(blocks_of(page))
    if os.environ.get("GOLDEN_WRITE") and found:
        page.write_text(as_printed(page, found), encoding="utf-8")
        pytest.skip(f"{page.name} was rewritten; read what git shows")
    assert found == []


def test_a_page_that_shows_something_else_is_found(session: Session) -> None:
    wrong = Block(7, "console", "$ reconciler validate examples/minimal.yaml\nInvalid.\n$ echo $?\n1\n")
    (found,) = session.follow([wrong])
    assert found.line == 7
    assert found.printed[2:] == ["$ echo $?", "0"]


def test_the_readme_shows_the_minimal_example() -> None:
    first = next(block for block in blocks_of(ROOT / "README.md") if block.language == "yaml")
    assert first.text == (ROOT / "examples" / "minimal.yaml").read_text(encoding="utf-8")


@by_page
def test_whole_schedules_in_the_pages_are_valid(page: Path, session: Session) -> None:
    for block in blocks_of(page):
        if block.language == "yaml" and "version: 1\nlocations:" in block.text and not block.writes:
            path = session.folder / f"line-{block.line}.yaml"
            path.write_text(block.text, encoding="utf-8")
            assert session.run(f"reconciler validate {path.name} 2>&1").startswith("Valid."), block.line


def test_fragments_of_the_guide_have_a_valid_form() -> None:
    keys = set(schema_text_as_json()["properties"])
    for block in blocks_of(ROOT / "docs" / "language.md"):
        if block.language != "yaml" or block.writes:
            continue
        text = block.text
        if (
            not re.match(r"(?:#.*\n)*(\w+)", text)
            or re.findall(r"^(\w+):", text, re.MULTILINE)[0] not in keys
        ):
            lines = "".join(f"    {line}" for line in text.splitlines(keepends=True))
            text = f"classes:\n  - id: some-class\n{lines}"
        whole = text if "version: 1" in text else f"version: 1\n{text}"
        read = load_schedule([Source("guide.yaml", whole.encode())], Project())
        wrong = [one for one in read.diagnostics if one.code[:3] in {"SCH", "YML"}]
        assert [f"line {block.line}: {one.summary}" for one in wrong] == []


@by_page
def test_every_file_that_a_page_writes_is_used_by_a_command_after_it(page: Path) -> None:
    blocks = blocks_of(page)
    for number, block in enumerate(blocks):
        after = "".join(later.text for later in blocks[number:] if later.runs)
        names = {block.writes, block.writes.partition("/")[0]} if block.writes else {""}
        assert any(name in after for name in names), f"{block.writes}, line {block.line}"


@by_page
def test_links_inside_the_repository_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        path = (page.parent / target) if target else page
        assert path.exists(), target
        if anchor:
            headings = HEADING.findall(path.read_text(encoding="utf-8"))
            assert anchor in [_anchor(heading) for heading in headings], f"{target}#{anchor}"


@by_page
def test_the_rehearsal_clock_of_a_page_is_the_one_its_commands_ran_under(page: Path) -> None:
    clocks = re.findall(r"RECONCILER_NOW=(\d[\dT:+-]*)", page.read_text(encoding="utf-8"))
    assert set(clocks) <= {NOW}


def _anchor(heading: str) -> str:
    """The anchor that GitHub and GitLab give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
