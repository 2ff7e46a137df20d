"""Writes diagnostics as JUnit XML, which build servers show as tests.

Takes diagnostics and the names of the files that were looked at; returns the XML text: one
suite for each file, in it one case for each finding, or one that passes.
"""

from __future__ import annotations

from collections.abc import Iterable

from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.render.escape import for_xml

_PROJECT = "project"
"""Suite of the findings without a file."""


def to_junit(diagnostics: Iterable[Diagnostic], files: Iterable[str]) -> str:
    """Errors are failures; warnings and notices pass with a message."""
    suites: dict[str, list[Diagnostic]] = {file: [] for file in sorted(set(files))}
    for found in sorted(diagnostics, key=Diagnostic.sort_key):
        suites.setdefault(_PROJECT if found.span is None else found.span.file, []).append(found)
    body = "".join(_suite(name, suites[name]) for name in sorted(suites))
    tests = sum(max(len(each), 1) for each in suites.values())
    failures = sum(map(_failures, suites.values()))
    head = f'<testsuites name="reconciler validate" tests="{tests}" failures="{failures}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}</testsuites>\n'


def _failures(findings: list[Diagnostic]) -> int:
    return sum(each.severity is Severity.ERROR for each in findings)


def _suite(name: str, findings: list[Diagnostic]) -> str:
    shown = for_xml(name)
    cases = "".join(_case(shown, each) for each in findings)
    cases = cases or f'    <testcase classname="{shown}" name="valid"/>\n'
    counts = f'tests="{max(len(findings), 1)}" failures="{_failures(findings)}"'
    return f'  <testsuite name="{shown}" {counts}>\n{cases}  </testsuite>\n'


def _case(suite: str, found: Diagnostic) -> str:
    place = "" if found.span is None else f" at {found.span.line}:{found.span.column}"
    name = for_xml(f"{found.code}{place}")
    summary = for_xml(found.summary)
    related = [f"{span}: {text}" for text, span in found.related]
    told = (str(found.span or ""), found.detail, *related, found.hint)
    rest = "\n".join(for_xml(text) for text in told if text)
    if found.severity is Severity.ERROR:
        inner = f'<failure type="{for_xml(found.code)}" message="{summary}">{rest}</failure>'
    else:
        inner = f"<system-out>{found.severity.value}: {summary}\n{rest}</system-out>"
    return f'    <testcase classname="{suite}" name="{name}">{inner}</testcase>\n'
