"""Command lines as a person types them."""

from __future__ import annotations

import shlex
import subprocess
import sys


def as_typed(*words: str) -> str:
    """Return words as the shell of this system takes them, quoted where need be."""
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
