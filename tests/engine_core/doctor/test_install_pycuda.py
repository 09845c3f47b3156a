from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from engine_core.doctor import gpu, install_pycuda
from engine_core.doctor.install_pycuda import header_packages, main
from engine_core.doctor.report import Check
from engine_core.errors import RuntimeMissingError

needs_compiler = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("c++") is None, reason="no C++ compiler"
)

# Instead of pip: writes down what it was asked, and brings what the real one would.
PIP = """
import json, os, sys
from pathlib import Path
arguments = sys.argv[1:]
if arguments == ["--version"]:
    raise SystemExit
with open(os.environ["ASKED"], "a") as asked:
    settings = Path(os.environ["HOME"], ".aksetup-defaults.py")
    said = settings.read_text() if settings.exists() else ""
    beside = sorted(path.name for path in Path(os.environ["HOME"]).iterdir())
    asked.write(json.dumps({"line": arguments, "settings": said, "home": beside}) + "\\n")
if os.environ.get("FAILS_AT", "-") in arguments:
    print(os.environ["SAYS"], file=sys.stderr)
    raise SystemExit(1)
if "--target" in arguments:
    folder = Path(arguments[arguments.index("--target") + 1], "nvidia", "include")
    folder.mkdir(parents=True)
    (folder / "cuda.h").touch()
    (folder / "cudaProfiler.h").touch()
if "--wheel-dir" in arguments:
    folder = Path(arguments[arguments.index("--wheel-dir") + 1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pycuda-2026.1-cp3-none-any.whl").touch()
"""


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the command use a pip that only writes down what it is asked; returns where."""
    pip = tmp_path / "modules" / "pip"
    pip.mkdir(parents=True)
    (pip / "__init__.py").touch()
    (pip / "__main__.py").write_text(PIP, "utf-8")
    home = tmp_path / "home"
    home.mkdir()
    (home / ".netrc").write_text("mine", "utf-8")
    (home / ".aksetup-defaults.py").write_text("CUDA_ENABLE_CURAND = True\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(pip.parent))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("ASKED", str(tmp_path / "asked"))
    monkeypatch.setattr(install_pycuda, "_verdict", lambda: "tried")
    monkeypatch.setattr(gpu, "examine_driver", lambda: (Check("NVIDIA driver", "ok", ""), 12040))
    return tmp_path / "asked"


def lines(asked: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in asked.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("served", "wanted", "packages"),
    [
        (13000, None, "nvidia-cuda-runtime<13.1"),
        (12040, None, "nvidia-cuda-runtime-cu12<12.5"),
        (11040, None, "nvidia-cuda-runtime-cu11"),
        (0, None, "nvidia-cuda-runtime-cu12"),
        (0, 13, "nvidia-cuda-runtime"),
        (13010, 12, "nvidia-cuda-runtime-cu12"),
        # Not published yet: what was compiled for an older CUDA runs on newer drivers.
        (14010, None, "nvidia-cuda-runtime"),
    ],
)
def test_the_header_files_are_no_newer_than_the_driver(
    served: int, wanted: int | None, packages: str
) -> None:
    assert header_packages(served, wanted)[0] == packages


def test_a_driver_too_old_for_any_tensorrt_is_refused() -> None:
    with pytest.raises(RuntimeMissingError, match="CUDA 10"):
        header_packages(10020)


@needs_compiler
def test_it_compiles_without_the_random_numbers_and_against_a_stand_in(asked: Path) -> None:
    assert main([]) == 0
    headers, wheel, ours, needed = lines(asked)
    assert "nvidia-cuda-runtime-cu12<12.5" in str(headers["line"])
    settings: dict[str, object] = {}
    exec(str(wheel["settings"]), settings)  # noqa: S102 - as pycuda's own build does
    assert settings["CUDA_ENABLE_CURAND"] is False
    assert "-lcuda" in str(settings["LDFLAGS"])
    assert "--no-cache-dir" in str(wheel["line"])
    assert "--force-reinstall" in str(ours["line"])
    assert "numpy" in str(needed["line"])


@needs_compiler
def test_the_home_folder_is_the_persons_own_but_for_the_settings(asked: Path) -> None:
    home = asked.parent / "home"
    assert main([]) == 0
    _, wheel, ours, _ = lines(asked)
    assert wheel["home"] == [".aksetup-defaults.py", ".netrc"]
    assert "enginescope-pycuda" in str(wheel["settings"])
    # Everybody else sees the real one, as it was.
    assert "True" in str(ours["settings"])
    assert (home / ".netrc").read_text("utf-8") == "mine"
    assert (home / ".aksetup-defaults.py").read_text("utf-8") == "CUDA_ENABLE_CURAND = True\n"


@needs_compiler
def test_a_compiled_package_can_be_kept_instead(asked: Path, tmp_path: Path) -> None:
    assert main(["--cuda", "13", "--unoptimised", "--wheel", str(tmp_path / "kept")]) == 0
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [
        "pycuda-2026.1-cp3-none-any.whl"
    ]
    headers, wheel = lines(asked)
    assert "'nvidia-cuda-runtime'" in str(headers["line"])
    assert "-O0" in str(wheel["settings"])


@needs_compiler
@pytest.mark.parametrize(
    ("step", "says", "advice"),
    [
        ("--target", "ERROR: No matching distribution found for nvidia-cuda-runtime", "network"),
        ("wheel", "error: command 'gcc' failed: No space left on device", "space"),
        ("--force-reinstall", "error: externally-managed-environment", "virtual environment"),
        ("wheel", "something else", "something else"),
    ],
)
@pytest.mark.usefixtures("asked")
def test_what_pip_fails_at_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    step: str,
    says: str,
    advice: str,
) -> None:
    monkeypatch.setenv("FAILS_AT", step)
    monkeypatch.setenv("SAYS", says)
    assert main([]) == 1
    said = capsys.readouterr().err
    assert "error: pycuda was not installed" in said
    assert advice in said


@pytest.mark.usefixtures("asked")
def test_without_a_compiler_the_package_that_brings_it_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CXX", "no-such-compiler -std=c++17")
    assert main([]) == 1
    said = capsys.readouterr().err
    assert "no-such-compiler" in said
    assert "apt-get install -y g++" in said


@pytest.mark.parametrize(("base", "advice"), [("/usr", "-dev"), ("/opt/python", "came with")])
@pytest.mark.usefixtures("asked")
def test_without_the_header_files_of_python_the_package_that_brings_them_is_named(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    base: str,
    advice: str,
) -> None:
    compiler = tmp_path / "c++"
    compiler.write_text(
        "#!/bin/sh\necho 'fatal error: Python.h: No such file' >&2\nexit 1\n", "utf-8"
    )
    compiler.chmod(compiler.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("CC", str(compiler))
    monkeypatch.setenv("CXX", str(compiler))
    monkeypatch.setattr(sys, "base_prefix", base)
    monkeypatch.setattr(install_pycuda, "_has_headers", lambda: False)
    assert main([]) == 1
    said = capsys.readouterr().err
    assert "header files of Python are missing" in said
    assert advice in said


@pytest.mark.parametrize(("platform", "said"), [("win32", "Visual Studio"), ("darwin", "macOS")])
def test_elsewhere_it_is_said_honestly_what_is_supported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], platform: str, said: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert main([]) == 1
    assert said in capsys.readouterr().err


def test_it_is_run_as_the_doctor_says() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "engine_core.doctor.install_pycuda", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "--cuda" in done.stdout
