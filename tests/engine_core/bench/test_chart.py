from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from engine_core.bench import BenchReport
from engine_core.bench.chart import draw_chart, save_chart
from engine_core.errors import ExportError
from tests.engine_core.bench.made_up import failed, figures, report

PREPROCESS, INFERENCE, DECODE = (142, 187, 226), (31, 84, 153), (240, 163, 58)
Pixels = npt.NDArray[np.uint8]


def widths(pixels: Pixels, colour: tuple[int, int, int]) -> list[int]:
    """Return the lengths of the bars of a colour from top to bottom; squares of the legend left out."""
    mask = (pixels == colour).all(axis=2)
    lengths = mask.sum(axis=1)
    starts = np.flatnonzero(np.diff(np.concatenate([[0], lengths])))
    return [int(lengths[at]) for at in starts if lengths[at]]


def bars(drawn: BenchReport, colour: tuple[int, int, int]) -> list[int]:
    return widths(draw_chart(drawn)[400:], colour) or widths(draw_chart(drawn)[240:], colour)


def test_bars_are_as_long_as_the_medians() -> None:
    drawn = report(figures("a.engine", (1.0, 4.0, 1.0)), figures("b.engine", (2.0, 8.0, 2.0)))
    pixels = draw_chart(drawn)[240:]
    for colour in (PREPROCESS, INFERENCE, DECODE):
        short, long = widths(pixels, colour)
        assert long == pytest.approx(2 * short, rel=0.05)
    assert widths(pixels, INFERENCE)[0] == pytest.approx(
        4 * widths(pixels, PREPROCESS)[0], rel=0.05
    )


def test_it_is_one_row_higher_with_one_model_more() -> None:
    one = draw_chart(report(figures("a.engine", (1, 4, 1))))
    two = draw_chart(report(figures("a.engine", (1, 4, 1)), failed("b.engine")))
    assert one.shape[1] == two.shape[1] == 2400
    assert two.shape[0] - one.shape[0] == 116
    assert one.dtype == np.uint8


def test_a_model_that_failed_has_no_bar_but_a_red_line() -> None:
    pixels = draw_chart(report(failed("b.engine")))
    assert widths(pixels[240:], INFERENCE) == []
    assert (pixels == (168, 50, 42)).all(axis=2).any()


def test_the_longest_whisker_stays_inside() -> None:
    drawn = report(figures("a.engine", (1, 4, 1)), figures("b.onnx", (2, 90, 3), on_gpu=False))
    pixels = draw_chart(drawn)
    margin = pixels[:, -70:]
    assert (margin == 255).all(), "something is drawn in the right margin"
    assert (pixels[:60] == 255).all()


@pytest.mark.parametrize(
    "name", ["a" * 300 + ".engine", "名" * 120 + ".engine", "a\u202eb\n.engine"]
)
def test_long_and_strange_names_stay_in_their_column(name: str) -> None:
    drawn = report(figures(name, (1.0, 4.0, 1.0)), failed(name))
    pixels = draw_chart(drawn)
    short = draw_chart(report(figures("a" * 60, (1.0, 4.0, 1.0)), failed("a" * 60)))
    assert pixels.shape == short.shape
    assert (pixels[:, -70:] == 255).all()
    assert len(widths(pixels[240:400], INFERENCE)) == 1


@pytest.mark.parametrize("scale", [1e-4, 1.0, 1e5])
def test_times_of_any_size_have_an_axis(scale: float) -> None:
    pixels = draw_chart(report(figures("a.engine", (scale, 4 * scale, scale))))
    (inference,) = widths(pixels[240:], INFERENCE)
    assert 300 < inference < 1600


def test_the_picture_is_a_png(tmp_path: Path) -> None:
    path = tmp_path / "figures" / "a.png"
    drawn = report(figures("a.engine", (1.0, 4.0, 1.0)))
    save_chart(drawn, path)
    with Image.open(path) as picture:
        assert (picture.format, picture.mode) == ("PNG", "RGB")
        assert np.array_equal(np.asarray(picture), draw_chart(drawn))


def test_where_it_cannot_be_written_the_error_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ExportError):
        save_chart(report(figures("a.engine", (1.0, 4.0, 1.0))), tmp_path / "file" / "a.png")
