"""One build, from the wish to the file under its final name."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from engine_core.building.cache import (
    cache_folder,
    cached_engine,
    engine_name,
    hashes_of,
    keep_story,
    kept_story,
    shrink,
    timing_folder,
)
from engine_core.building.card import Card, builder_version, can_build, find_card
from engine_core.building.child import COMMAND, Child
from engine_core.building.choices import choices
from engine_core.building.events import BuildEvent, BuildLog, BuildProgress, BuildResult
from engine_core.building.graph import read_graph
from engine_core.building.header import compose_header
from engine_core.building.options import BuildOptions
from engine_core.building.profiles import profiles
from engine_core.building.report import mixture_warning, precision_warning, report_of
from engine_core.consent import NO_CONSENT, Consent
from engine_core.enginereport import EngineReport
from engine_core.errors import BuildError, ModelFileError, OptionError, RuntimeMissingError
from engine_core.modelfile import ModelFile, ModelFormat, identify
from engine_core.runtime.tensorrt.builder.request import (
    Range,
    Request,
    error_from_plain,
    text_from_plain,
)
from engine_core.text import NOTHING, Text, text

_LOG_BYTES = 8000
_KILLED = -9


class BuildCancelledError(BuildError):
    """It was broken off as the user wished."""


class Build:
    """One build. ``run`` on any thread, ``cancel`` on any other."""

    def __init__(
        self,
        file: ModelFile,
        options: BuildOptions,
        *,
        output: Path | None = None,
        overwrite: bool = False,
        header: Mapping[str, Any] | None = None,
        consent: Consent = NO_CONSENT,
        tell: Callable[[BuildEvent], None] | None = None,
        command: Sequence[str] = COMMAND,
        patience_s: float = 3.0,
    ) -> None:
        """Start nothing yet.

        Args:
            file: The ONNX file.
            options: What is wished.
            output: Where the engine goes; None keeps it in the cache of the user.
            overwrite: Whether a file at ``output`` may be replaced.
            header: What is known of the model beside what its file says: ``header_of_recipe``.
            consent: Plugin libraries that may be loaded.
            tell: Takes progress and log lines; on the thread of ``run``.
            command: The child process; for tests.
            patience_s: How long a cancelled child may take to stop by itself.
        """
        self._file = file
        self._options = options
        self._output = output
        self._overwrite = overwrite
        self._more = header
        self._consent = consent
        self._tell = tell or (lambda _event: None)
        self._command = command
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._is_cancelled = False
        self._start_s = 0.0

    def cancel(self) -> None:
        """Break the build off; ``run`` then raises ``BuildCancelledError`` soon. Any thread."""
        with self._lock:
            self._is_cancelled = True
            if self._child is not None:
                self._child.cancel()

    def check(self) -> None:
        """Refuse what can be refused without building: for a program that has more to do before it.

        Raises:
            BuildError: There is no card or no builder, the options ask for what cannot be had, or the
                file they name may not be replaced.
        """
        with self._said_as_build_errors():
            self._checked_place()

    def run(self) -> BuildResult:
        """Build, or take what was kept from before.

        Raises:
            BuildError: There is no engine; nothing is left behind but the log.
            BuildCancelledError: It was cancelled.
        """
        self._start_s = time.monotonic()
        with self._said_as_build_errors():
            return self._run()

    @contextmanager
    def _said_as_build_errors(self) -> Iterator[None]:
        try:
            yield
        except (ModelFileError, OptionError, RuntimeMissingError) as error:
            raise BuildError(
                error.what, why=error.why, cure=error.cure, details=error.details
            ) from error
        except OSError as error:
            raise BuildError(
                text("{name} cannot be read", name=self._file.path.name),
                why=text("The system says: {reason}.", reason=error.strerror or str(error)),
                cure=text("Look whether it is still where it was."),
                details=str(error),
            ) from error

    def _run(self) -> BuildResult:
        version, card = self._checked_place()
        graph = read_graph(self._file)
        ranges = profiles(self._file, graph, self._options)
        header = compose_header(self._file, graph, self._options, self._more, ranges)
        libraries = hashes_of(self._consent)
        kept = cached_engine(self._file, self._options, version, card, header, libraries)
        if kept is not None and _is_engine(kept):
            return self._from_cache(kept, card)
        name = engine_name(self._file, self._options, version, card, libraries)
        path = self._output or cache_folder() / name
        log_path = cache_folder() / Path(name).with_suffix(".log").name
        part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
        request = Request(
            model=self._file.path.absolute(),
            target=part.absolute(),
            header=header,
            precision=self._options.precision.value,
            weights=graph.weights,
            other_weights=graph.other_weights,
            external=bool(self._file.onnx and self._file.onnx.external_files),
            opset=_opset(self._file),
            unknown_operators=tuple(
                str(one) for one in (self._file.onnx.unknown_operators if self._file.onnx else ())
            ),
            profiles=tuple(
                tuple(Range(name=r.name, min=r.min, opt=r.opt, max=r.max) for r in of_one)
                for of_one in ranges
            ),
            workspace_mib=self._options.workspace_mib,
            level=self._options.level,
            version_compatible=self._options.version_compatible,
            hardware_compatible=self._options.hardware_compatible,
            tactics=self._options.tactics.value,
            timing_folder=timing_folder(),
            card=card.slug,
            libraries=tuple(library.absolute() for library in self._consent.libraries),
            library_contents=libraries,
        )
        try:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                log_path.parent.mkdir(parents=True, exist_ok=True)
                done, notes = self._attend(request, log_path)
                result = self._finish(done, notes, part, path, log_path, card)
            except OSError as error:
                raise _cannot_write(path, error) from error
        finally:
            for leftover in (part, *request.typed):
                with suppress(OSError):
                    leftover.unlink(missing_ok=True)
        if self._output is None:
            shrink(keep=path)
        return result

    def _checked_place(self) -> tuple[str, Card]:
        name = self._file.path.name
        # What no card and no TensorRT changes first: it is of no use to install them for that.
        choices(self._file, builder_version() or None).check(self._options, name)
        version, card = self._place()
        choices(self._file, version, card.capability).check(self._options, name)
        self._check_output()
        return version, card

    def _place(self) -> tuple[str, Card]:
        version = builder_version()
        card = find_card(self._options.device)
        if version is None:
            raise BuildError(
                text("No engine can be built here"),
                why=can_build() or NOTHING,
                cure=text("See what is missing: enginescope doctor"),
            )
        return version, card

    def _check_output(self) -> None:
        path = self._output
        if path is None:
            return
        if path.is_dir():
            raise BuildError(
                text("{path} is a folder", path=str(path)),
                cure=text("Give the name of the engine's file."),
            )
        if path.exists() and not self._overwrite:
            raise BuildError(
                text("There is a file {path} already", path=str(path)),
                cure=text("Choose another name, or allow it to be replaced."),
            )
        with suppress(OSError):
            if path.exists() and path.samefile(self._file.path):
                raise BuildError(
                    text("The engine cannot replace the file that it is built from"),
                    cure=text("Choose another name."),
                )

    def _from_cache(self, kept: Path, card: Card) -> BuildResult:
        path = kept
        report: EngineReport | None = None
        warnings: tuple[Text, ...] = ()
        if (story := kept_story(kept)) is not None:
            report, warnings = self._told(kept, card, *story)
        if self._output is not None:
            path = self._output
            part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(kept, part)
                part.replace(path)
            except OSError as error:
                with suppress(OSError):
                    part.unlink(missing_ok=True)
                raise _cannot_write(path, error) from error
        return BuildResult(
            path=path,
            seconds=time.monotonic() - self._start_s,
            size_bytes=path.stat().st_size,
            report=report,
            from_cache=True,
            warnings=warnings,
        )

    def _attend(self, request: Request, log_path: Path) -> tuple[dict[str, Any], list[Text]]:
        """Run the child to its end and return what it ended with, and its notes."""
        done: dict[str, Any] | None = None
        failure: BuildError | None = None
        notes: list[Text] = []
        with log_path.open("wb") as log:
            child = self._start(request, log)
            try:
                for event in child.events():
                    kind = event["event"]
                    if kind == "done":
                        done = event
                    elif kind == "failed":
                        failure = error_from_plain(event)
                    elif kind == "note":
                        notes.append(text_from_plain(event["note"]))
                    else:
                        self._pass_on(event)
            except BaseException:
                child.cancel()
                raise
            finally:
                status = child.end()
                with self._lock:
                    self._child = None
        if self._is_cancelled:
            raise BuildCancelledError(text("The build was cancelled"))
        if failure is not None:
            raise failure
        if done is None or status != 0:
            raise _ended(self._file.path.name, status, _tail(log_path))
        return done, notes

    def _start(self, request: Request, log: Any) -> Child:
        with self._lock:
            if self._is_cancelled:
                raise BuildCancelledError(text("The build was cancelled"))
            self._child = Child(
                request,
                log,
                device=self._options.device,
                command=self._command,
                patience_s=self._patience_s,
            )
            return self._child

    def _pass_on(self, event: Mapping[str, Any]) -> None:
        if event["event"] == "step":
            fraction = event.get("fraction")
            self._tell(
                BuildProgress(
                    fraction if isinstance(fraction, float) else None,
                    text_from_plain(event["step"]),
                    time.monotonic() - self._start_s,
                )
            )
        elif event["event"] == "log":
            self._tell(BuildLog(str(event["line"]), str(event["severity"])))

    def _finish(
        self,
        done: Mapping[str, Any],
        notes: list[Text],
        part: Path,
        path: Path,
        log_path: Path,
        card: Card,
    ) -> BuildResult:
        try:
            written = identify(part)
        except ModelFileError as error:
            raise _ended(self._file.path.name, 0, _tail(log_path)) from error
        if written.format is not ModelFormat.TENSORRT:
            raise _ended(self._file.path.name, 0, _tail(log_path))
        report, warnings = self._told(part, card, done, notes)
        self._check_output()
        part.replace(path)
        if self._output is None:
            keep_story(path, done, notes)
        return BuildResult(
            path=path,
            seconds=time.monotonic() - self._start_s,
            size_bytes=path.stat().st_size,
            report=report,
            log_path=log_path,
            warnings=warnings,
        )

    def _told(
        self, engine: Path, card: Card, done: Mapping[str, Any], notes: Sequence[Text]
    ) -> tuple[EngineReport | None, tuple[Text, ...]]:
        """Return what is inside an engine, and what the user should know of it."""
        report = report_of(identify(engine), card, done)
        wished = self._options.precision
        found = [precision_warning(report, wished)]
        if done.get("strongly_typed"):
            found.append(mixture_warning(read_graph(self._file), wished))
        return report if report.layers else None, (*notes, *filter(None, found))


def _is_engine(path: Path) -> bool:
    """Whether a kept file is whole; one that a full disk cut off is built anew."""
    try:
        return identify(path).format is ModelFormat.TENSORRT
    except ModelFileError:
        return False


def _opset(file: ModelFile) -> int:
    opsets = dict(file.onnx.opsets) if file.onnx is not None else {}
    return opsets.get("", opsets.get("ai.onnx", 0))


def _ended(name: str, status: int, log: str) -> BuildError:
    """Return the error for a child that ended without a word."""
    what = text("The build of {name} ended unexpectedly", name=name)
    if status == _KILLED:
        return BuildError(
            what,
            why=text("The system ended it, as it does when memory runs short."),
            cure=text("Close other programs, or build with a lower optimisation level."),
            details=log,
        )
    return BuildError(
        what,
        why=text("TensorRT crashed (signal {number}).", number=-status)
        if status < 0
        else text("Its process ended with status {number}.", number=status),
        cure=text("Its log says more; another TensorRT or another export may work."),
        details=log,
    )


def _cannot_write(path: Path, error: OSError) -> BuildError:
    return BuildError(
        text("The engine cannot be written to {folder}", folder=str(path.parent)),
        why=text("The system says: {reason}.", reason=error.strerror or str(error)),
        cure=text("Free space there, or choose another folder."),
        details=str(error),
    )


def _tail(log_path: Path) -> str:
    with suppress(OSError), log_path.open("rb") as log:
        log.seek(max(0, log.seek(0, os.SEEK_END) - _LOG_BYTES))
        return log.read().decode("utf-8", "replace")
    return ""
