"""Exit statuses of the command."""

from __future__ import annotations

from engine_core.errors import EngineScopeError, LabelsError, ModelError, OptionError, SourceError

SUCCESS = 0
SOME_FAILED = 1
USAGE = 2
MODEL = 3
SOURCES = 4
INTERRUPTED = 130


def failed_status(error: EngineScopeError) -> int:
    """Return the status for an error that ends the command."""
    if isinstance(error, ModelError):
        return MODEL
    if isinstance(error, (OptionError, LabelsError)):
        return USAGE
    return SOURCES if isinstance(error, SourceError) else SOME_FAILED
