"""``python -m engine_core``: the command where no script is installed."""

from __future__ import annotations

import sys

from engine_core.cli import main

if __name__ == "__main__":
    sys.exit(main())
