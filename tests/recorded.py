"""Answers of engines on a real graphics card, kept small enough to be part of the repository.

A record is one ``.npz``: every output of the engine to one picture, as half precision, and ``about``, a JSON
text with the tensors, the runtime and what was found. Rows of dense heads that no threshold would show are
set to zero, which compresses to nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.decoders.dense import DenseDecoder, HeadReader
from engine_core.detector import Detector
from engine_core.frame import Frame
from engine_core.modelfile import ModelFormat
from engine_core.recipe import Overrules
from engine_core.runtime.base import ModelInfo, Tensors
from engine_core.tensors import Signature, TensorSpec

FOLDER = Path(__file__).parent / "data" / "tensorrt"

_LEAST = 0.05
_SHOWN = 0.25
# Prototypes of masks and other large outputs are not worth their size.
_MOST_BYTES = 400_000


@dataclass(frozen=True, eq=False)
class Record:
    """One answer.

    Attributes:
        about: Where it is from, the engine's tensors, and what was found.
        outputs: By name, with the engine's dtypes.
    """

    about: dict[str, Any]
    outputs: dict[str, npt.NDArray[Any]]

    @property
    def signature(self) -> Signature:
        return Signature(
            tuple(_spec(one) for one in self.about["inputs"]),
            tuple(_spec(one) for one in self.about["outputs"]),
        )

    @property
    def overrules(self) -> Overrules:
        """What had to be said of the engine, which does not say it itself."""
        return Overrules.from_plain(self.about.get("overrules", {}))

    def detections(self) -> npt.NDArray[np.float64]:
        """Return ``(n, 6)``: class, confidence and corners of what was found from 0.25 on."""
        return np.asarray(self.about["detections"], np.float64).reshape(-1, 6)

    def blank_frame(self) -> Frame:
        """Return a frame of the size of the picture; what it shows is in the outputs already."""
        w, h = self.about["frame_wh"]
        return Frame(image=np.zeros((h, w, 3), np.uint8), source="blank", name="blank")


class RecordedSession:
    """A session that answers what was recorded, whatever it is fed."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self.info = ModelInfo(
            path=Path(f"{record.about['name']}.engine"),
            format=ModelFormat.TENSORRT,
            runtime=record.about["runtime"],
            device=record.about["device"],
            signature=record.signature,
            size_bytes=0,
            built_with=record.about["built_with"],
        )

    def infer(self, inputs: Tensors) -> Tensors:
        assert set(inputs) == {spec.name for spec in self._record.signature.inputs}
        return self._record.outputs

    def close(self) -> None:
        pass


def read_record(path: Path) -> Record:
    """Read what ``write_record`` wrote."""
    with np.load(path) as held:
        about = json.loads(str(held["about"]))
        outputs = {one["name"]: held[one["name"]].astype(one["dtype"]) for one in about["outputs"]}
    return Record(about, outputs)


def write_record(path: Path, detector: Detector, frame: Frame) -> None:
    """Run a settled way through tensors once more and keep the answer; needs outputs of modest size."""
    detector.detect(frame)
    detections = detector.detect(frame).detections
    shown = detections[detections.confidence >= _SHOWN]
    tensor, _ = detector.fit(frame)
    outputs = {name: np.array(value) for name, value in detector._infer(tensor).items()}
    decoder = detector.recipe.decoder
    head = decoder.head if isinstance(decoder, HeadReader) else decoder
    # Rows keep their places here, so a grid does not matter.
    selection = replace(head, grid=()).selection(_LEAST) if isinstance(head, DenseDecoder) else None
    if selection is not None:
        table = outputs[selection.output]
        rows = table[0].T if selection.channels_first else table[0]
        scores = rows[:, selection.first_score : selection.first_score + selection.scores]
        confidence = scores.max(axis=1)
        if selection.objectness is not None:
            confidence = confidence * rows[:, selection.objectness]
        rows[confidence < _LEAST] = 0
    info = detector.info
    about = {
        "name": path.stem,
        "runtime": info.runtime,
        "device": info.device,
        "built_with": info.built_with,
        "frame_wh": frame.size_wh,
        "inputs": [_plain(spec) for spec in info.signature.inputs],
        "outputs": [_plain(spec) for spec in info.signature.outputs],
        "overrules": detector.overrules.to_plain(),
        "detections": np.column_stack(
            [shown.class_id, np.round(shown.confidence, 4), np.round(shown.xyxy, 1)]
        ).tolist(),
    }
    kept = {
        # Small ones as they are: a count may be a whole number behind the mask of a float.
        name: value.astype(np.float16) if value.dtype.kind == "f" and value.size > 1000 else value
        for name, value in outputs.items()
    }
    np.savez_compressed(path, about=np.array(json.dumps(about)), **kept)  # type: ignore[arg-type]
    if path.stat().st_size > _MOST_BYTES:
        path.unlink()


def _plain(spec: TensorSpec) -> dict[str, Any]:
    return {"name": spec.name, "dtype": spec.dtype, "shape": list(spec.shape)}


def _spec(plain: dict[str, Any]) -> TensorSpec:
    return TensorSpec(plain["name"], plain["dtype"], tuple(plain["shape"]))
