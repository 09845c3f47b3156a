"""The way of one frame: fit, infer, decode, suppress, back to source pixels."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from engine_core import boxes
from engine_core.decoders.base import Selective
from engine_core.decoders.classify import ClassifyDecoder
from engine_core.detections import (
    Candidates,
    ClassScore,
    Detections,
)
from engine_core.enginereport import EngineReport
from engine_core.errors import InferenceError
from engine_core.frame import Frame
from engine_core.inputs import find_image_input, find_side_inputs, side_tensors
from engine_core.letterbox import LetterBox
from engine_core.mapping import to_source
from engine_core.metadata import Metadata
from engine_core.modelfile import ModelFile, identify
from engine_core.preprocess import Preprocessing, Preprocessor
from engine_core.recipe import NO_OVERRULES, Overrules, Recipe
from engine_core.recognise import Recognition
from engine_core.runtime import open_session
from engine_core.runtime.base import (
    FrameAnswer,
    FrameFeed,
    Inspectable,
    Interruptible,
    ModelInfo,
    Overlaps,
    Session,
    TakesFrames,
    Tensors,
)
from engine_core.sidecars import Sidecars, find_sidecars
from engine_core.tensors import DYNAMIC, Signature, TensorSpec
from engine_core.text import text

# Far above what any head keeps at a sensible floor; bounds the time of suppression, not its result:
# what is cut is less confident than everything kept.
_MOST_CANDIDATES = 30_000
_TOP_CLASSES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionOptions:
    """How overlapping boxes are removed; changing it runs no network.

    Attributes:
        iou: A box is removed when it overlaps a more confident one by more; None takes the family's.
        class_agnostic: Whether classes suppress each other; None takes the family's.
        max_detections: Most boxes kept, the most confident ones: bounds the time that a low floor
            takes. How many are shown is the display filter's matter.
    """

    iou: float | None = None
    class_agnostic: bool | None = None
    max_detections: int = 1000


DEFAULT_SUPPRESSION = SuppressionOptions()


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds of each stage of one frame.

    Attributes:
        preprocess_ms: From the picture to the tensor that is fed.
        inference_ms: The network; on a graphics card by its own clock where the session tells.
        decode_ms: Everything behind it, bringing the outputs back included.
        on_device: Whether fitting and choosing rows were done where the network runs.
        replayed: Whether the network ran as a recorded CUDA graph.
    """

    preprocess_ms: float
    inference_ms: float
    decode_ms: float
    on_device: bool = False
    replayed: bool = False

    @property
    def total_ms(self) -> float:
        """All stages together."""
        return self.preprocess_ms + self.inference_ms + self.decode_ms


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DetectResult:
    """Everything found in one frame above the floor; nothing live.

    Attributes:
        frame: The frame.
        letterbox: Where it lay in the network's input.
        candidates: Before suppression, in network pixels: suppress again without inference.
        detections: After suppression, in source pixels.
        classes: A classifier's best answers; empty for detectors.
        timings: What each stage took.
    """

    frame: Frame
    letterbox: LetterBox
    candidates: Candidates
    detections: Detections
    classes: tuple[ClassScore, ...]
    timings: Timings


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One way to read an open model, with all that frames have settled of it so far.

    Taken from ``Detector.reading`` and given back to ``Detector.resume``; belongs to that detector.

    Attributes:
        overrules: What the user says.
        recognition: Where its recipe is settled.
        sides: What is fed besides the picture.
    """

    overrules: Overrules
    recognition: Recognition = field(repr=False)
    sides: Mapping[str, npt.NDArray[Any]] = field(repr=False)

    @property
    def recipe(self) -> Recipe:
        """How the model is fed and read, as far as it is known by now."""
        return self.recognition.recipe


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Attempt:
    """What a model says of a frame fed in some other way.

    Attributes:
        outputs: As the session gave them; valid until it runs again.
        candidates: Before suppression, in network pixels.
        letterbox: Where the picture lay in the network's input.
    """

    outputs: Tensors
    candidates: Candidates
    letterbox: LetterBox


@dataclass(frozen=True, slots=True, eq=False)
class _Begun:
    """A frame under way, or its answer where the session does one thing at a time."""

    frame: Frame
    feed: FrameFeed | None
    options: SuppressionOptions
    result: DetectResult | None = None


class Detector:
    """An open model with its recipe. Made, used and closed on one thread."""

    def __init__(
        self,
        session: Session,
        file: ModelFile,
        *,
        sidecars: Sidecars | None = None,
        overrules: Overrules = NO_OVERRULES,
        floor: float = 0.01,
        on_device: bool = True,
    ) -> None:
        """Recognise the model that a session runs.

        Args:
            session: Owned from now on: closed with the detector, also when this fails.
            file: What the session was opened from.
            sidecars: What lies beside it; None looks.
            overrules: What the user says.
            floor: Smallest confidence decoded.
            on_device: Whether the session may do what lies around the network itself, where it can.

        Raises:
            UnrecognisedModelError: Nothing fits.
            InferenceError: A trial run, needed where output sizes are dynamic, failed.
        """
        self._session = session
        self.floor = floor
        self._on_device = on_device
        self._feed: tuple[Recipe, float, FrameFeed | None] | None = None
        self.file = file
        self._inferences = 0
        self._begun: deque[_Begun] = deque()
        try:
            self._beside = find_sidecars(file.path) if sidecars is None else sidecars
            self._metadata = _merged(file.metadata, self._beside)
            self._reading = self._read(overrules)
            self._preprocessor = Preprocessor(self.recipe.preprocessing)
        except BaseException:
            session.close()
            raise

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        overrules: Overrules = NO_OVERRULES,
        floor: float = 0.01,
        threads: int = 0,
        spins: bool = True,
        device: int = 0,
    ) -> Detector:
        """Open a model file on the runtime that suits it; ``threads``, ``spins``, ``device`` as there.

        Raises:
            ModelError: The file is no model, cannot run here, or is not recognised.
        """
        file = identify(Path(path))
        session = open_session(file, threads=threads, spins=spins, device=device)
        return cls(session, file, overrules=overrules, floor=floor)

    @property
    def recipe(self) -> Recipe:
        """How the model is fed and read, as far as it is known by now."""
        return self._reading.recipe

    @property
    def overrules(self) -> Overrules:
        """What the user says instead of what was recognised."""
        return self._reading.overrules

    @property
    def reading(self) -> Reading:
        """The way the model is read now, to come back to it with ``resume``."""
        return self._reading

    @property
    def info(self) -> ModelInfo:
        """What was opened and what really runs it."""
        return self._session.info

    @property
    def inferences(self) -> int:
        """How often the network ran, trial runs included."""
        return self._inferences

    def overrule(self, overrules: Overrules) -> None:
        """Recognise the model anew as the user says; the session goes on, no weights are loaded again.

        Frames settle the new recipe from the start. Where this fails, everything stays as it was.

        Raises:
            OptionError: An overrule has no meaning for this model.
            UnrecognisedModelError: Nothing fits.
            InferenceError: A trial run, needed where output sizes are dynamic, failed.
        """
        self.resume(self._read(overrules))

    def resume(self, reading: Reading) -> None:
        """Read the model in a way it was read before; what frames settled of it then still holds."""
        preprocessor = self._preprocessor
        if reading.recipe.preprocessing != preprocessor.preprocessing:
            preprocessor = Preprocessor(reading.recipe.preprocessing)
        self._reading, self._preprocessor = reading, preprocessor

    def fit(self, frame: Frame) -> tuple[npt.NDArray[Any], LetterBox]:
        """Return the tensor that is fed for a frame, as a copy of its own, and where the frame lies in it.

        Raises:
            InferenceError: The frame cannot be brought to the size of the input.
        """
        tensor, letterbox = self._fit(frame)
        return tensor.copy(), letterbox

    def detect(
        self, frame: Frame, options: SuppressionOptions = DEFAULT_SUPPRESSION
    ) -> DetectResult:
        """Find everything above the floor in one frame.

        The first frames also settle what the model's shapes left open.

        Raises:
            InferenceError: The runtime failed, or the outputs are not what they were.
            UnrecognisedModelError: The outputs of this frame fit none of the possible readings.
        """
        feed = self._frame_feed()
        if feed is not None and isinstance(self._session, TakesFrames):
            return self._detect_whole(self._session, frame, feed, options)
        start = time.perf_counter()
        tensor, letterbox = self._fit(frame)
        fitted = time.perf_counter()
        outputs = self._infer(tensor)
        inferred = time.perf_counter()
        recognition = self._reading.recognition
        if not self.recipe.is_settled and recognition.settle(outputs):
            # Read by another family than it was fed for: feed the same frame as that one wants it.
            self._preprocessor = Preprocessor(self.recipe.preprocessing)
            tensor, letterbox = self._fit(frame)
            outputs = self._infer(tensor)
            recognition.settle(outputs, again=True)
        candidates, classes = self._decode(outputs)
        detections = self.suppress(candidates, letterbox, options)
        done = time.perf_counter()
        return DetectResult(
            frame=frame,
            letterbox=letterbox,
            candidates=candidates,
            detections=detections,
            classes=classes,
            timings=Timings(
                (fitted - start) * 1e3, (inferred - fitted) * 1e3, (done - inferred) * 1e3
            ),
        )

    @property
    def ahead(self) -> int:
        """How many frames may be begun beyond the one that is finished next: 1 where that saves time."""
        overlaps = self._frame_feed() is not None and isinstance(self._session, Overlaps)
        return int(overlaps)

    def begin(self, frame: Frame, options: SuppressionOptions = DEFAULT_SUPPRESSION) -> None:
        """Begin to detect; ``finish`` gives the answers in the same order.

        Where the session can, the network goes on while the frame before is read; elsewhere the answer
        is there when this returns. At most ``ahead`` frames may be begun and not finished before.

        Raises:
            InferenceError: As ``detect`` does; nothing was begun.
            UnrecognisedModelError: As ``detect`` does.
        """
        feed = self._frame_feed()
        session = self._session
        if feed is None or not isinstance(session, Overlaps):
            self._begun.append(_Begun(frame, None, options, self.detect(frame, options)))
            return
        self._inferences += 1
        session.begin_frame(frame.image, feed)
        self._begun.append(_Begun(frame, feed, options))

    def finish(self) -> DetectResult:
        """Return the answer to the frame that was begun first.

        Raises:
            InferenceError: As ``detect`` does; that frame counts as finished.
        """
        begun = self._begun.popleft()
        if begun.result is not None:
            return begun.result
        session, feed = self._session, begun.feed
        if feed is None or not isinstance(session, Overlaps):
            raise ValueError("what was begun cannot be finished any more")
        answer = session.finish_frame()
        start = time.perf_counter()
        return self._read_answer(begun.frame, feed, begun.options, answer, start, -answer.select_ms)

    def suppress(
        self, candidates: Candidates, letterbox: LetterBox, options: SuppressionOptions
    ) -> Detections:
        """Remove overlapping boxes and map the rest to source pixels; runs no network."""
        wanted = self.recipe.suppression
        if wanted.needed:
            agnostic = (
                wanted.class_agnostic if options.class_agnostic is None else options.class_agnostic
            )
            kept = boxes.nms(
                candidates.xyxy if candidates.xywhr is None else candidates.xywhr,
                candidates.confidence,
                None if agnostic else candidates.class_id,
                wanted.iou if options.iou is None else options.iou,
                options.max_detections,
            )
        else:
            kept = np.argsort(-candidates.confidence, kind="stable")
        return to_source(candidates[kept[: options.max_detections]], letterbox)

    def attempt(self, frame: Frame, preprocessing: Preprocessing, floor: float) -> Attempt:
        """Run the network on a frame fed in another way; the recipe stays as it is.

        Args:
            frame: The frame.
            preprocessing: Its size, layout, type and number of planes are those of the recipe.
            floor: Smallest confidence decoded.

        Raises:
            InferenceError: As ``detect`` does.
        """
        tensor, letterbox = _fitted(frame, Preprocessor(preprocessing))
        outputs = self._infer(tensor)
        decoder = self.recipe.decoder
        if not self.recipe.is_settled:
            verdict = decoder.settle(outputs, preprocessing.input_wh)
            decoder = decoder if verdict.is_refuted else verdict.decoder
        if isinstance(decoder, ClassifyDecoder):
            return Attempt(outputs=outputs, candidates=Candidates.empty(), letterbox=letterbox)
        found = _bounded(decoder.decode(outputs, preprocessing.input_wh, floor))
        return Attempt(outputs=outputs, candidates=found, letterbox=letterbox)

    def report(self, profiled_runs: int = 0) -> EngineReport | None:
        """Return what is inside the engine, or None where the runtime cannot look; runs it on noise.

        Raises:
            InferenceError: The profiled runs failed.
        """
        if not isinstance(self._session, Inspectable):
            return None
        self._inferences += profiled_runs
        return self._session.report(profiled_runs)

    def interrupt(self) -> None:
        """Break off what runs, for the end: only ``close`` is left to do. Any thread.

        The network run under way and every later one raise ``InferenceError``; where the runtime cannot
        do that, nothing happens.
        """
        if isinstance(self._session, Interruptible):
            self._session.interrupt()

    def close(self) -> None:
        """Free the session; safe to call twice."""
        self._session.close()

    def __enter__(self) -> Detector:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, overrules: Overrules) -> Reading:
        """Recognise the model; changes nothing."""
        signature = self._observed(overrules)
        recognition = Recognition(
            self.file.path.name,
            signature,
            self._metadata,
            sidecars=self._beside,
            overrules=overrules,
            class_count=self.file.onnx.class_count if self.file.onnx is not None else None,
        )
        recipe = recognition.recipe
        sides = side_tensors(self._session.info.signature, recipe.side_inputs, recipe.image)
        return Reading(overrules, recognition, sides)

    def _observed(self, overrules: Overrules) -> Signature:
        """Return the signature with dynamic output sizes replaced by those of a real run."""
        signature = self._session.info.signature
        if not any(spec.is_dynamic for spec in signature.outputs):
            return signature
        image = find_image_input(signature, self._metadata, overrules.input_wh)
        sides = side_tensors(signature, find_side_inputs(signature, image), image)
        w, h = image.input_wh
        plane = (h, w, image.channels) if image.channels_last else (image.channels, h, w)
        shape = (image.batch, *plane) if image.batch else plane
        self._inferences += 1
        outputs = self._session.infer({image.spec.name: np.zeros(shape, image.spec.dtype), **sides})
        return Signature(
            signature.inputs, tuple(_observed_spec(spec, outputs) for spec in signature.outputs)
        )

    def _frame_feed(self) -> FrameFeed | None:
        """Return how the session is given whole frames, or None where it takes tensors only.

        Frames that still have to settle the recipe need every row of every output.
        """
        recipe = self.recipe
        known = self._feed
        if known is not None and known[0] is recipe and known[1] == self.floor:
            return known[2]
        feed = None
        if recipe.is_settled and self._on_device and isinstance(self._session, TakesFrames):
            decoder = recipe.decoder
            feed = FrameFeed(
                input_name=recipe.image.spec.name,
                preprocessing=recipe.preprocessing,
                sides=self._reading.sides,
                selection=decoder.selection(self.floor) if isinstance(decoder, Selective) else None,
            )
            if not self._session.takes(feed):
                feed = None
        self._feed = (recipe, self.floor, feed)
        return feed

    def _detect_whole(
        self, session: TakesFrames, frame: Frame, feed: FrameFeed, options: SuppressionOptions
    ) -> DetectResult:
        """Detect with a session that fits the frame and chooses rows itself."""
        start = time.perf_counter()
        self._inferences += 1
        answer = session.infer_frame(frame.image, feed)
        waited_ms = answer.fit_ms + answer.network_ms
        return self._read_answer(frame, feed, options, answer, start, waited_ms)

    def _read_answer(
        self,
        frame: Frame,
        feed: FrameFeed,
        options: SuppressionOptions,
        answer: FrameAnswer,
        start: float,
        waited_ms: float,
    ) -> DetectResult:
        """Decode what a session answered to a whole frame.

        Args:
            frame: The frame.
            feed: How it was fed.
            options: For suppression.
            answer: The answer.
            start: When the time of reading it begins, as ``perf_counter`` says.
            waited_ms: How much since then is no reading.
        """
        selected = feed.selection.output if feed.selection is not None else None
        for spec in self._session.info.signature.outputs:
            if spec.name != selected:
                _check_shape(spec, answer.outputs)
        candidates, classes = self._decode(answer.outputs)
        detections = self.suppress(candidates, answer.letterbox, options)
        whole_ms = (time.perf_counter() - start) * 1e3
        return DetectResult(
            frame=frame,
            letterbox=answer.letterbox,
            candidates=candidates,
            detections=detections,
            classes=classes,
            timings=Timings(
                answer.fit_ms,
                answer.network_ms,
                max(0.0, whole_ms - waited_ms),
                on_device=True,
                replayed=answer.replayed,
            ),
        )

    def _fit(self, frame: Frame) -> tuple[npt.NDArray[Any], LetterBox]:
        return _fitted(frame, self._preprocessor)

    def _infer(self, tensor: npt.NDArray[Any]) -> Tensors:
        sides = self._reading.sides
        self._inferences += 1
        outputs = self._session.infer({self.recipe.image.spec.name: tensor, **sides})
        for spec in self._session.info.signature.outputs:
            _check_shape(spec, outputs)
        return outputs

    def _decode(self, outputs: Tensors) -> tuple[Candidates, tuple[ClassScore, ...]]:
        recipe = self.recipe
        if isinstance(recipe.decoder, ClassifyDecoder):
            scores = recipe.decoder.scores(outputs)
            best = np.argsort(-scores, kind="stable")[:_TOP_CLASSES]
            return Candidates.empty(), tuple(ClassScore(int(i), float(scores[i])) for i in best)
        found = recipe.decoder.decode(outputs, recipe.preprocessing.input_wh, self.floor)
        found = _bounded(found)
        if found.prototypes is not None:
            # The session may reuse its memory for the next frame, and masks are made when asked for.
            found = replace(found, prototypes=found.prototypes.copy())
        return found, ()


def _fitted(frame: Frame, preprocessor: Preprocessor) -> tuple[npt.NDArray[Any], LetterBox]:
    try:
        return preprocessor(frame.image)
    except (MemoryError, cv2.error) as error:
        raise InferenceError(
            what=text("{name} cannot be brought to the size of the model's input", name=frame.name),
            why=text(
                "It has {width} × {height} pixels",
                width=frame.size_wh[0],
                height=frame.size_wh[1],
            ),
            cure=text("Make it smaller, or choose another geometry"),
            details=str(error),
        ) from error


def _bounded(found: Candidates) -> Candidates:
    """Return the most confident ones, as many as suppression takes, in their order."""
    if len(found) <= _MOST_CANDIDATES:
        return found
    best = np.argpartition(-found.confidence, _MOST_CANDIDATES)[:_MOST_CANDIDATES]
    return found[np.sort(best)]


def _merged(own: Metadata, beside: Sidecars) -> Metadata:
    """Return the file's own metadata, or that of the file beside it where it has none."""
    says_nothing = own.task is None and not own.names and own.stride is None
    metadata = beside.metadata if beside.metadata is not None and says_nothing else own
    if metadata.imgsz is None and beside.hints is not None and beside.hints.input_wh is not None:
        w, h = beside.hints.input_wh
        metadata = replace(metadata, imgsz=(h, w))
    return metadata


def _observed_spec(spec: TensorSpec, outputs: Mapping[str, npt.NDArray[Any]]) -> TensorSpec:
    if spec.name not in outputs:
        return spec
    seen = outputs[spec.name].shape
    stated = spec.shape if len(spec.shape) == len(seen) else (DYNAMIC,) * len(seen)
    # No rows for an empty picture says nothing of how many there may be.
    shape = tuple(
        have if have != DYNAMIC else (got or DYNAMIC)
        for have, got in zip(stated, seen, strict=True)
    )
    return TensorSpec(spec.name, spec.dtype, shape)


def _check_shape(spec: TensorSpec, outputs: Tensors) -> None:
    if spec.name in outputs:
        got = outputs[spec.name].shape
        # Some exporters state no shape at all, and then there is nothing to hold it against.
        if not spec.shape or (
            len(spec.shape) == len(got)
            and all(want in (DYNAMIC, have) for want, have in zip(spec.shape, got, strict=True))
        ):
            return
    raise InferenceError(
        what=text("The model answered with other sizes than it promised"),
        why=text("{output} came otherwise", output=str(spec)),
        cure=text("Export the model again"),
    )
