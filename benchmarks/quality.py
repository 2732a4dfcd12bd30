"""How often samenote misses a copy and how often it cries wolf, beside its rivals.

    python benchmarks/quality.py --quick          a few minutes
    python benchmarks/quality.py --write          everything, and writes benchmarks/README.md

The rivals need `pip install -r benchmarks/requirements.txt`, best in an environment of its own;
one that is missing is said to be not run. See benchmarks/quality/ for how the notes are made.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.quality.command import main  # noqa: E402

if __name__ == "__main__":
    raise SystemExit(main())
