"""What is dropped is sorted by what it is, on a thread of its own."""

from __future__ import annotations

import json
import pickle
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from engine_core.errors import LabelsError, SourceError
from engine_core.frame import SourceKind
from gui.workers.cameras import find_cameras
from gui.workers.intake import MANY_FILES, Dropped, Intake, sort_out
from tests.builders import network
from tests.shared_data import ROOT, needs_shared_data


def picture(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (16, 12), (200, 30, 30)).save(path, format="PNG")
    return path


def model(path: Path) -> Path:
    return network(path, {"output0": np.zeros((1, 84, 21), np.float32)})


def sort(*paths: Path | str) -> Dropped:
    return sort_out(tuple(map(str, paths)))


def test_a_mixture_is_sorted_by_content_and_not_by_name(tmp_path: Path) -> None:
    renamed_model = model(tmp_path / "network.onnx").rename(tmp_path / "network.bin")
    renamed_picture = picture(tmp_path / "photo.dat")
    names = tmp_path / "classes.txt"
    names.write_text("person\nbus\nstop sign\n", "utf-8")
    folder = picture(tmp_path / "più foto" / "图片 1.png").parent
    dropped = sort(renamed_model, folder, names, renamed_picture, "0", "rtsp://host/cam")
    assert dropped.models == (renamed_model,)
    assert dropped.labels == (names,)
    assert [item.kind.value for item in dropped.items] == ["picture", "picture", "live", "live"]
    assert [item.name for item in dropped.items] == [
        "图片 1.png",
        "photo.dat",
        "camera-0",
        "host/cam",
    ]
    assert dropped.problems == ()


def test_what_claims_to_be_a_model_is_opened_as_one_so_that_its_error_is_told(
    tmp_path: Path,
) -> None:
    fake = tmp_path / "line3.engine"
    fake.write_bytes(b"no engine at all" * 10)
    checkpoint = tmp_path / "best"
    checkpoint.write_bytes(pickle.dumps({"epoch": 3}, protocol=4))
    empty = tmp_path / "empty.onnx"
    empty.touch()
    assert sort(fake, checkpoint, empty).models == (fake, checkpoint, empty)


def test_a_picture_called_like_a_model_is_a_picture(tmp_path: Path) -> None:
    dropped = sort(picture(tmp_path / "photo.onnx"))
    assert dropped.models == ()
    assert dropped.items[0].kind is SourceKind.PICTURE


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("coco.names", "person\nbicycle\n"),
        ("labels.txt", "0 person\n1 bus\n"),
        ("data.yaml", "path: ../x\nnames:\n  0: person\n  1: no\n"),
        ("names.json", json.dumps({"0": "person", "1": "bus"})),
        ("map.pbtxt", 'item {\n  id: 1\n  name: "person"\n}\n'),
        ("things.txt", "data\nmodels\n"),
    ],
)
def test_files_of_class_names_are_recognised(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / "data").mkdir()  # a class may be called like a folder beside the list
    path = tmp_path / name
    path.write_text(content, "utf-8")
    dropped = sort(path)
    assert (dropped.labels, dropped.items, dropped.problems) == ((path,), (), ())


