"""Why is nothing found in a frame? Answered by running the network on it, fed as now and in other ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from engine_core.decoders.base import Task
from engine_core.detections import Candidates
from engine_core.detector import Attempt, Detector
from engine_core.errors import EngineScopeError
from engine_core.frame import Frame
from engine_core.letterbox import LetterBox
from engine_core.preprocess import Preprocessing
from engine_core.recipe import Overrules
from engine_core.text import Text, text
from engine_core.trials import (
    CONFIDENT,
    Bench,
    Measured,
    change_words,
    difference,
    other_fits,
    other_values,
)

# What was recognised, or a configuration says, is likely right: it needs less proof than another guess,
# and is taken as long as a guess is not this many times better.
_TRUST = 5.0
_BETTER, _BETTER_BY = 2.0, 0.2
_FAR_BETTER, _FAR_BETTER_BY = 3.0, 0.7
_SURE = 0.6
_ABOUT = 0.8
_LEAST_AGREEMENT = 0.5
# Grey levels: less than this all over is an empty wall or a covered lens.
_FLAT_DEVIATION = 6.0
_FLAT_RANGE = 90
# Of what a healthy head gives, this share of its places is never confident at once.
_FLOOD_SHARE, _FLOOD_COUNT = 0.08, 100
_TINY_PX = 2.0


class FindingKind(Enum):
    """What a finding is about."""

    NOT_FINITE = "not-finite"
    CONSTANT = "constant"
    ALIKE = "alike"
    HIGHEST = "highest"
    FLOOD = "flood"
    OUTSIDE = "outside"
    TINY = "tiny"
    LABELS = "labels"
    FLAT = "flat"
    PRECISION = "precision"
    CLASSIFIER = "classifier"
    NO_BETTER = "no-better"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was seen, in plain words."""

    kind: FindingKind
    said: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The same frame fed in another way.

    Attributes:
        overrules: What to lay over the overrules in force to feed like this.
        said: The change, in plain words.
        boxes: Boxes at 0.25 or above, after suppression.
        best: Highest score of any box.
        mean: Mean score of the boxes counted.
        quality: How far to believe it; see ``engine_core.trials``.
    """

    overrules: Overrules
    said: Text
    boxes: int
    best: float
    mean: float
    quality: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """Why nothing, or nearly nothing, was found.

    Attributes:
        findings: What was seen, the most telling first.
        trials: Other ways of feeding, the most believable first.
        proposal: The one that clearly beats the present way; None where none does.
        is_complete: Whether it was not stopped before its end.
    """

    findings: tuple[Finding, ...]
    trials: tuple[Trial, ...] = ()
    proposal: Trial | None = None
    is_complete: bool = True


def never() -> bool:
    """Never stop."""
    return False


def diagnose(detector: Detector, frame: Frame, *, stop: Callable[[], bool] = never) -> Diagnosis:
    """Find out why nothing is found in a frame, and whether feeding it otherwise helps.

    Runs the network some forty times, on the detector's thread. The detector stays as it was. It should
    have seen the frame before (``detect``), so that its recipe is as settled as it can be.

    Args:
        detector: An open model.
        frame: Where nothing is found.
        stop: Asked between runs; once it is true, what is known so far is returned.

    Raises:
        InferenceError: The network cannot be run on this frame at all.
    """
    now = detector.recipe.preprocessing
    # Garbage in outputs overflows on its way through sigmoids and boxes; that is what is looked for here.
    with np.errstate(all="ignore"):
        seen = detector.attempt(frame, now, 0.0)
        broken = list(_output_findings(seen))
        broken += box_findings(seen.candidates, seen.letterbox)
        score = _score_finding(seen.candidates)
        labels = list(_label_findings(detector))
        if detector.recipe.task is Task.CLASSIFY:
            said = text("This model names the whole picture and gives no boxes")
            return Diagnosis(findings=(*broken, Finding(FindingKind.CLASSIFIER, said), *labels))
        if _is_flat(frame):
            said = text("This picture is nearly one even area: there may be nothing in it to find")
            findings = (*broken, score, Finding(FindingKind.FLAT, said), *labels)
            return Diagnosis(findings=findings, is_complete=not stop())
        bench = Bench(detector, frame)
        if not stop() and bench.answers_alike(now):
            said = text(
                "The model answers noise with the very same numbers: it does not see the picture"
            )
            broken.insert(0, Finding(FindingKind.ALIKE, said))
        trials, proposal, is_complete = _try_others(detector, bench, now, stop)
    all_seen = [*broken, score, *labels]
    if proposal is None and is_complete:
        all_seen += _last_findings(detector, seen.candidates)
    return Diagnosis(
        findings=tuple(all_seen), trials=trials, proposal=proposal, is_complete=is_complete
    )


# ---- What the answer to the present way shows ----------------------------------------------------


def _output_findings(seen: Attempt) -> Iterator[Finding]:
    for name, output in seen.outputs.items():
        if not np.issubdtype(output.dtype, np.floating):
            continue
        n_bad = int(output.size - np.count_nonzero(np.isfinite(output)))
        if n_bad:
            said = text(
                "{count} of {total} numbers in the output {output} are infinite or no numbers: the model "
                "overflows, as half precision does; build it with FP32 where it matters",
                count=f"{n_bad:,}",
                total=f"{output.size:,}",
                output=name,
            )
            yield Finding(FindingKind.NOT_FINITE, said)
    arrays = [output for output in seen.outputs.values() if output.size > 1]
    if arrays and all((output == output.flat[0]).all() for output in arrays):
        said = text(
            "Every output holds one number only, again and again: the model computes nothing"
        )
        yield Finding(FindingKind.CONSTANT, said)


def _score_finding(found: Candidates) -> Finding:
    if not len(found):
        return Finding(FindingKind.HIGHEST, text("The model gives no box at all, at any score"))
    scores = found.confidence
    n_confident = int(np.count_nonzero(scores >= CONFIDENT))
    if n_confident >= _FLOOD_COUNT and n_confident >= _FLOOD_SHARE * len(scores):
        said = text(
            "{count} of {total} boxes score {floor} or more, the highest {best}: so many at once come "
            "from values fed in the wrong range",
            count=f"{n_confident:,}",
            total=f"{len(scores):,}",
            floor=f"{CONFIDENT:.2f}",
            best=f"{float(scores.max()):.2f}",
        )
        return Finding(FindingKind.FLOOD, said)
    best = float(scores.max())
    shown = f"{best:.2f}" if best >= 0.01 else f"{best:.1g}"
    said = text("The highest score anywhere in this picture is {best}", best=shown)
    return Finding(FindingKind.HIGHEST, said)


def box_findings(found: Candidates, letterbox: LetterBox) -> Iterator[Finding]:
    """Look at where the best boxes lie; few boxes prove nothing."""
    best = found[np.argsort(-found.confidence, kind="stable")[:100]]
    best = best[best.confidence >= CONFIDENT]
    if len(best) < 3:
        return
    w, h = letterbox.input_wh
    boxes = best.xyxy
    outside = (boxes[:, 0] > w) | (boxes[:, 1] > h) | (boxes[:, 2] < 0) | (boxes[:, 3] < 0)
    if outside.mean() > 0.5:
        said = text(
            "{count} of the {total} best boxes lie outside the picture: their numbers mean something else "
            "than this decoder takes them for; try another decoder",
            count=int(outside.sum()),
            total=len(best),
        )
        yield Finding(FindingKind.OUTSIDE, said)
    tiny = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) < _TINY_PX
    if tiny.mean() > 0.5:
        said = text(
            "{count} of the {total} best boxes are smaller than two pixels: they may be given as fractions "
            "where the decoder expects pixels; try another decoder",
            count=int(tiny.sum()),
            total=len(best),
        )
        yield Finding(FindingKind.TINY, said)


def _label_findings(detector: Detector) -> Iterator[Finding]:
    recipe = detector.recipe
    n_classes, n_names = recipe.decoder.class_count, len(recipe.labels)
    if n_classes is not None and n_names and n_names != n_classes:
        said = text(
            "The model has {classes} classes, but there are {names} names",
            classes=n_classes,
            names=n_names,
        )
        yield Finding(FindingKind.LABELS, said)


def _last_findings(detector: Detector, found: Candidates) -> Iterator[Finding]:
    """What is left to say where no other way of feeding helps."""
    said = text(
        "No other way of feeding this picture finds more that holds up: there may be nothing in it that "
        "the model knows"
    )
    yield Finding(FindingKind.NO_BETTER, said)
    precision = detector.info.precision
    if precision.lower() in _LOW_PRECISIONS and found.confidence.max(initial=0) < CONFIDENT:
        said = text(
            "The engine was built in {precision}, which can lose everything; compare it with its ONNX file",
            precision=precision.upper(),
        )
        yield Finding(FindingKind.PRECISION, said)


_LOW_PRECISIONS = frozenset({"int8", "fp8", "int4", "fp4", "fp16", "float16"})


def _is_flat(frame: Frame) -> bool:
    image = frame.image
    step = max(1, max(image.shape[:2]) // 512)
    sample = image[::step, ::step].astype(np.float32)
    # An even light across a wall is no object: only what remains without it counts.
    rows, columns = sample.mean(axis=1, keepdims=True), sample.mean(axis=0, keepdims=True)
    rest = sample - rows - columns + sample.mean(axis=(0, 1), keepdims=True)
    low, high = np.percentile(sample.mean(axis=2), (0.5, 99.5))
    return float(rest.std()) < _FLAT_DEVIATION and float(high - low) < _FLAT_RANGE


# ---- Other ways ----------------------------------------------------------------------------------


def _try_others(
    detector: Detector, bench: Bench, now: Preprocessing, stop: Callable[[], bool]
) -> tuple[tuple[Trial, ...], Trial | None, bool]:
    """Measure other ways; return them best first, the proposal, and whether all were tried."""
    automatic = _automatic(detector)
    ways = [way for way in (automatic, *other_values(now)) if way is not None and way != now]
    if stop():
        return (), None, False
    present = bench.look(now)
    measured: dict[Preprocessing, Measured] = {}
    for way in dict.fromkeys(ways):
        if stop():
            return _ranked(measured, now), None, False
        measured[way] = bench.look(way)
    start = _best_values(measured, now, present)
    for way in other_fits(start):
        if stop():
            return _ranked(measured, now), None, False
        if way != now and way not in measured:
            measured[way] = bench.look(way)
    chosen = _chosen(measured, present, automatic)
    proposal = _trial(chosen, measured[chosen], now) if chosen is not None else None
    return _ranked(measured, now), proposal, True


def _automatic(detector: Detector) -> Preprocessing | None:
    """Return how the model would be fed without any overrule of feeding, or None if that is the way."""
    before = detector.reading
    free = replace(
        detector.overrules,
        **dict.fromkeys(("geometry", "pad", "normalisation", "channels", "scale", "mean", "std")),
    )
    if free == detector.overrules:
        return None
    if before.recipe.is_settled:
        # Which family it is was seen already, and need not be settled once more.
        free = replace(free, decoder=before.recipe.family)
    try:
        detector.overrule(free)
        return detector.recipe.preprocessing
    except EngineScopeError:
        return None
    finally:
        detector.resume(before)


def _best_values(
    measured: dict[Preprocessing, Measured], now: Preprocessing, present: Measured
) -> Preprocessing:
    """Return the values worth trying other fits with."""
    best = max(measured, key=lambda way: measured[way].quality, default=now)
    if best is now or measured[best].quality <= present.quality:
        return now
    return best


def _chosen(
    measured: dict[Preprocessing, Measured], present: Measured, automatic: Preprocessing | None
) -> Preprocessing | None:
    sound = {
        way: one
        for way, one in measured.items()
        if one.best >= _SURE and one.agreement >= _LEAST_AGREEMENT
    }
    highest = max((one.quality for one in sound.values()), default=0.0)
    # Of ways about as good, the one that changes least: they are tried in that order.
    best = next((way for way in sound if sound[way].quality >= _ABOUT * highest), None)
    if automatic is not None and automatic in measured:
        trusted = measured[automatic].quality
        beats = trusted >= max(_BETTER * present.quality, present.quality + _BETTER_BY)
        if beats and trusted * _TRUST >= highest:
            return automatic
    if best is None:
        return None
    beats = highest >= max(_FAR_BETTER * present.quality, present.quality + _FAR_BETTER_BY)
    return best if beats else None


def _ranked(measured: dict[Preprocessing, Measured], now: Preprocessing) -> tuple[Trial, ...]:
    trials = [_trial(way, one, now) for way, one in measured.items()]
    return tuple(sorted(trials, key=lambda trial: -trial.quality))


def _trial(way: Preprocessing, one: Measured, now: Preprocessing) -> Trial:
    return Trial(
        overrules=difference(way, now),
        said=change_words(way, now),
        boxes=one.boxes,
        best=one.best,
        mean=one.mean,
        quality=one.quality,
    )
