"""From signature and metadata, and where these cannot tell from one real frame, to a ``Recipe``.

Every family of decoders proposes how the model could be read. Proposals that the outputs of a real
frame refute fall away; of the rest the firmest is taken. Two that fit equally well are never guessed
between: drawing wrong boxes is the worst failure, asking is better.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine_core.builtin_labels import builtin_labels
from engine_core.decoders import FAMILIES
from engine_core.decoders.base import (
    Family,
    ModelFacts,
    Outputs,
    Proposal,
    Task,
    Verdict,
)
from engine_core.errors import LabelsError, OptionError, UnrecognisedModelError
from engine_core.hints import PreprocessingHints, read_recipe
from engine_core.inputs import find_image_input, find_side_inputs
from engine_core.labelfiles import has_background
from engine_core.labels import Labels
from engine_core.metadata import Metadata
from engine_core.preprocess import ChannelOrder, Preprocessing, Triple
from engine_core.recipe import NO_OVERRULES, Overrules, Recipe
from engine_core.sidecars import LabelCandidate, Sidecars
from engine_core.tensors import Signature, TensorSpec
from engine_core.text import Text, text

# Two proposals whose scores differ by less are equally good.
_TOO_CLOSE = 0.02
# What one step of strength weighs against a full step of fit.
_STRENGTH_WEIGHT = 0.25
_NEAREST_SHOWN = 3

NO_SIDECARS = Sidecars()


@dataclass(frozen=True, slots=True)
class _Reading:
    """A proposal and what outputs said of it."""

    proposal: Proposal
    verdict: Verdict

    @property
    def score(self) -> float:
        return self.verdict.fit + _STRENGTH_WEIGHT * self.proposal.strength

    def settled(self, outputs: Outputs, input_wh: tuple[int, int]) -> _Reading:
        """Return the reading with what further outputs say, on top of what others said."""
        verdict = self.verdict.decoder.settle(outputs, input_wh)
        cues = (*self.verdict.cues, *verdict.cues)
        return _Reading(
            self.proposal, replace(verdict, cues=cues, task=verdict.task or self.verdict.task)
        )


class Recognition:
    """What a model probably is; settled on the outputs of real frames.

    Not thread-safe: it belongs to the thread of the session.
    """

    def __init__(
        self,
        name: str,
        signature: Signature,
        metadata: Metadata,
        *,
        sidecars: Sidecars = NO_SIDECARS,
        overrules: Overrules = NO_OVERRULES,
        class_count: int | None = None,
    ) -> None:
        """Collect proposals.

        Args:
            name: What to call the model in messages.
            signature: Inputs and outputs, dynamic output sizes replaced by those of a real run.
            metadata: What the file says of itself.
            sidecars: What lies beside the file.
            overrules: What the user says.
            class_count: Number of classes that the model's graph shows, where metadata names none.

        Raises:
            UnrecognisedModelError: Nothing fits.
            OptionError: An overrule names something that does not exist.
        """
        self._name = name
        self._signature = signature
        self._metadata = metadata
        self._warnings = [*metadata.warnings, *sidecars.warnings]
        self._hints = self._own_hints() or sidecars.hints
        self._beside = self._read_labels(sidecars.labels)
        self._overrules = overrules
        self._image = find_image_input(signature, metadata, overrules.input_wh)
        self._sides = find_side_inputs(signature, self._image)
        self._facts = ModelFacts(
            signature=signature,
            image=self._image,
            metadata=metadata,
            task=overrules.task or _task(metadata),
            class_count=len(metadata.names) or class_count,
            class_counts=frozenset(len(labels) for labels, _ in self._beside),
            anchors=sidecars.hints.anchors if sidecars.hints is not None else (),
        )
        self._open = [_Reading(p, _unseen(p)) for p in self._propose()]
        self.recipe = self._compose(max(self._open, key=lambda reading: reading.score))

    def settle(self, outputs: Outputs, *, again: bool = False) -> bool:
        """Hold what is still open against the outputs of a real frame.

        Args:
            outputs: What the session answered to a frame fed as ``recipe.preprocessing`` says.
            again: Whether the same frame was settled before, fed in another way.

        Returns:
            Whether the preprocessing changed, so that the same frame must be run and settled ``again``.

        Raises:
            UnrecognisedModelError: Nothing fits any more, or several readings fit equally well.
        """
        if self.recipe.is_settled:
            return False
        wh = self._image.input_wh
        seen = [reading.settled(outputs, wh) for reading in self._open]
        possible = [reading for reading in seen if not reading.verdict.is_refuted]
        if not possible:
            raise self._refusal(
                text("The values it gives fit none of the readings its shapes allow")
            )
        best = max(possible, key=lambda reading: reading.score)
        if best.verdict.is_pending:
            self._open, choices = possible, possible
        else:
            choices = [best, *self._rivals(best, possible)]
            self._open = choices
        fed_before = self.recipe.preprocessing
        self.recipe = self._compose(best)
        if self.recipe.preprocessing != fed_before and again:
            # Each reading fits best as long as the frame is fed for another.
            raise self._ambiguity(possible)
        if self.recipe.preprocessing != fed_before:
            # What was seen came from a frame fed for another family: look once more.
            self.recipe = replace(self.recipe, is_settled=False)
            return True
        if not best.verdict.is_pending and len(choices) > 1:
            raise self._ambiguity(choices)
        return False

    # ---- Proposals ----------------------------------------------------------------------------

    def _propose(self) -> list[Proposal]:
        wanted = self._overrules.decoder
        proposals = [p for family in FAMILIES for p in family.propose(self._facts)]
        if wanted is not None:
            known = {family.key: family for family in FAMILIES}
            if wanted not in known and wanted not in {p.family for p in proposals}:
                raise OptionError(
                    what=text("No decoder is called {name}", name=wanted),
                    cure=text("Choose one of {names}", names=", ".join(sorted(known))),
                )
            proposals = [p for p in proposals if p.family == wanted]
            if not proposals:
                raise self._refusal(
                    text(
                        "The decoder {name} expects {expects}",
                        name=wanted,
                        expects=known[wanted].expects,
                    )
                )
        if not proposals:
            raise self._refusal(text("Its outputs fit no decoder"))
        # What was settled for the ONNX file holds for the engine that was built from it.
        stated = [p for p in proposals if p.family == self._metadata.recipe.get("decoder")]
        return stated or proposals

    def _own_hints(self) -> PreprocessingHints | None:
        """Return what an engine that was built here says of how it is fed."""
        if not self._metadata.recipe:
            return None
        try:
            return read_recipe(self._metadata.recipe, self._metadata.origin)
        except ValueError as error:
            self._warnings.append(
                text(
                    "The field “{field}” in {origin} makes no sense and is not used: {value}",
                    field="recipe",
                    origin=self._metadata.origin,
                    value=str(error),
                )
            )
            return None

    def _rivals(self, best: _Reading, possible: list[_Reading]) -> list[_Reading]:
        """Return the readings by other families that fit as well as the best one."""
        return [
            reading
            for reading in possible
            if reading.proposal.family != best.proposal.family
            and best.score - reading.score < _TOO_CLOSE
        ]

    def _ambiguity(self, choices: list[_Reading]) -> UnrecognisedModelError:
        return UnrecognisedModelError(
            what=text("{name} can be read in several ways", name=self._name),
            why=text(
                "Its outputs fit {titles} equally well, and a wrong guess would draw wrong boxes",
                titles=" / ".join(str(reading.proposal.title) for reading in choices),
            ),
            cure=text(
                "Say which: --decoder {keys}",
                keys=" | ".join(reading.proposal.family for reading in choices),
            ),
            details=str(self._signature),
        )

    def _refusal(self, why: Text) -> UnrecognisedModelError:
        outputs = self._signature.outputs
        listed = "; ".join(str(spec) for spec in outputs[:6])
        scores = _score_count(outputs)
        if scores and self._facts.task is not Task.CLASSIFY:
            why = text(
                "It gives {count} numbers for a whole picture of {width} × {height}, as a classifier does",
                count=scores,
                width=self._image.input_wh[0],
                height=self._image.input_wh[1],
            )
            cure = text(
                "If it is a classifier, say --task classify; its output: {outputs}", outputs=listed
            )
        else:
            nearest = "; ".join(f"{one.key}: {one.expects}" for one in _nearest(self._signature))
            cure = text(
                "Its outputs: {outputs}. The nearest decoders expect: {nearest}",
                outputs=listed,
                nearest=nearest,
            )
        return UnrecognisedModelError(
            what=text("{name} is not a detector that EngineScope knows", name=self._name),
            why=why,
            cure=cure,
            details=str(self._signature),
        )

    # ---- The recipe ---------------------------------------------------------------------------

    def _compose(self, reading: _Reading) -> Recipe:
        proposal, verdict = reading.proposal, reading.verdict
        reasons = [*proposal.cues, *verdict.cues]
        preprocessing = proposal.preprocessing
        if self._hints is not None:
            preprocessing = _hinted(preprocessing, self._hints)
            reasons.append(text("preprocessing as {origin} says", origin=self._hints.origin))
        overruled = self._overrules.feed(preprocessing)
        if overruled != preprocessing or self._overrules:
            reasons.append(text("some of it is overruled by the user"))
        suppression = proposal.suppression
        confidence = proposal.confidence
        if self._hints is not None:
            suppression = replace(suppression, iou=self._hints.iou or suppression.iou)
            confidence = self._hints.confidence or confidence
        if self._overrules.suppress is not None:
            suppression = replace(suppression, needed=self._overrules.suppress)
        count = verdict.decoder.class_count or self._facts.class_count
        labels, warnings = self._labels(proposal, count)
        if labels.origin:
            reasons.append(text("class names from {origin}", origin=labels.origin))
        return Recipe(
            family=proposal.family,
            title=proposal.title,
            task=verdict.task or proposal.task,
            image=self._image,
            side_inputs=self._sides,
            preprocessing=overruled,
            decoder=verdict.decoder,
            labels=labels,
            suppression=suppression,
            confidence=confidence,
            reasons=tuple(dict.fromkeys(reasons)),
            warnings=(*self._warnings, *warnings),
            is_settled=reading.verdict.fit > 0 and not verdict.is_pending,
        )

    def _labels(self, proposal: Proposal, count: int | None) -> tuple[Labels, list[Text]]:
        """Return the class names and what does not fit: the user's, the file's, those beside it."""
        stated = []
        if self._overrules.labels is not None:
            stated.append(Labels(self._overrules.labels, text("the user")))
        if self._metadata.names:
            stated.append(Labels(self._metadata.names, self._metadata.origin))
        stated += [labels for labels, specific in self._beside if specific]
        if stated:
            return _fitted(stated[0], proposal, count)
        unfit = []
        for beside, _ in self._beside:
            labels, warnings = _fitted(beside, proposal, count)
            # Names that only lie in the same folder must prove by their number that they belong here.
            if count is not None and not warnings:
                return labels, []
            unfit += [text("{problem}; they are not used", problem=one) for one in warnings]
        labels, warnings = self._usual_labels(proposal, count)
        return labels, [*unfit, *warnings]

    @staticmethod
    def _usual_labels(proposal: Proposal, count: int | None) -> tuple[Labels, list[Text]]:
        """Return the names that nobody stated: the family's, or those usual for this many classes."""
        if proposal.label_hint:
            return Labels(proposal.label_hint, text("the family of the model")), []
        known = builtin_labels(count) if count is not None else None
        if known is not None:
            return known, []
        if count is None:
            return Labels(), [
                text("the model does not tell how many classes it has, and brings no names")
            ]
        return Labels((None,) * count), [
            text("no names for the {count} classes: put them into a file or name them", count=count)
        ]

    def _read_labels(self, candidates: tuple[LabelCandidate, ...]) -> list[tuple[Labels, bool]]:
        """Read the label files beside the model; one that cannot be read is reported, not fatal."""
        found = []
        for candidate in candidates:
            try:
                found.append((candidate.read(), candidate.specific))
            except LabelsError as error:
                self._warnings.append(text("{problem}", problem=error))
        return found


