"""What the user allows a model file to run on this computer, kept by the hash of the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Consent:
    """What may be executed for one file.

    Attributes:
        host_code: Whether code inside the file may run (the lean runtime of a version-compatible engine).
        libraries: Plugin libraries to load before it, each allowed by the hash of its own content.
    """

    host_code: bool = False
    libraries: tuple[Path, ...] = ()


NO_CONSENT = Consent()
