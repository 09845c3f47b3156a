"""Tables whose rows are box, class and scores in a column order of the plugin's own."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine_core.boxes import FloatArray
from engine_core.decoders.base import (
    UNDECIDED,
    Outputs,
    Verdict,
    floats,
    is_integral,
    is_probability,
    valid_rows,
)
from engine_core.decoders.box_layouts import (
    BoxLayout,
    are_fractions,
    read_count,
    to_pixels,
    to_xyxy,
)
from engine_core.detections import Candidates
from engine_core.metadata import MAX_CLASSES
from engine_core.text import Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginRowsDecoder:
    """Reads rows of a fixed number of columns.

    Attributes:
        outputs: Names of the outputs whose rows follow each other.
        columns: Numbers in a row.
        box: Column where the four numbers of the box begin.
        scores: Columns whose product is the confidence.
        class_id: Column of the class.
        picture: Column of the picture's place in the batch, or None.
        count: Name of the output that says how many rows belong to the first picture, or None.
        layout: What the four numbers of a box are.
        normalised: Whether boxes are fractions of the input and not pixels; None while open.
        class_offset: The network's id of the first foreground class.
    """

    outputs: tuple[str, ...]
    columns: int
    box: int
    scores: tuple[int, ...]
    class_id: int
    picture: int | None = None
    count: str | None = None
    layout: BoxLayout = BoxLayout.XYXY
    normalised: bool | None = None
    class_offset: int = 0

    @property
    def class_count(self) -> int | None:
        return None

    @np.errstate(all="ignore")
    def decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        rows = self._rows(outputs)
        # No product of probabilities exceeds one of them, so most rows end here.
        rows = rows[rows[:, self.scores[0]] >= max(floor, 1e-9)]
        confidence: FloatArray = rows[:, self.scores].prod(axis=1)
        class_id = rows[:, self.class_id]
        keep = (confidence >= floor) & (class_id >= self.class_offset) & (class_id <= MAX_CLASSES)
        if self.picture is not None:
            keep &= rows[:, self.picture] == 0
        keep &= np.isfinite(rows).all(axis=1)
        rows, confidence = rows[keep], confidence[keep]
        xyxy = to_xyxy(rows[:, self.box : self.box + 4], self.layout)
        if self.normalised:
            xyxy = to_pixels(xyxy, input_wh)
        found = Candidates(
            xyxy=xyxy,
            confidence=np.minimum(confidence, np.float32(1)),
            class_id=np.rint(rows[:, self.class_id]).astype(np.intp) - self.class_offset,
        )
        valid = valid_rows(found.xyxy, found.confidence)
        return found if valid.all() else found[valid]

    @np.errstate(all="ignore")
    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        rows = self._rows(outputs)
        rows = rows[np.isfinite(rows).all(axis=1) & (rows != 0).any(axis=1)]
        if not is_integral(rows[:, self.class_id]):
            return Verdict(fit=0.0, decoder=self)
        if self.picture is not None and not is_integral(rows[:, self.picture]):
            return Verdict(fit=0.0, decoder=self)
        # Unused rows say so by a class or picture of -1, or by a score of zero.
        used = (rows[:, self.class_id] >= 0) & (rows[:, self.scores].prod(axis=1) > 0)
        if self.picture is not None:
            used &= rows[:, self.picture] >= 0
        rows = rows[used]
        if len(rows) == 0:
            return Verdict(fit=UNDECIDED, decoder=self)
        box = rows[:, self.box : self.box + 4]
        xyxy = to_xyxy(box, self.layout)
        backwards = (xyxy[:, 2] < xyxy[:, 0]) | (xyxy[:, 3] < xyxy[:, 1])
        if not is_probability(rows[:, self.scores]) or float(backwards.mean()) > 0.05:
            return Verdict(fit=0.0, decoder=self)
        fractions = are_fractions(box)
        if self.normalised not in (None, fractions):
            return Verdict(fit=0.0, decoder=self)
        cues: tuple[Text, ...] = (text("rows hold whole class ids, and scores between 0 and 1"),)
        if fractions:
            cues = (*cues, text("boxes are fractions of the input size"))
        if is_integral(rows[:, self.scores]):
            return Verdict(fit=UNDECIDED, decoder=replace(self, normalised=fractions), cues=cues)
        return Verdict(fit=0.95, decoder=replace(self, normalised=fractions), cues=cues)

    def _rows(self, outputs: Outputs) -> FloatArray:
        """Return the rows of the first picture, or of all pictures where a column tells them apart."""
        tables = []
        for name in self.outputs:
            output = outputs[name]
            batched = output.ndim > 2 or output.shape[-1] != self.columns
            table = output[0] if batched and output.ndim > 1 else output
            tables.append(floats(table).reshape(-1, self.columns))
        rows = tables[0] if len(tables) == 1 else np.concatenate(tables)
        if self.count is not None:
            rows = rows[: read_count(outputs[self.count], len(rows))]
        return rows