def _unseen(proposal: Proposal) -> Verdict:
    return Verdict(fit=0.5, decoder=proposal.decoder)


def _task(metadata: Metadata) -> Task | None:
    try:
        return Task(metadata.task) if metadata.task is not None else None
    except ValueError:
        return None


def _fitted(labels: Labels, proposal: Proposal, count: int | None) -> tuple[Labels, list[Text]]:
    """Return names for exactly the model's classes, and a warning where the numbers differ."""
    names = labels.names
    if has_background(labels) and (proposal.has_background or count == len(names) - 1):
        labels = Labels(names[1:], labels.origin)
    if count is None or len(labels) == count:
        return labels, []
    warning = text(
        "the model has {count} classes, but {origin} names {names}",
        count=count,
        origin=labels.origin,
        names=len(labels),
    )
    return labels.resized(count), [warning]


def _hinted(recognised: Preprocessing, hints: PreprocessingHints) -> Preprocessing:
    """Return the preprocessing with what a configuration beside the model states."""
    changes: dict[str, object] = {
        name: value
        for name in ("geometry", "pad", "scale")
        if (value := getattr(hints, name)) is not None
    }
    if hints.channels in ("rgb", "bgr") and recognised.channels is not ChannelOrder.GREY:
        changes["channels"] = ChannelOrder(hints.channels)
    for name in ("mean", "std"):
        values = getattr(hints, name)
        if values is not None:
            changes[name] = _triple(values)
    return replace(recognised, **changes)  # type: ignore[arg-type] # names are checked above


def _triple(values: tuple[float, ...]) -> Triple:
    first, second, third = values if len(values) == 3 else (values[0],) * 3
    return first, second, third


def _score_count(outputs: tuple[TensorSpec, ...]) -> int:
    """Return how many numbers a single output gives for the whole picture, 0 where it gives more."""
    if len(outputs) != 1:
        return 0
    sizes = [size for size in outputs[0].shape if size != 1]
    return sizes[0] if len(sizes) == 1 and len(outputs[0].shape) in (2, 4) else 0


def _nearest(signature: Signature) -> list[Family]:
    """Return the families whose outputs have the most alike numbers of axes."""
    ranks = sorted(len(spec.shape) for spec in signature.outputs)

    def distance(family: Family) -> int:
        wanted = sorted(family.ranks)
        unlike = sum(a != b for a, b in zip(ranks, wanted, strict=False))
        return 2 * abs(len(ranks) - len(wanted)) + unlike

    return sorted(FAMILIES, key=distance)[:_NEAREST_SHOWN]
