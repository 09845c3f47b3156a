"""The main path in a real X window: a real pointer drags real files, real keys are pressed.

``python -m tests.gui.real_window FOLDER [MODEL SOURCE …]`` goes the way in every theme, language and scale
and leaves the screenshots in FOLDER; without a model it takes the third-party ones that tests use. Needs
Xvfb, openbox, xdotool and ImageMagick's ``import`` (Debian: xvfb openbox xdotool imagemagick).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.shared_data import ROOT

TOOLS = ("Xvfb", "openbox", "xdotool", "import")
REPOSITORY = Path(__file__).resolve().parents[2]
SIZE = (1440, 900)
_PATIENCE_S = 60.0
# A window from which files can be dragged, as from a file browser.
_FILE_BROWSER = """
import sys
from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel

class Files(QLabel):
    def mousePressEvent(self, event):
        self.at = event.position().toPoint()
    def mouseMoveEvent(self, event):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(path) for path in sys.argv[1:]])
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)
        self.hide()
        # What was let go of is fetched from here afterwards.
        QTimer.singleShot(2000, app.quit)

app = QApplication(sys.argv)
files = Files("files")
files.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
files.setWindowTitle("file browser")
files.setGeometry(0, 0, 80, 40)
files.show()
app.exec()
"""


def missing_tools() -> list[str]:
    """Return what is not installed here."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def wait(what: str, is_so: Callable[[], object]) -> None:
    """Wait until something is so, or fail naming it."""
    end = time.monotonic() + _PATIENCE_S
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(f"waited in vain until {what}")
        time.sleep(0.05)


class Display:
    """One X server with a window manager, of its own."""

    def __init__(self, folder: Path, scale: int) -> None:
        self.scale = scale
        self._folder = folder
        self._open = ExitStack()
        self.env = dict(os.environ)
        for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            self.env.pop(name, None)
        self.env.update(
            XDG_CONFIG_HOME=str(folder / "config"),
            XDG_RUNTIME_DIR=str(folder),
            QT_SCALE_FACTOR=str(scale),
            PYTHONPATH=str(REPOSITORY),
        )

    def __enter__(self) -> Display:
        reader, writer = os.pipe()
        size = f"{SIZE[0] * self.scale}x{SIZE[1] * self.scale}x24"
        self._start(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-nolisten", "tcp"],
            pass_fds=[writer],
        )
        os.close(writer)
        # To the end of the line: the server writes it in two pieces.
        with open(reader, encoding="ascii") as numbers:  # noqa: PTH123 - a descriptor has no path
            number = numbers.readline().strip()
        self.env["DISPLAY"] = f":{number}"
        self._start(["openbox"])
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _start(self, command: Sequence[str], pass_fds: Sequence[int] = ()) -> None:
        self._open.enter_context(self.running(command, pass_fds=pass_fds))

    @contextmanager
    def running(
        self, command: Sequence[str], pass_fds: Sequence[int] = ()
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run a program on this display for as long as the context lasts."""
        with (self._folder / "log.txt").open("ab") as log:
            process = subprocess.Popen(
                list(command), env=self.env, stdout=log, stderr=log, pass_fds=list(pass_fds)
            )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def do(self, *arguments: str) -> str:
        """Press keys and move the pointer; returns what xdotool says."""
        done = subprocess.run(
            ["xdotool", *arguments], env=self.env, capture_output=True, check=False, text=True
        )
        return done.stdout.strip()

    def title(self) -> str:
        """Return the title of the program's window, or nothing where there is none yet."""
        window = self.window()
        return self.do("getwindowname", window) if window else ""

    def window(self) -> str:
        return self.do("search", "--onlyvisible", "--name", "EngineScope").split("\n")[0]

    def click(self, x: float, y: float, button: int = 1) -> None:
        """Click at logical coordinates of the screen."""
        self.do("mousemove", *self._px(x, y), "click", str(button))

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag from one logical place to another, slowly enough for every program in between."""
        self.do("mousemove", *self._px(*start), "mousedown", "1")
        for step in range(1, 9):
            x = start[0] + (end[0] - start[0]) * step / 8
            y = start[1] + (end[1] - start[1]) * step / 8
            self.do("mousemove", *self._px(x, y), "sleep", "0.05")
        self.do("sleep", "0.3", "mouseup", "1")

    def drop_files(self, files: Sequence[Path], at: tuple[float, float]) -> None:
        """Drag files out of another program's window and let go at a logical place."""
        command = [sys.executable, "-c", _FILE_BROWSER, *map(str, files)]
        with self.running(command) as browser:
            wait("the files can be dragged", lambda: self.do("search", "--name", "file browser"))
            self.do("sleep", "0.5")
            self.drag((40, 20), at)
            wait("the drop is over", lambda: browser.poll() is not None)

    def shoot(self, path: Path) -> None:
        """Take a picture of the screen."""
        subprocess.run(["import", "-window", "root", str(path)], env=self.env, check=True)

    def _px(self, x: float, y: float) -> tuple[str, str]:
        return str(round(x * self.scale)), str(round(y * self.scale))


def prepare(folder: Path, theme: str, language: str) -> None:
    """Write the settings that a user would have chosen."""
    path = folder / "config" / "enginescope" / "enginescope.ini"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"[General]\nschema=1\n[look]\ntheme={theme}\nlanguage={language}\n[switches]\ntips=false\n",
        "utf-8",
    )


