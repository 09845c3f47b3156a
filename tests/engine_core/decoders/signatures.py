"""Facts about models that exist as a signature only, and runs of real ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from PIL import Image

from engine_core import boxes
from engine_core.decoders.base import Family, ImageInput, ModelFacts, Proposal
from engine_core.letterbox import LetterBox
from engine_core.metadata import Metadata
from engine_core.preprocess import Preprocessor
from engine_core.tensors import Signature, TensorSpec
from tests.shared_data import ROOT, manifest

Outputs = dict[str, npt.NDArray[Any]]


def facts_of(
    outputs: Mapping[str, npt.NDArray[Any]],
    *,
    input_wh: tuple[int, int] = (640, 640),
    name: str = "images",
    dtype: str = "float32",
    channels_last: bool = False,
    batch: int = 1,
    sides: Mapping[str, tuple[int, ...]] | None = None,
    metadata: Metadata | None = None,
    class_count: int | None = None,
    class_counts: frozenset[int] = frozenset(),
) -> ModelFacts:
    """Return the facts of a model that gives ``outputs``."""
    w, h = input_wh
    shape = (h, w, 3) if channels_last else (3, h, w)
    image = TensorSpec(name, dtype, (batch, *shape) if batch else shape)
    others = tuple(TensorSpec(side, "int64", size) for side, size in (sides or {}).items())
    return ModelFacts(
        signature=Signature(
            (image, *others),
            tuple(TensorSpec(key, str(value.dtype), value.shape) for key, value in outputs.items()),
        ),
        image=ImageInput(image, input_wh, channels=3, channels_last=channels_last, batch=batch),
        metadata=metadata or Metadata(),
        class_count=class_count,
        class_counts=class_counts,
    )


def best(family: Family, facts: ModelFacts) -> Proposal:
    """Return the family's first proposal."""
    return next(iter(family.propose(facts)))


def has_none(family: Family, facts: ModelFacts) -> bool:
    return next(iter(family.propose(facts)), None) is None


def golden(model: str) -> Iterator[tuple[dict[str, Any], npt.NDArray[np.uint8], dict[str, Any]]]:
    """Yield the settings of the golden detections, a picture, and what is expected on it."""
    entry = next(item for item in manifest()["models"] if item["file"] == f"models/{model}")
    for picture, expected in entry["golden"].items():
        image = np.asarray(Image.open(ROOT / "media" / picture).convert("RGB"))
        yield entry["golden_settings"], image, expected


def real_model(model: str) -> tuple[onnxruntime.InferenceSession, ModelFacts]:
    """Open a real model, and state its facts with the sizes of a real run."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(
        str(Path(ROOT) / "models" / model), options, providers=["CPUExecutionProvider"]
    )
    image, *sides = session.get_inputs()
    shape = tuple(size if isinstance(size, int) else 1 for size in image.shape)
    channels_last = shape[-1] == 3
    h, w = shape[1:3] if channels_last else shape[2:]
    dtype = {"tensor(float)": "float32", "tensor(uint8)": "uint8"}[image.type]
    outputs = run(session, np.zeros(shape, dtype), (w, h))
    facts = facts_of(
        outputs,
        input_wh=(w, h),
        name=image.name,
        dtype=dtype,
        channels_last=channels_last,
        sides={side.name: (1, 2) for side in sides},
    )
    return session, facts


def run(
    session: onnxruntime.InferenceSession, tensor: npt.NDArray[Any], input_wh: tuple[int, int]
) -> Outputs:
    """Feed the picture, and the network's own size where the model asks for the picture's."""
    image, *sides = session.get_inputs()
    feed = {image.name: tensor, **{side.name: np.array([input_wh], np.int64) for side in sides}}
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, feed), strict=True))


def prepared(
    proposal: Proposal, image: npt.NDArray[np.uint8]
) -> tuple[npt.NDArray[Any], LetterBox]:
    """Return the tensor for a picture and where the picture lies in it."""
    return Preprocessor(proposal.preprocessing)(image)


def missing(
    expected: dict[str, Any],
    found: tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.intp]],
    *,
    iou: float,
    score: float,
) -> list[dict[str, Any]]:
    """Return the golden detections that no found box, score and class comes near enough to."""
    xyxy, confidence, class_id = found
    lost = []
    for detection in expected["detections"]:
        overlap = boxes.iou(np.asarray([detection["box"]], np.float32), xyxy)[0]
        near = np.abs(confidence - detection["score"]) <= score
        if not ((overlap >= iou) & near & (class_id == detection["class_id"])).any():
            lost.append(detection)
    return lost
