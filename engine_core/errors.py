"""The exception family: what failed, why, and what to do about it.

Every class exists because somebody acts differently on it: the command chooses its exit status by it
and the window its card. A bug stays a plain built-in error and is never dressed as one of these.
"""

from __future__ import annotations

from engine_core.text import NOTHING, Text


class EngineScopeError(Exception):
    """Something a person can understand and usually cure.

    Attributes:
        what: What failed, naming the thing.
        why: The reason, or empty where it is not known.
        cure: What to do next, or empty where there is nothing to do.
        details: Raw lines (native log, tensor list) for "Details"; never the message itself.
    """

    def __init__(
        self, what: Text, *, why: Text = NOTHING, cure: Text = NOTHING, details: str = ""
    ) -> None:
        super().__init__(what, why, cure, details)
        self.what = what
        self.why = why
        self.cure = cure
        self.details = details

    def __str__(self) -> str:
        return " ".join(_sentence(str(part)) for part in (self.what, self.why, self.cure) if part)


class ModelError(EngineScopeError):
    """The model cannot be used at all: the reason to keep the model that was open before."""


class ModelFileError(ModelError):
    """The file is not a model, is damaged, or is a kind of model that no runtime here can open."""


class RuntimeMissingError(ModelError):
    """The file is fine, but what runs it (driver, TensorRT, an operator) is missing here."""


class ConsentNeededError(ModelError):
    """The file brings code that would run on this computer; somebody has to allow that first.

    Attributes:
        host_code: Whether the file itself holds code (a version-compatible engine with its own runtime).
        plugins: Names of the plugins that are missing, where a library with them would cure it.
    """

    def __init__(
        self,
        what: Text,
        *,
        why: Text = NOTHING,
        cure: Text = NOTHING,
        details: str = "",
        host_code: bool = False,
        plugins: tuple[str, ...] = (),
    ) -> None:
        super().__init__(what, why=why, cure=cure, details=details)
        self.host_code = host_code
        self.plugins = plugins


class UnrecognisedModelError(ModelError):
    """The model loads, but its inputs and outputs fit no decoder, or fit several equally well."""


class InferenceError(EngineScopeError):
    """The runtime failed on one frame; the next frame may work."""


class SourceError(EngineScopeError):
    """A picture, video, folder or stream cannot be read."""


class ExportError(EngineScopeError):
    """A result cannot be written."""


class BuildError(EngineScopeError):
    """No engine was built; nothing was left behind but the log.

    Attributes:
        plugins: Names of the plugins that are missing, where a library with them would cure it.
    """

    def __init__(
        self,
        what: Text,
        *,
        why: Text = NOTHING,
        cure: Text = NOTHING,
        details: str = "",
        plugins: tuple[str, ...] = (),
    ) -> None:
        super().__init__(what, why=why, cure=cure, details=details)
        self.plugins = plugins


class OptionError(EngineScopeError):
    """An option, overrule or saved setting has no meaning for this model or at all."""


class LabelsError(EngineScopeError):
    """A file of class names cannot be understood."""


def _sentence(part: str) -> str:
    return part if part.endswith((".", "!", "?", ":")) else part + "."
