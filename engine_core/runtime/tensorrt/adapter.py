"""TensorRT 8.6 to 11 through one small adapter that carries the module.

Several TensorRT modules may be loaded in one process (the full runtime, the lean one), and objects and
enumerations of one must not reach another: nothing here imports ``tensorrt`` by name. What a version
lacks is found by ``getattr``; only ``create_network`` goes by the version, since the same number means
something else there in each (compared member by member in the bindings of 8.6, 10.0 to 10.16 and 11.0 to
11.4).
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import metadata
from typing import Any

from engine_core.errors import RuntimeMissingError
from engine_core.runtime.tensorrt import driver
from engine_core.runtime.tensorrt.logger import make_logger
from engine_core.text import text

# Packages of NVIDIA's name the module so since 8.6; the ``_bindings`` are what the others re-export, and
# may be installed alone.
FULL_MODULES = ("tensorrt", "tensorrt_bindings")
LEAN_MODULES = ("tensorrt_lean", "tensorrt_lean_bindings")

_FULL_DISTRIBUTIONS = (
    "tensorrt",
    *(f"tensorrt-cu{cuda}{part}" for part in ("", "-bindings") for cuda in (13, 12, 11)),
    "tensorrt-bindings",
)
_LEAN_DISTRIBUTIONS = tuple(
    name.replace("tensorrt", "tensorrt-lean", 1) for name in _FULL_DISTRIBUTIONS
)

_loaded: dict[str, Trt] = {}
_loading = threading.Lock()


class Trt:
    """One imported TensorRT module with its logger; lives as long as the process.

    Attributes:
        module: The module; every class and enumeration is taken from it.
        name: What it was imported as.
        version: As the module says: ``10.16.1.11``.
        is_lean: Whether it is the lean runtime, which builds nothing, brings no plugins of its own and
            opens version-compatible engines only.
        logger: To be given to everything that wants one.
        log: What was logged through it.
    """

    def __init__(self, module: Any, name: str) -> None:
        self.module = module
        self.name = name
        self.version = str(module.__version__)
        self.is_lean = name in LEAN_MODULES
        self.logger, self.log = make_logger(module)
        self._has_plugins = False

    @property
    def numbers(self) -> tuple[int, ...]:
        """The version as numbers: ``(10, 16, 1, 11)``."""
        return version_numbers(self.version)

    @property
    def title(self) -> str:
        """What people call it: ``TensorRT 8.6.0``, ``TensorRT lean 10.16.1``."""
        kind = "TensorRT lean" if self.is_lean else "TensorRT"
        return f"{kind} {'.'.join(str(number) for number in self.numbers[:3])}"

    def member(self, enumeration: str, name: str) -> Any | None:
        """Return a member of one of its enumerations, or None where this version lacks either."""
        return getattr(getattr(self.module, enumeration, None), name, None)

    def load_own_plugins(self) -> None:
        """Register the plugins that TensorRT brings (EfficientNMS_TRT …); once, the lean one has none."""
        register = getattr(self.module, "init_libnvinfer_plugins", None)
        if register is not None and not self._has_plugins:
            register(self.logger, "")
            self._has_plugins = True

    def plugin_creators(self) -> list[Any]:
        """Return the creators of all registered plugins; each has ``name`` and ``plugin_version``."""
        registry = self.module.get_plugin_registry()
        creators = getattr(registry, "all_creators", None)
        if creators is None:
            with deprecated():
                creators = getattr(registry, "plugin_creator_list", None)
        return list(creators or ())

    def plugin_names(self) -> frozenset[str]:
        """Return the names of all registered plugins."""
        return frozenset(str(getattr(creator, "name", "")) for creator in self.plugin_creators())

    def create_network(self, builder: Any, *, strongly_typed: bool = False) -> Any:
        """Return an empty network with an explicit batch axis.

        Args:
            builder: A ``Builder`` of this module.
            strongly_typed: Whether the ONNX file alone decides element types; TensorRT 8 cannot, and
                TensorRT 11 always does.
        """
        flags = 0
        major = self.numbers[0]
        if major < 10:
            flags |= 1 << int(self.module.NetworkDefinitionCreationFlag.EXPLICIT_BATCH)
        elif major == 10 and strongly_typed:
            flags |= 1 << int(self.module.NetworkDefinitionCreationFlag.STRONGLY_TYPED)
        return builder.create_network(flags)

    def device_memory_bytes(self, engine: Any) -> int | None:
        """Return the graphics memory that a context of an engine takes beside the weights."""
        for name in ("device_memory_size_v2", "device_memory_size"):
            with deprecated():
                size = getattr(engine, name, None)
            if size is not None:
                return int(size)
        return None


@contextmanager
def deprecated() -> Iterator[None]:
    """Let something be asked for that TensorRT calls deprecated, where there is nothing newer to ask for.

    Its bindings warn, and where warnings are errors they break what they were to answer: the interpreter
    finds an answer and an error at once and says SystemError (seen with 8.6.0 and 10.16.1).
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def version_numbers(version: str) -> tuple[int, ...]:
    """Return the numbers of a version: ``"8.6.0.12"`` to ``(8, 6, 0, 12)``; empty for an empty one."""
    return tuple(int(number) for number in re.findall(r"\d+", version)[:4])


