from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine_core.errors import SourceError
from engine_core.frame import Frame, SourceItem, SourceKind
from engine_core.sources import list_sources, open_source
from tests.shared_data import ROOT, needs_shared_data


def test_listing_loads_no_decoder() -> None:
    code = (
        "import sys, engine_core.sources as s; s.list_sources(['0', '.']);"
        "print({'av', 'cv2', 'PIL', 'numpy.testing'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_what_a_list_names_can_be_opened(tmp_path: Path) -> None:
    Image.new("RGB", (5, 4), (9, 8, 7)).save(tmp_path / "a.png")
    (item,) = list_sources([str(tmp_path)]).items
    with open_source(item) as source:
        (frame,) = source
    assert isinstance(frame, Frame)
    assert frame.size_wh == (5, 4)
    assert frame.image[0, 0].tolist() == [9, 8, 7]


@pytest.mark.parametrize("kind", list(SourceKind))
def test_every_kind_of_source_fails_with_our_error(tmp_path: Path, kind: SourceKind) -> None:
    with pytest.raises(SourceError):
        open_source(SourceItem(kind, str(tmp_path / "nothing"), "nothing"))


@needs_shared_data
def test_a_folder_of_real_media_is_read_to_its_end() -> None:
    listed = list_sources([str(ROOT / "media")])
    assert not listed.problems
    kinds = {item.kind for item in listed.items}
    assert kinds == {SourceKind.PICTURE, SourceKind.VIDEO}
    for item in listed.items:
        with open_source(item) as source:
            frame = source.read(0)
            assert frame.size_wh == source.info.size_wh
            assert frame.name == item.name
            assert np.ptp(frame.image) > 100
