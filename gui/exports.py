"""What an export is told and tells, in plain values and in words: dialog and thread share it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine_core.batch import Failure, Report
from engine_core.errors import EngineScopeError, OptionError
from engine_core.exporters import EXPORTERS
from engine_core.frame import SourceKind
from engine_core.saving import Lying
from engine_core.text import Text
from gui.i18n import counted, sentence, tr

# More failures are counted, but not kept: a hundred thousand broken pictures help nobody.
MOST_FAILURES = 1000

# What needs boxes, which a classifier does not give.
_BOXES = frozenset({"yolo", "yolo-conf", "coco", "voc", "labelme", "crops"})
_PICTURES = frozenset({SourceKind.PICTURE})
_SOURCES = {kind.key: kind.sources for kind in EXPORTERS}


@dataclass(frozen=True, slots=True)
class Amount:
    """How much there is to do.

    Attributes:
        sources: Number of sources.
        frames: Of those whose length is known.
        unknown: Number of videos whose length is not known yet.
        is_exact: Whether all lengths were counted, and not taken from the headers of files.
        live: Number of cameras and streams among the sources.
    """

    sources: int
    frames: int
    unknown: int = 0
    is_exact: bool = True
    live: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOffer:
    """What can be exported now.

    Attributes:
        is_frame: Whether only the frame on the screen is meant.
        kinds: Kinds of the sources in the list.
        current_kind: Kind of the present source.
        current: Name of the present source.
        shown: What is shown in words: thresholds, classes, look.
        is_classifier: Whether the model names whole pictures and gives no boxes.
        everything: How much all sources are; cameras and streams left out where there are others.
        present: How much the present source is.
        left_out: Number of cameras and streams that "all" leaves out, since they never end.
    """

    is_frame: bool
    kinds: frozenset[SourceKind]
    current_kind: SourceKind
    current: str
    shown: str
    is_classifier: bool
    everything: Amount
    present: Amount
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoice:
    """What the user asked for.

    Attributes:
        keys: Formats.
        folder: Where to.
        only_current: Whether only the present source is meant.
        image_format: Of annotated pictures and crops.
        video_codec: Of annotated videos.
        overwrite: Whether what lies there may be replaced.
    """

    keys: tuple[str, ...]
    folder: Path
    only_current: bool
    image_format: str
    video_codec: str
    overwrite: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a folder was found to be.

    Attributes:
        folder: Which.
        lying: What lies there.
        path: A file that is in the way.
        free: A folder beside it where nothing is in the way.
        problem: Why it cannot be written, or None.
    """

    folder: Path
    lying: Lying
    path: Path | None
    free: Path
    problem: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportProgress:
    """How far an export is.

    Attributes:
        done: Frames that are done, failed ones included.
        total: Frames in all, or None while that is not known.
        failed: What could not be read or run so far.
        current: Source in work.
        share: Done of all, 0 to 1; None while that cannot be told.
        rate: Frames per second of late; None at the very beginning.
        left_s: What remains at that rate; None while that cannot be told.
    """

    done: int
    total: int | None
    failed: int
    current: str
    share: float | None
    rate: float | None
    left_s: float | None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ExportOutcome:
    """How an export ended.

    Attributes:
        out: Folder with the results, or None where nothing was begun.
        report: What was written and what was skipped; None where ``error`` ended it.
        error: Why it ended early.
        notes: What is worth knowing of sources and of the files written.
        failures: What was skipped, the first ``MOST_FAILURES``.
        failed: How many in all.
        is_frame: Whether it was one frame.
        elapsed_s: How long it took.
    """

    out: Path | None
    report: Report | None
    error: EngineScopeError | None = None
    notes: tuple[Text, ...] = ()
    failures: tuple[Failure, ...] = ()
    failed: int = 0
    is_frame: bool = False
    elapsed_s: float = 0.0

    @property
    def is_refused(self) -> bool:
        """Whether nothing was touched, because what was asked for cannot be done so."""
        return isinstance(self.error, OptionError)


@dataclass(frozen=True, slots=True)
class Said:
    """An error in words for the window; empty where there is nothing to say."""

    what: str
    why: str
    cure: str