def test_a_text_that_names_pictures_is_a_list_of_sources(tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    picture(tmp_path / "deep" / "b.png")
    listed = tmp_path / "val.txt"
    listed.write_text("# validation\na.png\ndeep/b.png\nmissing.jpg\n", "utf-8")
    dropped = sort(listed)
    assert dropped.labels == ()
    assert [Path(item.location).name for item in dropped.items] == ["a.png", "b.png"]
    assert "missing.jpg" in str(dropped.problems[0])


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("0001.txt", "0 0.5 0.5 0.2 0.1\n2 0.1 0.2 0.1 0.1\n", "only numbers"),
        ("config_infer.txt", "[property]\nnet-scale-factor=1\n", "settings in sections"),
        ("empty.names", "", ""),
        ("settings.yaml", "epochs: 3\nlr: 0.1\n", ""),
    ],
)
def test_a_text_without_class_names_is_refused_with_the_reason(
    tmp_path: Path, name: str, content: str, why: str
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    dropped = sort(path)
    assert dropped.labels == ()
    assert dropped.items == ()
    assert isinstance(dropped.problems[0], LabelsError)
    assert why in str(dropped.problems[0])


def test_what_is_nothing_at_all_is_a_problem_and_the_rest_goes_on(tmp_path: Path) -> None:
    archive = tmp_path / "photos.zip"
    archive.write_bytes(b"PK\x03\x04" + bytes(100))
    good = picture(tmp_path / "a.png")
    dropped = sort(archive, tmp_path / "gone.jpg", good, "\0", "~nobody-here/x")
    assert [item.location for item in dropped.items] == [str(good)]
    assert len(dropped.problems) == 4
    assert all(isinstance(problem, SourceError) for problem in dropped.problems)


def test_many_files_at_once_are_not_opened_twice(tmp_path: Path) -> None:
    first = picture(tmp_path / "0.png")
    for number in range(1, MANY_FILES + 1):
        shutil.copy(first, tmp_path / f"{number}.png")
    dropped = sort(*sorted(tmp_path.iterdir()))
    assert len(dropped.items) == MANY_FILES + 1


def test_drops_are_answered_in_order_and_the_thread_ends(qtbot: QtBot, tmp_path: Path) -> None:
    intake = Intake()
    answers: list[Dropped] = []
    intake.sorted_out.connect(answers.append)
    for name in ("a.png", "b.png", "c.png"):
        intake.sort((str(picture(tmp_path / name)),))
    qtbot.waitUntil(lambda: len(answers) == 3)
    assert [answer.items[0].name for answer in answers] == ["a.png", "b.png", "c.png"]
    intake.stop()
    assert intake.isFinished()
    intake.sort((str(tmp_path),))
    assert not intake.isRunning()


def test_a_thread_that_was_never_needed_ends_as_well() -> None:
    intake = Intake()
    intake.stop()
    assert not intake.isRunning()


def test_a_disk_that_does_not_answer_keeps_nobody_from_closing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, answers = threading.Event(), threading.Event()

    def hanging(arguments: tuple[str, ...], _: object) -> Dropped:
        begun.set()
        assert answers.wait(10)
        return Dropped(models=(), labels=(), items=(), problems=(), arguments=arguments)

    monkeypatch.setattr("gui.workers.intake.sort_out", hanging)
    intake = Intake()
    intake.sort(("/far/away",))
    assert begun.wait(10)
    assert not intake.stop(patience_ms=1)
    answers.set()
    assert intake.wait(10_000)


def test_cameras_are_looked_for_on_the_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.workers.intake.find_cameras", lambda: ((2, "Webcam"),))
    intake = Intake()
    with qtbot.waitSignal(intake.cameras_found) as found:
        intake.look_for_cameras()
    assert found.args == [((2, "Webcam"),)]
    intake.stop()


def test_the_system_names_cameras_and_their_second_devices_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for number, index, name in ((10, 0, "Mikroskop"), (2, 0, "Webcam"), (3, 1, "Webcam")):
        device = tmp_path / f"video{number}"
        device.mkdir()
        (device / "index").write_text(f"{index}\n", "ascii")
        (device / "name").write_text(f"{name}\n", "utf-8")
    (tmp_path / "video4").mkdir()
    assert find_cameras(tmp_path) == ((2, "Webcam"), (10, "Mikroskop"))
    assert find_cameras(tmp_path / "missing") == ()


@needs_shared_data
def test_real_models_pictures_and_names_are_told_apart() -> None:
    models = sorted((ROOT / "models").glob("*.onnx"))
    labels = sorted((ROOT / "models").glob("*.labels.txt"))
    dropped = sort(
        *models, *labels, ROOT / "media" / "bus.jpg", ROOT / "media" / "car-detection.mp4"
    )
    assert dropped.models == tuple(models)
    assert dropped.labels == tuple(labels)
    assert [item.name for item in dropped.items] == ["bus.jpg", "car-detection.mp4"]
    assert dropped.problems == ()


def test_a_long_drop_is_given_up_at_the_end(tmp_path: Path) -> None:
    asked = iter([False, True])
    dropped = sort_out(
        tuple(str(picture(tmp_path / f"{n}.png")) for n in range(3)), lambda: next(asked)
    )
    assert dropped.items == ()
