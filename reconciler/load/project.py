"""The project file -> Project: where the schedules are, the locations, the environments."""

from __future__ import annotations

from dataclasses import dataclass, field

from reconciler.load.build import Places
from reconciler.load.catalog import Catalog
from reconciler.load.document import Document, Mapping
from reconciler.load.locate import gather_defaults
from reconciler.load.places import add_names, build_locations
from reconciler.load.scope import FileScope, as_list, did_you_mean
from reconciler.load.values import parse_bool, parse_duration, parse_number
from reconciler.model.diagnostic import JUDGEMENTS, Diagnostic, Severities, Severity, Span

SANDBOX = "sandbox"
GRACE_S = 90
"""Seconds: the longest that gateways usually hold a request, and a list's lag on top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """One booking system to plan against, or the embedded sandbox."""

    name: str
    api: str
    """`sandbox`, or the base URL up to `/api/v2`."""
    fixtures: str | None = None
    """Path of the sandbox's fixtures, relative to the project file."""
    faults: str | None = None
    """Path of the sandbox's faults, relative to the project file."""
    edition: str = "activities"
    """`activities` or `events`: which of the two published editions of the API."""
    per_second: int | None = None
    per_minute: int | None = None
    details: bool = False
    """Whether activities are read one by one where the list lacks fields."""
    max_creates: int | None = None
    timeout_s: int = 30
    """Seconds that one request may take in all."""
    told_grace_s: int | None = None
    """Seconds for which a create whose answer was lost may still land, as written; None if it is not."""

    @property
    def grace_s(self) -> int:
        """Seconds for which a create whose answer was lost may still land."""
        if self.told_grace_s is not None:
            return self.told_grace_s
        # The embedded stand-in ends with the command, and with it whatever was on its way.
        return 0 if self.is_sandbox else GRACE_S

    @property
    def is_sandbox(self) -> bool:
        """Whether it is the stand-in, not a real booking system."""
        return self.api == SANDBOX


DEFAULT_ENVIRONMENT = Environment(name=SANDBOX, api=SANDBOX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What the project file says. Without one there is only the sandbox."""

    schedules: tuple[str, ...] = ()
    """Patterns of schedule files, relative to the project file."""
    schedule_spans: tuple[Span, ...] = ()
    """Where each pattern is written."""
    places: Places = field(default_factory=lambda: Places(locations={}, catalogs={}))
    environments: dict[str, Environment] = field(default_factory=lambda: {SANDBOX: DEFAULT_ENVIRONMENT})
    default_environment: str = SANDBOX
    severities: Severities = field(default_factory=dict)
    """How much findings weigh in this project, where it says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltProject:
    """A project without what was wrong, and the findings."""

    project: Project
    diagnostics: tuple[Diagnostic, ...]


def build_project(document: Document) -> BuiltProject:
    """Read a project file that has passed the schema."""
    scope = FileScope(document=document)
    root = document.root
    catalogs: dict[str, Catalog] = {}
    defaults: dict[str, Mapping] = {}
    gather_defaults(scope, root, defaults)
    for key, node in (root.get("locations") or {}).items():
        catalogs[key] = Catalog()
        add_names(scope, node, ("locations", key), catalogs[key])
    environments = {
        key: _environment(scope, key, node) for key, node in (root.get("environments") or {}).items()
    } or {SANDBOX: DEFAULT_ENVIRONMENT}
    default = root.get("default_environment", SANDBOX)
    if default not in environments:
        if "default_environment" in root:
            hint = did_you_mean(default, environments) or "name one that stands under `environments:`"
            scope.wrong("CHK022", ("default_environment",), f'there is no environment "{default}"', hint=hint)
        else:
            environments[SANDBOX] = DEFAULT_ENVIRONMENT
    patterns = tuple(as_list(root.get("schedules")))
    listed = isinstance(root.get("schedules"), list)
    project = Project(
        schedules=patterns,
        schedule_spans=tuple(
            document.span(("schedules", index) if listed else ("schedules",))
            for index in range(len(patterns))
        ),
        places=Places(
            locations=build_locations(scope, root),
            catalogs=catalogs,
            defaults=defaults,
            travel=document if "travel" in root else None,
        ),
        environments=environments,
        default_environment=default,
        severities=_severities(scope, root.get("severity") or Mapping()),
    )
    return BuiltProject(project=project, diagnostics=tuple(sorted(scope.findings, key=Diagnostic.sort_key)))


def _severities(scope: FileScope, node: Mapping) -> Severities:
    found: dict[str, Severity | None] = {}
    for code, word in node.items():
        if code in JUDGEMENTS:
            found[code] = None if word == "off" else Severity(word)
        else:
            scope.wrong(
                "CHK082",
                ("severity", code),
                f"how much {code} weighs cannot be chosen",
                detail="Only checks of a timetable that makes sense can be raised or lowered.",
                hint=did_you_mean(code, JUDGEMENTS) or "see the list of codes in the documentation",
                key=True,
            )
    return found


def _environment(scope: FileScope, name: str, node: Mapping) -> Environment:
    path = ("environments", name)
    pace: Mapping = node.get("pace") or Mapping()
    limits: Mapping = node.get("limits") or Mapping()

    def number(source: Mapping, section: str, key: str) -> int | None:
        return scope.value(parse_number, source[key], (*path, section, key)) if key in source else None

    def seconds(key: str) -> int | None:
        return scope.value(parse_duration, node[key], (*path, key)) if key in node else None

    details = scope.value(parse_bool, node["details"], (*path, "details")) if "details" in node else False
    for key in ("fixtures", "faults"):
        if node["api"] != SANDBOX and key in node:
            scope.wrong(
                "CHK023",
                (*path, key),
                f"{key} are for the sandbox only",
                detail=f"The environment {name} is a real booking system; nothing may be invented there.",
                hint=f"take `{key}` out, or write `api: sandbox`",
                key=True,
            )
    return Environment(
        name=name,
        api=node["api"],
        fixtures=node.get("fixtures"),
        faults=node.get("faults"),
        edition=node.get("edition", "activities"),
        per_second=number(pace, "pace", "per_second"),
        per_minute=number(pace, "pace", "per_minute"),
        details=bool(details),
        max_creates=number(limits, "limits", "creates"),
        timeout_s=seconds("timeout") or 30,
        told_grace_s=seconds("grace"),
    )