def available() -> tuple[str, ...]:
    """Return the names of the TensorRT modules installed here, the full runtime first; loads nothing."""
    found = (_first_installed(FULL_MODULES), _first_installed(LEAN_MODULES))
    return tuple(name for name in found if name)


def installed_versions() -> list[tuple[str, str]]:
    """Return name and version of each TensorRT that pip installed here; loads nothing."""
    found = []
    for title, modules, distributions in (
        ("TensorRT", FULL_MODULES, _FULL_DISTRIBUTIONS),
        ("TensorRT lean", LEAN_MODULES, _LEAN_DISTRIBUTIONS),
    ):
        if _first_installed(modules):
            found.append((title, _first_version(distributions)))
    return found


def load(name: str) -> Trt:
    """Import a TensorRT module, or return it where it is imported already.

    The driver is asked first: without one, TensorRT 11 hands out a runtime that ends the process with a
    segmentation fault when it is used (measured with the lean 11.4 runtime).

    Args:
        name: One of those that ``available`` returns.

    Raises:
        RuntimeMissingError: There is no driver or no graphics card, or the module cannot be imported.
    """
    driver.find_devices()
    with _loading:
        if name not in _loaded:
            _loaded[name] = Trt(_imported(name), name)
        return _loaded[name]


def missing() -> RuntimeMissingError:
    """Return the error for a computer without any TensorRT."""
    return RuntimeMissingError(
        what=text("TensorRT is not installed"),
        why=text(
            "It runs engines on NVIDIA graphics cards, and Python finds no module of that name"
        ),
        cure=text("Run “enginescope doctor”: it says what to install"),
    )


def _imported(name: str) -> Any:
    try:
        module = importlib.import_module(name)
        # A folder of that name is a module too, of no contents.
        _ = module.__version__, module.Runtime, module.ILogger
    except ModuleNotFoundError as error:
        if error.name == name:
            raise missing() from error
        raise _broken(name, error) from error
    except (ImportError, OSError, AttributeError, RuntimeError) as error:
        raise _broken(name, error) from error
    return module


def _broken(name: str, error: Exception) -> RuntimeMissingError:
    library = re.search(r"(lib[\w.+-]+\.so[\w.]*|[\w.+-]+\.dll)", str(error))
    return RuntimeMissingError(
        what=text("TensorRT is installed but cannot be loaded"),
        why=text("It needs the library {library}, which is not found", library=library.group(1))
        if library
        else text("Importing {module} fails: {reason}", module=name, reason=str(error)),
        cure=text("Run “enginescope doctor”: it says what is missing"),
        details=f"{type(error).__name__}: {error}",
    )


def _first_installed(modules: Iterable[str]) -> str:
    for name in modules:
        # A module that was imported without a spec (a stub of somebody's) raises ValueError.
        with suppress(ImportError, ValueError):
            spec = importlib.util.find_spec(name)
            # A folder without __init__.py is found too: an empty leftover of an uninstalled package.
            if spec is not None and spec.origin is not None:
                return name
    return ""


def _first_version(distributions: Iterable[str]) -> str:
    for distribution in distributions:
        with suppress(metadata.PackageNotFoundError):
            return metadata.version(distribution)
    return ""
