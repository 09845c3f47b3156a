"""Setting up where no Python fits: what is said is what helps there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What the script calls before it has chosen an interpreter.
TOOLS = ("bash", "dirname")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell script")


@pytest.mark.parametrize(
    ("version", "said", "cure"),
    [
        ("Python 3.14.1", "and here is Python 3.14.1", "uv python install 3.13"),
        ("", "and none was found", "sudo apt-get install -y python3 python3-venv"),
    ],
)
def test_without_a_python_that_fits_it_says_which_is_there_and_how_to_get_one(
    tmp_path: Path, version: str, said: str, cure: str
) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "set-up", tmp_path / ".ci")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    if version:
        python = tools / "python3"
        python.write_text(f'#!{tools}/bash\n[ "$1" = --version ] && echo "{version}"\n', "utf-8")
        python.chmod(0o755)
    done = subprocess.run(
        [tools / "bash", ".ci/set-up", "run"],
        cwd=tmp_path,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert cure in done.stderr
    assert "Setting up" not in done.stderr
