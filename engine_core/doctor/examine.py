"""The examination as a whole: every check, and what they mean together."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from engine_core.doctor import gpu, packages, window
from engine_core.doctor.report import Ability, Check, Report
from engine_core.text import Text, text

EXAMINATIONS: tuple[Callable[[], Check], ...] = (
    packages.examine_system,
    packages.examine_python,
    packages.examine_onnx_runtime,
    packages.examine_opencv,
    packages.examine_pillow,
    packages.examine_pyav,
    packages.examine_others,
    packages.examine_fonts,
    window.examine_pyside,
    window.examine_display,
)

# What each ability stands on; the first two are the ways to run a model.
_ABILITIES: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (
        text("ONNX files on the processor"),
        ("Python", "ONNX Runtime", "OpenCV", "Pillow", "Other packages"),
    ),
    (
        text("TensorRT engines on the graphics card"),
        (
            "Python",
            "NVIDIA driver",
            "TensorRT",
            "pycuda",
            "OpenCV",
            "Pillow",
            "Other packages",
        ),
    ),
    (
        text("Engines built from ONNX files"),
        ("Python", "NVIDIA driver", "TensorRT", "TensorRT builder"),
    ),
    (text("Pictures, read and written"), ("OpenCV", "Pillow", "Fonts")),
    (text("Videos, read and written"), ("PyAV", "Fonts")),
)


def examine() -> Report:
    """Look at everything that a detection needs; takes seconds, is bounded in time, never raises.

    Every library is loaded in a process of its own, several at a time.
    """
    with ThreadPoolExecutor(max_workers=4) as pool:
        ours = [pool.submit(examination) for examination in EXAMINATIONS]
        theirs = pool.submit(gpu.examine_gpu)
        checks = tuple(job.result() for job in ours) + theirs.result()
    return Report(checks, abilities(checks))


def abilities(checks: tuple[Check, ...]) -> tuple[Ability, ...]:
    """Say what can be done here, given what was found."""
    usable = {check.name for check in checks if check.is_usable}
    names = {check.name for check in checks}
    found = []
    for name, needs in _ABILITIES:
        lacks = tuple(need for need in needs if need not in usable)
        # What was not looked at, because something else is missing, says nothing to anybody.
        looked_at = tuple(need for need in lacks if need in names)
        found.append(Ability(name, not lacks, looked_at or lacks))
    return tuple(found)
