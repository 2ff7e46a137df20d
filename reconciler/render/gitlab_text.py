"""What GitLab shows in a merge request: counts of a plan, and findings in the files.

Takes the view of a plan, or diagnostics; returns JSON for `artifacts:reports:terraform` and for
`artifacts:reports:codequality`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from types import MappingProxyType

from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.render.escape import visible
from reconciler.render.json_text import to_json
from reconciler.render.shape import PlanView

_SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTICE: "info"}
)
_PROJECT = "reconciler.yaml"
"""Where a finding without a place is shown: a report needs one."""


def to_gitlab(view: PlanView) -> str:
    """The three counts of the Terraform report."""
    summary = view["summary"]
    return to_json({"create": summary["add"], "update": summary["change"], "delete": summary["destroy"]})


def to_codequality(diagnostics: Iterable[Diagnostic]) -> str:
    """One entry for each finding; its fingerprint survives lines that are added above it."""
    seen: Counter[str] = Counter()
    return to_json([_entry(each, seen) for each in sorted(diagnostics, key=Diagnostic.sort_key)])


def _entry(found: Diagnostic, seen: Counter[str]) -> dict[str, object]:
    file, line = (_PROJECT, 1) if found.span is None else (found.span.file, max(found.span.line, 1))
    same = "\n".join((found.code, file, found.summary))
    seen[same] += 1
    related = [f"{span}: {text}" for text, span in found.related]
    told = (found.summary, found.detail, *related, found.hint)
    text = ". ".join(visible(each) for each in told if each)
    return {
        "description": f"{found.code}: {text}",
        "check_name": found.code,
        "fingerprint": sha256(f"{same}\n{seen[same]}".encode("utf-8", "surrogatepass")).hexdigest(),
        "severity": _SEVERITIES[found.severity],
        "location": {"path": file, "lines": {"begin": line}},
    }
