"""What is said while something hovers over the window, and what is taken out of a drop."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from gui.dropping import arguments_of, describe


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["/a/line3.engine"], "Open model line3.engine"),
        (["/a/1.jpg"], "Add 1 picture"),
        ([f"/a/{n}.JPG" for n in range(1280)], "Add 1,280 pictures"),
        (["/a/1.mp4", "/a/2.mkv"], "Add 2 videos"),
        (["/a/1.mp4", "/a/2.jpg", "/a/3.png"], "Add 2 pictures and 1 video"),
        (["/a/1.jpg", "/a/2.jpg", "/a/3.jpg", "/a/x.onnx"], "Add 3 pictures and open model x.onnx"),
        (["/a/coco.names"], "Use the class names of coco.names"),
        (["/a/x.onnx", "/a/data.yaml"], "Open model x.onnx and use the class names of data.yaml"),
        (
            ["/a/x.onnx", "/a/data.yaml", "/a/1.jpg"],
            "Add 1 picture, open model x.onnx and use the class names of data.yaml",
        ),
        (["rtsp://user:secret@host/cam"], "Open rtsp://***@host/cam"),
        (["rtsp://a/1", "rtsp://a/2"], "Open 2 addresses"),
        (["/a/classes.txt"], "Look into classes.txt"),
        (["/a/图片.jpg", "/a/ein Bild.jpeg"], "Add 2 pictures"),
    ],
)
def test_a_drop_is_told_in_one_line_before_it_happens(arguments: list[str], says: str) -> None:
    described = describe(arguments)
    assert str(described) == says
    assert described.is_welcome


def test_folders_are_recognised_by_the_disk_and_only_a_few_are_asked(tmp_path: Path) -> None:
    folder = tmp_path / "line3_shift2"
    folder.mkdir()
    assert describe([str(folder)]).says == "Add the pictures of line3_shift2"
    assert describe([str(tmp_path), str(folder)]).says == "Add the pictures of 2 folders"
    many = [str(folder)] * 100
    assert describe(many).says == "Add the pictures of 4 folders and look into 96 files"


def test_what_cannot_be_opened_is_named_before_it_is_let_go() -> None:
    only = describe(["/a/notes.docx"])
    assert only.says == "notes.docx cannot be opened"
    assert not only.is_welcome
    both = describe(["/a/notes.docx", "/a/1.jpg"])
    assert both.says == "Add 1 picture · notes.docx cannot be opened"
    assert both.is_welcome
    assert describe(["/a/a.docx", "/a/b.pdf"]).says == "2 files cannot be opened"
    assert not describe([]).is_welcome


def test_a_model_under_a_strange_name_is_not_refused(tmp_path: Path) -> None:
    assert describe([str(tmp_path / "network.bin")]).is_welcome


def test_more_than_three_things_end_in_a_number(tmp_path: Path) -> None:
    said = describe([str(tmp_path), "/1.jpg", "/m.onnx", "/c.names", "rtsp://a/b"]).says
    assert said == f"Add 1 picture, add the pictures of {tmp_path.name} and 3 things more"


def test_files_and_addresses_come_out_of_a_drop() -> None:
    mime = QMimeData()
    urls = [QUrl.fromLocalFile("/a/ein Bild #1 ü.jpg"), QUrl("rtsp://user:p%40ss@host:554/cam?x=1")]
    mime.setUrls(urls)
    assert arguments_of(mime) == ("/a/ein Bild #1 ü.jpg", "rtsp://user:p%40ss@host:554/cam?x=1")


def test_text_counts_only_where_all_of_it_is_paths_and_addresses() -> None:
    mime = QMimeData()
    mime.setText('"/a/1.jpg"\n\n rtsp://host/cam \n')
    assert arguments_of(mime) == ("/a/1.jpg", "rtsp://host/cam")
    mime.setText("see /a/1.jpg\nrtsp://host/cam")
    assert arguments_of(mime) == ()
    assert arguments_of(QMimeData()) == ()
