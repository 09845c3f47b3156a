"""Reads a file for the build dialog, and looks for engines that were built before. Its own thread."""

from __future__ import annotations

import os
import queue
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from engine_core.building import (
    BuildOptions,
    InputRange,
    builder_version,
    cached_engine,
    choices,
    find_card,
    header_of_recipe,
)
from engine_core.building.graph import read_graph
from engine_core.building.profiles import profiles
from engine_core.consent import recall_consent
from engine_core.errors import BuildError, EngineScopeError
from engine_core.modelfile import ModelFile, identify
from engine_core.recipe import Recipe
from engine_core.text import text
from gui.builds import BuildOffer
from gui.workers.ending import PATIENCE_MS, end
from gui.workers.machine_look import look_at_machine


@dataclass(frozen=True, slots=True, eq=False)
class OfferMade:
    """What can be built from a file, or why that cannot be said."""

    path: Path
    offer: BuildOffer | None
    error: EngineScopeError | None = None


@dataclass(frozen=True, slots=True, eq=False)
class KeptFound:
    """An engine that was built before with these options, or others that were asked for; None for none."""

    file: ModelFile
    options: BuildOptions
    path: Path | None


@dataclass(frozen=True, slots=True, eq=False)
class Copied:
    """A copy of an engine, or why there is none."""

    path: Path
    error: EngineScopeError | None = None


class BuildLook(QThread):
    """Answers one question after another. Made on the GUI thread; starts with the first question.

    Signals:
        machine_known: ``gui.machine.Machine``.
        offered: ``OfferMade``.
        kept_found: ``KeptFound``.
        copied: ``Copied``.
    """

    machine_known = Signal(object)
    offered = Signal(object)
    kept_found = Signal(object)
    copied = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("build-look")
        self._asked: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._is_ending = False

    def look_at_machine(self) -> None:
        """Ask what this computer has; ``machine_known`` answers."""
        self._ask(lambda: self.machine_known.emit(look_at_machine()))

    def make_offer(self, path: Path, device: int, input_wh: tuple[int, int] | None = None) -> None:
        """Ask what can be built from a file; ``offered`` answers.

        Args:
            path: The ONNX file.
            device: Number of the card it is built on.
            input_wh: Size of pictures that the user set, where the file leaves it open.
        """
        self._ask(lambda: self.offered.emit(offer_of(path, device, input_wh)))

    def find_kept(self, file: ModelFile, options: BuildOptions, *others: BuildOptions) -> None:
        """Ask whether such an engine was built before, or else one of others; ``kept_found`` answers."""
        self._ask(
            lambda: self.kept_found.emit(
                KeptFound(file, options, find_kept(file, options, *others))
            )
        )

    def copy(self, engine: Path, target: Path) -> None:
        """Ask for a copy of an engine; ``copied`` answers."""
        self._ask(lambda: self.copied.emit(_copied(engine, target)))

    def stop(self, patience_ms: int = PATIENCE_MS) -> bool:
        """End without what is still queued; returns whether it has ended."""
        self._is_ending = True
        self._asked.put(None)
        return end(self, patience_ms)

    def run(self) -> None:
        while not self._is_ending:
            answer = self._asked.get()
            if answer is None or self._is_ending:
                return
            answer()

    def _ask(self, answer: Callable[[], None]) -> None:
        if self._is_ending:
            return
        self._asked.put(answer)
        if not self.isRunning():
            self.start()


def offer_of(path: Path, device: int, input_wh: tuple[int, int] | None = None) -> OfferMade:
    """Read a file and say what can be built from it. Blocks as long as the disk does."""
    card = look_at_machine().card(device)
    version = builder_version() or ""
    try:
        file = identify(path)
        possible = choices(file, version or None, card.capability if card is not None else None)
        offer = BuildOffer(
            file=file,
            choices=possible,
            tensorrt=version,
            device=card.name if card is not None else "",
        )
        if possible.is_dynamic and not possible.refused:
            inputs = read_graph(file).inputs.inputs
            offer = replace(
                offer,
                inputs=tuple(spec for spec in inputs if spec.is_dynamic),
                ranges=_proposed(file, input_wh),
                input_wh=input_wh,
            )
    except EngineScopeError as error:
        return OfferMade(path, None, error)
    except OSError as error:
        return OfferMade(path, None, _unreadable(path, error))
    return OfferMade(path, offer)


def find_kept(file: ModelFile, *wanted: BuildOptions) -> Path | None:
    """Return the engine that was built before with the first options there is one of; else None.

    It is left as it is: only a build puts what is known of the model now before it.
    """
    version = builder_version()
    if version is None:
        return None
    try:
        # Built with those plugin libraries that are allowed for the file.
        libraries = recall_consent(file.sha256()).contents
        found = (
            cached_engine(file, options, version, find_card(options.device), libraries=libraries)
            for options in wanted
        )
        return next(filter(None, found), None)
    except (EngineScopeError, OSError):
        return None


def copy_engine(engine: Path, target: Path) -> None:
    """Copy an engine, whole or not at all; replaces what is there, as the user was asked before.

    Raises:
        BuildError: It cannot be written.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(engine, part)
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise BuildError(
            text("The copy cannot be written to {path}", path=str(target)),
            why=text("The system says: {reason}.", reason=error.strerror or str(error)),
        ) from error


def header_of(recipe: Recipe | None) -> dict[str, Any] | None:
    """Return what the window knows of a model, as fields of the header before its engine."""
    return header_of_recipe(recipe.describe()) if recipe is not None else None


def _copied(engine: Path, target: Path) -> Copied:
    try:
        copy_engine(engine, target)
    except EngineScopeError as error:
        return Copied(target, error)
    return Copied(target)


def _proposed(file: ModelFile, input_wh: tuple[int, int] | None) -> tuple[InputRange, ...]:
    """Return sizes for the open inputs; none where the file does not say how large its pictures are."""
    try:
        return profiles(file, read_graph(file), BuildOptions(input_wh=input_wh))[0]
    except BuildError:
        return ()


def _unreadable(path: Path, error: OSError) -> BuildError:
    return BuildError(
        text("{name} cannot be read", name=path.name),
        why=text("The system says: {reason}.", reason=error.strerror or str(error)),
    )