def go(
    folder: Path, shots: Path, name: str, files: Sequence[Path], scale: int, *, pace: float = 1.0
) -> None:
    """Open the program, drop files on it, move the threshold, play, export; leave pictures of it.

    Args:
        folder: For settings and logs.
        shots: Where the pictures go.
        name: What their names begin with.
        files: A model, pictures, and a video last.
        scale: Device pixels per logical pixel.
        pace: How long to look at each step, 1 for pictures of everything at rest.
    """

    def rest(seconds: float) -> None:
        time.sleep(seconds * pace)

    model, *sources = files
    with (
        Display(folder, scale) as display,
        display.running([sys.executable, "-m", "gui.command"]) as program,
    ):
        wait("the window is there", display.window)
        rest(1)
        window = display.window()
        display.do("windowmove", window, "0", "0")
        display.do("windowsize", window, str(SIZE[0] * scale), str((SIZE[1] - 20) * scale))
        rest(1)
        display.shoot(shots / f"{name}-1-empty.png")
        display.drop_files(files[:-1], (SIZE[0] / 2, SIZE[1] / 2))
        wait("model and picture are open", lambda: sources[0].name in display.title())
        wait("the model is named", lambda: model.name in display.title())
        rest(2)
        display.shoot(shots / f"{name}-2-picture.png")
        for _ in range(10):
            display.do("key", "bracketright")
        rest(0.5)
        display.shoot(shots / f"{name}-3-threshold.png")
        display.do("key", "ctrl+e")
        rest(2)
        display.shoot(shots / f"{name}-4-recipe.png")
        display.do("key", "Escape")
        display.drop_files(files[-1:], (SIZE[0] / 2, SIZE[1] / 2))
        wait("the video is open", lambda: sources[-1].name in display.title())
        display.do("key", "space")
        rest(5)
        display.do("key", "space")
        rest(1.5)
        display.shoot(shots / f"{name}-5-video.png")
        broken = folder / "broken.onnx"
        broken.write_bytes(b"\x08\x07" + bytes(64))
        display.drop_files([broken], (SIZE[0] / 2, SIZE[1] / 2))
        rest(2)
        display.shoot(shots / f"{name}-6-problem.png")
        display.do("key", "Escape")
        display.do("key", "ctrl+shift+s")
        rest(1.5)
        display.shoot(shots / f"{name}-7-export.png")
        display.do("key", "Escape")
        rest(0.5)
        display.do("key", "ctrl+q")
        wait("the program has ended", lambda: program.poll() is not None)
        if program.returncode != 0:
            raise RuntimeError(f"the program ended with {program.returncode}")


def main(arguments: Sequence[str]) -> int:
    if not arguments or missing_tools():
        sys.stderr.write(f"{__doc__}\nMissing here: {', '.join(missing_tools()) or 'nothing'}\n")
        return 2
    shots = Path(arguments[0])
    shots.mkdir(parents=True, exist_ok=True)
    files = [Path(argument).resolve() for argument in arguments[1:]] or [
        ROOT / "models" / "yolov8n-dq.onnx",
        *(ROOT / "media" / name for name in ("bus.jpg", "dog.jpg", "horses.jpg")),
        ROOT / "media" / "car-detection.mp4",
    ]
    for scale in (1, 2):
        for theme in ("dark", "light"):
            for language in ("en", "zh_CN"):
                name = f"{theme}-{language}-{scale}x"
                folder = shots / "run" / name
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(parents=True)
                prepare(folder, theme, language)
                go(folder, shots, name, files, scale)
                sys.stdout.write(f"{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
