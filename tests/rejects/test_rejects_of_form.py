"""Each wrong file in this folder gives exactly the codes that its first line expects.

Files whose name contains `.project.` are project files, all others schedules. This is about the
form of files (YML and SCH); what only makes no sense together (CHK) is tried elsewhere.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from reconciler.load.document import parse_document
from reconciler.load.schema import check, to_diagnostics
from reconciler.model.diagnostic import Diagnostic

FOLDER = Path(__file__).parent
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name.startswith(("YML", "SCH")))
CODES = {f"YML{n:03}" for n in range(2, 18)} | {f"SCH{n:03}" for n in range(1, 11)}


def findings_of(path: Path) -> tuple[Diagnostic, ...]:
    parsed = parse_document(path.name, path.read_bytes())
    if parsed.document is None:
        return parsed.diagnostics
    which = "project" if ".project." in path.name else "schedule"
    return to_diagnostics(parsed.document, check(parsed.document.root, which))


def expected_of(path: Path) -> list[str]:
    first = path.read_bytes().split(b"\n", 1)[0].decode("ascii")
    assert first.startswith("# expect: ")
    return first.removeprefix("# expect: ").split()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_wrong_file_gives_the_codes_it_expects_with_a_place_and_a_remedy(path: Path) -> None:
    findings = findings_of(path)
    assert [finding.code for finding in findings] == expected_of(path)
    for finding in findings:
        assert finding.span is not None
        assert finding.span.file == path.name
        assert finding.summary
        assert finding.hint
        assert not finding.hint.endswith(".")


def test_each_code_has_a_wrong_file() -> None:
    assert {code for path in FILES for code in expected_of(path)} == CODES
