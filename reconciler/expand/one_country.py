"""Loads the module of one country's holidays by itself.

Takes its full name, as the registry of the `holidays` library has it. The package around it
imports two hundred countries with any one of them, and a studio has the holidays of one or two.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path


def load_alone(name: str) -> None:
    """Load such a module as `holidays.countries.germany` without its package.

    Does nothing if it is loaded already, or not where it is expected: the library finds it then.
    """
    library, _, rest = name.partition(".")
    home = find_spec(library) if rest and name not in sys.modules else None
    if home is None or home.origin is None:
        return
    path = Path(home.origin).parent / (rest.replace(".", "/") + ".py")
    spec = spec_from_file_location(name, path) if path.is_file() else None
    if spec is None or spec.loader is None:
        return
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    # Only now, when it is whole: one that borrows from a neighbour has loaded the package after all.
    sys.modules.setdefault(name, module)
