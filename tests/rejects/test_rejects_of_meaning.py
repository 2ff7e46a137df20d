"""Files whose form is right and whose meaning is not: CHK, EXP, FIL and RRL, each with the codes it expects.

The first line names the codes. A finding must name a place and a remedy, and what people see
must show the line with a mark under the words it is about.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from reconciler.expand import expand
from reconciler.load import Project, Source, load_project, load_schedule
from reconciler.load.files import read_patterns
from reconciler.model.diagnostic import Diagnostic
from reconciler.render import Style, diagnostics_to_text

FOLDER = Path(__file__).parent
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name.startswith(("CHK", "EXP", "FIL", "RRL")))


def findings_of(source: Source) -> tuple[Diagnostic, ...]:
    if ".project." in source.name:
        loaded = load_project(source)
        if loaded.project is None:
            return loaded.diagnostics
        return read_patterns(loaded.project.schedules, FOLDER, loaded.project.schedule_spans).diagnostics
    read = load_schedule([source], Project())
    return read.diagnostics + (expand(read.schedule).diagnostics if read.schedule else ())


def expected_of(text: bytes) -> list[str]:
    first = text.split(b"\n", 1)[0].decode("ascii")
    assert first.startswith("# expect: ")
    return first.removeprefix("# expect: ").split()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_that_makes_no_sense_gives_the_codes_it_expects(path: Path) -> None:
    source = Source(path.name, path.read_bytes())
    findings = findings_of(source)
    assert [finding.code for finding in findings] == expected_of(source.text), findings
    assert path.name.startswith(tuple(expected_of(source.text)))
    for finding in findings:
        assert finding.span is not None
        assert finding.span.file == path.name
        assert finding.summary
        assert not finding.summary.endswith(".")
        assert finding.hint
        assert not finding.hint.endswith(".")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_people_see_the_line_that_is_wrong(path: Path) -> None:
    source = Source(path.name, path.read_bytes())
    text = source.text.decode()
    style = Style(width=120, color=False, expand=False, ascii_only=False)
    for finding in findings_of(source):
        shown = diagnostics_to_text([finding], {path.name: text}, style)
        assert finding.span is not None
        line = text.splitlines()[finding.span.line - 1]
        end = finding.span.end_column if finding.span.end_line == finding.span.line else len(line) + 1
        assert line[finding.span.column - 1 : end - 1][:20] in shown
        assert "^" in shown
        assert finding.code in shown
        assert f"{path.name}:{finding.span.line}:{finding.span.column}" in shown
