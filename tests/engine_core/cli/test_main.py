from __future__ import annotations

import json
import subprocess
import sys

import pytest

from engine_core import __version__
from engine_core.cli import main
from engine_core.cli.status import SUCCESS, USAGE

Output = pytest.CaptureFixture[str]


def test_without_arguments_the_help_is_shown(capsys: Output) -> None:
    assert main([]) == USAGE
    assert "examples:" in capsys.readouterr().err


@pytest.mark.parametrize("line", [["--help"], ["detect", "--help"], ["inspect", "--help"]])
def test_help_is_an_answer(line: list[str], capsys: Output) -> None:
    assert main(line) == SUCCESS
    assert "usage: enginescope" in capsys.readouterr().out


def test_the_version_is_that_of_the_package(capsys: Output) -> None:
    assert main(["--version"]) == SUCCESS
    assert capsys.readouterr().out.split() == ["enginescope", __version__]


def test_a_misspelt_command_is_a_usage_error(capsys: Output) -> None:
    assert main(["detct", "a.onnx", "b.jpg"]) == USAGE
    assert "detct" in capsys.readouterr().err


def test_doctor_answers_machines_too(capsys: Output) -> None:
    assert main(["doctor", "--json"]) == SUCCESS
    assert "ONNX Runtime" in json.dumps(json.loads(capsys.readouterr().out))


def test_doctor_runs_where_nothing_else_can_be_imported() -> None:
    blocked = "cv2", "onnxruntime", "onnx", "PIL", "av", "pycocotools", "yaml", "tqdm", "numpy"
    program = (
        "import sys\n"
        f"for name in {blocked!r}: sys.modules[name] = None\n"
        "from engine_core.cli import main\n"
        "sys.exit(main(['doctor']))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == SUCCESS, done.stderr.decode()
    assert b"With this installation" in done.stdout


def test_a_library_that_cannot_be_loaded_sends_to_the_doctor() -> None:
    program = (
        "import sys\n"
        "sys.modules['cv2'] = None\n"
        "from engine_core.cli import main\n"
        "sys.exit(main(['inspect', 'a.onnx']))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 1
    assert b"enginescope doctor" in done.stderr
    assert b"Traceback" not in done.stderr