def said(error: EngineScopeError) -> Said:
    """Return an error of the core in the window's words: there are no options of a command here."""
    cure = {
        "Choose another --out, or say --overwrite to replace them.": tr(
            "Choose another folder, or allow that they are replaced."
        ),
        "Choose another --out, or say --overwrite to allow that.": tr(
            "Choose another folder, or allow that files there are replaced."
        ),
        "Wait for its end, or choose another --out.": tr(
            "Wait for its end, or choose another folder."
        ),
    }.get(error.cure.template)
    return Said(
        _ended(sentence(error.what)),
        _ended(sentence(error.why)),
        _ended(sentence(error.cure) if cure is None else cure),
    )


def failure_text(failure: Failure) -> str:
    """Return one failure as a line."""
    parts = said(failure.error)
    return " ".join(filter(None, (f"{failure.name}:", parts.what, parts.why)))


def unfit(key: str, kinds: frozenset[SourceKind], *, is_frame: bool, is_classifier: bool) -> str:
    """Return why a format gives nothing, or an empty text if it does.

    Args:
        key: Of the format.
        kinds: Of the sources that are meant.
        is_frame: Whether only the frame on the screen is meant.
        is_classifier: Whether the model gives no boxes.
    """
    if is_classifier and key in _BOXES:
        return tr("This model names whole pictures, it finds no boxes")
    if is_frame:
        return "" if _SOURCES[key] & _PICTURES else tr("This is one frame, not a video")
    if _SOURCES[key] & kinds:
        return ""
    if _SOURCES[key] == _PICTURES:
        return tr("There is no picture among the sources")
    return tr("There is no video among the sources")


def amount_text(amount: Amount) -> str:
    """Return how much there is to do in words."""
    if amount.live and amount.sources == amount.live:
        return tr("A live source: it is exported until you stop")
    if amount.unknown:
        videos = counted(
            amount.unknown,
            "{n} video whose length is not known",
            "{n} videos whose length is not known",
        )
        if not amount.frames:
            return videos
        frames = counted(amount.frames, "{n} frame", "{n} frames")
        return tr("{frames} and {videos}", frames=frames, videos=videos)
    frames = counted(amount.frames, "{n} frame", "{n} frames")
    if not amount.is_exact:
        frames = tr("about {frames}", frames=frames)
    return tr(
        "{frames} of {sources}",
        frames=frames,
        sources=counted(amount.sources, "{n} source", "{n} sources"),
    )


def place_text(place: Place, *, is_frame: bool) -> str:
    """Return what will happen in a folder, in words."""
    if place.problem is not None:
        return sentence(place.problem)
    if place.lying is Lying.NOTHING:
        return tr("Nothing is in the way there.")
    if place.lying is Lying.OTHERS:
        path = place.path
        if path is not None and path.is_relative_to(place.folder):
            path = path.relative_to(place.folder)
        return tr("Files lie there that could be replaced: {path} and others.", path=path)
    if is_frame:
        return tr("The results of an export lie there; this frame would be mixed with them.")
    if place.lying is Lying.STOPPED:
        return tr("An export was stopped there. The same export goes on where it stopped.")
    return tr(
        "A finished export lies there. The same export adds what is new or missing; "
        "any other is refused."
    )


def replace_text(place: Place | None, *, is_frame: bool) -> str:
    """Return the name of the switch that allows to replace what lies in a folder."""
    if place is not None and not is_frame:
        if place.lying is Lying.STOPPED:
            return tr("Begin anew instead, and replace what is there")
        if place.lying is Lying.DONE:
            return tr("Replace the earlier export")
    return tr("Replace files of the same name")


def duration_text(seconds: float) -> str:
    """Return a length of time in words as short as its size allows."""
    whole = max(0, round(seconds))
    if whole < 60:
        return tr("{s} s", s=whole)
    if whole < 3600:
        return tr("{m} min {s} s", m=whole // 60, s=whole % 60)
    return tr("{h} h {m} min", h=f"{whole // 3600:,}", m=whole % 3600 // 60)


def rate_text(per_s: float) -> str:
    """Return frames per second: whole above 100, two figures at least below."""
    return tr("{rate} frames/s", rate=f"{per_s:,.0f}" if per_s >= 100 else f"{per_s:.1f}")


def _ended(words: str) -> str:
    """Return words as a sentence."""
    return f"{words}." if words and not words.endswith((".", "!", "?", ":", "。")) else words
