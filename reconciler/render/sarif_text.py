"""Writes diagnostics as SARIF 2.1.0, the form that code scanners upload.

Takes diagnostics; returns the JSON text of one run. Fingerprints do not depend on line
numbers, so that a finding stays the same one when lines are added above it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from reconciler import __version__
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.render.escape import visible
from reconciler.render.json_text import to_json
from reconciler.render.shape import TOOL

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}


def to_sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """One run with a rule for each code and a result for each finding."""
    found = sorted(diagnostics, key=Diagnostic.sort_key)
    codes = sorted({each.code for each in found})
    rules = [{"id": code, "shortDescription": {"text": f"Finding {code}"}} for code in codes]
    seen: Counter[str] = Counter()
    results = [_result(each, codes.index(each.code), seen) for each in found]
    driver = {"name": TOOL, "semanticVersion": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return to_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(found: Diagnostic, rule: int, seen: Counter[str]) -> dict[str, Any]:
    file = "" if found.span is None else found.span.file
    same = "\n".join((found.code, file, found.summary))
    seen[same] += 1
    fingerprint = sha256(f"{same}\n{seen[same]}".encode("utf-8", "surrogatepass")).hexdigest()
    text = ". ".join(visible(each) for each in (found.summary, found.detail, found.hint) if each)
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": text},
        "partialFingerprints": {"finding/v1": fingerprint},
    }
    if found.span is not None:
        result["locations"] = [_location(found.span)]
    if found.related:
        result["relatedLocations"] = [
            {**_location(span), "message": {"text": visible(text)}} for text, span in found.related
        ]
    return result


def _location(span: Span) -> dict[str, Any]:
    uri = quote(span.file, safe="/", errors="replace")
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
