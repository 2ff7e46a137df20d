"""Reads a saved plan view for the runner, which must stay small: `python -m tests.bench.summary FILE`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

if __name__ == "__main__":
    view = json.loads(Path(sys.argv[1]).read_bytes())
    print(json.dumps({**view["summary"], "read": view["requests"]["read"]}))
