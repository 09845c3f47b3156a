"""What the two processes of a build say to each other, as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine_core.errors import BuildError
from engine_core.text import NOTHING, Text

CANCEL = "cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Sizes of one dynamic input."""

    name: str
    min: tuple[int, ...]
    opt: tuple[int, ...]
    max: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One build; everything the child needs to know.

    Attributes:
        model: The ONNX file.
        target: Where the engine is written to; replaced, and left to the parent to name finally.
        header: JSON to stand before the plan, or empty for none.
        precision: ``fp32``, ``fp16``, ``bf16`` or ``int8``.
        weights: Floating type that most of the file's weights have: ``fp32``, ``fp16`` or ``bf16``.
        other_weights: Types that some of them have.
        external: Whether weights lie in other files.
        opset: Version of ONNX' own operators that the file uses.
        unknown_operators: Operators that ONNX does not define.
        profiles: One range per dynamic input for each profile.
        workspace_mib, level, version_compatible, hardware_compatible: As in ``BuildOptions``.
        tactics: ``auto``, ``all`` or ``own``.
        timing_folder: Where timing caches are kept; None keeps none.
        card: Name and compute capability of the card, as part of a file's name.
        libraries, library_contents: Plugin libraries to load first, as in ``Consent``.
    """

    model: Path
    target: Path
    header: str = ""
    precision: str = "fp32"
    weights: str = "fp32"
    other_weights: tuple[str, ...] = ()
    external: bool = False
    opset: int = 0
    unknown_operators: tuple[str, ...] = ()
    profiles: tuple[tuple[Range, ...], ...] = ()
    workspace_mib: int | None = None
    level: int = 3
    version_compatible: bool = False
    hardware_compatible: bool = False
    tactics: str = "auto"
    timing_folder: Path | None = None
    card: str = "gpu"
    libraries: tuple[Path, ...] = ()
    library_contents: tuple[str, ...] = ()

    @property
    def typed(self) -> tuple[Path, Path]:
        """Where the child may write the model with other types, and its weights where they are large."""
        model = self.target.with_suffix(".typed.onnx")
        return model, model.with_name(model.name + ".weights")

    def to_json(self) -> str:
        """Return it on one line."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, line: str) -> Request:
        """Read what ``to_json`` gave."""
        plain: dict[str, Any] = json.loads(line)
        folder = plain["timing_folder"]
        return cls(
            **{
                **plain,
                "model": Path(plain["model"]),
                "target": Path(plain["target"]),
                "timing_folder": None if folder is None else Path(folder),
                "libraries": tuple(Path(library) for library in plain["libraries"]),
                "library_contents": tuple(plain["library_contents"]),
                "other_weights": tuple(plain["other_weights"]),
                "unknown_operators": tuple(plain["unknown_operators"]),
                "profiles": tuple(
                    tuple(
                        Range(
                            name=one["name"],
                            min=tuple(one["min"]),
                            opt=tuple(one["opt"]),
                            max=tuple(one["max"]),
                        )
                        for one in ranges
                    )
                    for ranges in plain["profiles"]
                ),
            }
        )


def text_to_plain(sentence: Text) -> dict[str, Any]:
    """Return a sentence JSON-ready; sentences within it keep their own templates."""
    facts = {
        name: {"text": text_to_plain(fact)} if isinstance(fact, Text) else fact
        for name, fact in sentence.facts.items()
    }
    return {"template": sentence.template, "facts": facts}


def text_from_plain(plain: Mapping[str, Any] | None) -> Text:
    """Read what ``text_to_plain`` gave."""
    if not plain:
        return NOTHING
    facts = {
        name: text_from_plain(fact["text"]) if isinstance(fact, dict) else fact
        for name, fact in plain["facts"].items()
    }
    return Text(plain["template"], facts)


def error_to_plain(error: BuildError) -> dict[str, Any]:
    """Return an error JSON-ready."""
    return {
        "what": text_to_plain(error.what),
        "why": text_to_plain(error.why),
        "cure": text_to_plain(error.cure),
        "details": error.details,
        "plugins": list(error.plugins),
    }


def error_from_plain(plain: Mapping[str, Any]) -> BuildError:
    """Read what ``error_to_plain`` gave."""
    return BuildError(
        text_from_plain(plain["what"]),
        why=text_from_plain(plain["why"]),
        cure=text_from_plain(plain["cure"]),
        details=str(plain["details"]),
        plugins=tuple(plain["plugins"]),
    )
