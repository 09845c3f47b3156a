"""Settling what a model's shapes leave open, before a run that must be the same from its first frame on."""

from __future__ import annotations

from collections.abc import Sequence

from engine_core.detector import Detector
from engine_core.errors import InferenceError, SourceError
from engine_core.frame import SourceItem, SourceKind
from engine_core.probe import probe_frame
from engine_core.sources import open_source

# Sources whose first frame is tried before a drawn picture has to settle the model.
_MOST_PROBES = 3


def settle(detector: Detector, items: Sequence[SourceItem]) -> None:
    """Settle the recipe, on real frames first.

    Raises:
        UnrecognisedModelError: The outputs fit none of the possible readings.
    """
    files = (item for item in items if item.kind is not SourceKind.LIVE)
    for item, _ in zip(files, range(_MOST_PROBES), strict=False):
        if detector.recipe.is_settled:
            return
        try:
            with open_source(item) as source:
                detector.detect(source.read(0))
        except (SourceError, InferenceError, IndexError):
            continue  # told when its turn comes
    if not detector.recipe.is_settled:
        detector.detect(probe_frame())
