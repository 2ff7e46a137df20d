from __future__ import annotations

from unit.load.timetables import USUAL

from reconciler.load import Project, Source, load_schedule
from reconciler.model.diagnostic import Severity

CLASS = 'classes:\n  - {id: yoga, every: mon, at: "18:30", room: big hall}\n'


def test_names_that_nobody_uses_are_named_where_the_project_wants_it() -> None:
    wanted = Project(severities={"CHK086": Severity.WARNING})
    found = load_schedule([Source("a.yaml", (USUAL + CLASS).encode())], wanted).diagnostics
    assert {one.code for one in found} == {"CHK086"}
    assert [one.summary for one in found] == [
        'no class or rule of mitte needs the teacher "Ben"',
        'no class or rule of mitte needs the teacher "Anna Maria"',
        'no class or rule of mitte needs the service "Aqua"',
        'no class or rule of mitte needs the room "small hall"',
        'no class or rule of mitte needs the label "autumn"',
        'no class or rule of mitte needs the label "kids"',
    ]


def test_else_nobody_looks_for_them() -> None:
    assert load_schedule([Source("a.yaml", (USUAL + CLASS).encode())], Project()).diagnostics == ()
