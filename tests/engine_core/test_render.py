from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine_core.detections import ClassScore, Detections, InstanceMask, Masks
from engine_core.labels import Labels
from engine_core.overlay import Overlay, Style, lay_out
from engine_core.render import PillowMeasure, render
from tests.shared_data import ROOT, manifest, needs_shared_data

Image = npt.NDArray[np.uint8]

AMBER = (0xF0, 0xA0, 0x30)
INK = (0x0B, 0x0D, 0x10)
GREY = 120
AT_ONE = Style(scale=1.0)
PERSON = Labels(("person",))


def picture(width: int = 400, height: int = 300) -> Image:
    return np.full((height, width, 3), GREY, np.uint8)


def found(*boxes: tuple[float, float, float, float], **columns: object) -> Detections:
    n = len(boxes)
    values: dict[str, object] = {
        "xyxy": np.asarray(boxes, np.float32).reshape(n, 4),
        "confidence": np.linspace(0.9, 0.5, n, dtype=np.float32),
        "class_id": np.zeros(n, np.intp),
        **columns,
    }
    return Detections(**values)  # type: ignore[arg-type]


def draw(
    detections: Detections,
    *,
    labels: Labels = PERSON,
    style: Style = AT_ONE,
    image: Image | None = None,
    **states: int | None,
) -> tuple[Image, Overlay]:
    image = picture() if image is None else image
    size_wh = (image.shape[1], image.shape[0])
    overlay = lay_out(detections, labels, size_wh, style, PillowMeasure(), **states)  # type: ignore[arg-type]
    return render(image, overlay), overlay


def part(image: Image, xyxy: tuple[float, float, float, float]) -> Image:
    x0, y0, x1, y1 = (round(edge) for edge in xyxy)
    return image[y0:y1, x0:x1]


def test_the_edge_of_a_box_has_the_class_colour_on_a_dark_casing() -> None:
    drawn, _ = draw(found((100, 100, 300, 250)))
    for y in (99, 100):
        assert tuple(drawn[y, 200]) == AMBER
    for y in (98, 101):
        np.testing.assert_allclose(drawn[y, 200], np.asarray(INK) * 0.7 + GREY * 0.3, atol=1)
    assert tuple(drawn[175, 99]) == tuple(drawn[249, 200]) == tuple(drawn[175, 300]) == AMBER


def test_beside_box_and_chip_the_picture_is_as_it_was_and_so_is_the_input() -> None:
    before = picture()
    drawn, overlay = draw(found((100, 100, 300, 250)), image=before)
    assert (before == GREY).all()
    assert drawn is not before
    touched = (drawn != GREY).any(axis=2)
    ys, xs = np.nonzero(touched)
    chip = overlay.labels[0].xyxy
    assert xs.min() >= 98
    assert xs.max() <= 301
    assert ys.min() == round(chip[1])
    assert ys.max() == 251
    assert not touched[110:240, 110:290].any()


def test_a_read_only_picture_can_be_drawn_on() -> None:
    image = picture()
    image.flags.writeable = False
    drawn, _ = draw(found((100, 100, 300, 250)), image=image)
    drawn[0, 0] = 0


def test_a_chip_has_the_class_colour_round_corners_and_text() -> None:
    drawn, overlay = draw(found((100, 100, 300, 250)))
    chip = part(drawn, overlay.labels[0].xyxy)
    assert tuple(chip[0, 0]) != AMBER
    assert tuple(chip[9, 1]) == AMBER
    name, score = overlay.labels[0].texts
    middle = round((name.x + score.x) / 2 - overlay.labels[0].xyxy[0])
    dark = (chip.astype(int).sum(axis=2) < sum(INK) + 60).any(axis=0)
    assert dark[:middle].any()
    assert dark[middle:].any()
    assert not dark[:3].any()
    assert not dark[-3:].any()


def test_a_selected_box_is_framed_in_white_and_filled_lightly() -> None:
    drawn, _ = draw(found((100, 100, 300, 250)), selected=0)
    column = [tuple(pixel) for pixel in drawn[96:104, 200]]
    assert (255, 255, 255) in column
    assert AMBER in column
    np.testing.assert_allclose(drawn[175, 200], np.asarray(AMBER) * 0.14 + GREY * 0.86, atol=1)


def test_classes_from_20_on_have_gaps_in_their_outline() -> None:
    drawn, _ = draw(found((100, 100, 300, 250), class_id=np.asarray([20])))
    on = (drawn[250, 100:300] == AMBER).all(axis=1)
    assert on.any()
    assert not on.all()
    assert on.mean() > 0.6


def test_a_mask_tints_its_pixels_only() -> None:
    pixels = np.zeros((40, 60), np.bool_)
    pixels[10:30, 20:40] = True
    detections = found((100, 100, 160, 140), masks=Masks.of([InstanceMask(pixels, (100, 100))]))
    style = replace(AT_ONE, show_boxes=False, show_labels=False, mask_opacity=0.5)
    drawn, _ = draw(detections, style=style)
    changed = (drawn != GREY).any(axis=2)
    expected = np.zeros_like(changed)
    expected[110:130, 120:140] = True
    np.testing.assert_array_equal(changed, expected)
    np.testing.assert_allclose(drawn[120, 130], (np.asarray(AMBER) + GREY) / 2, atol=1)


@pytest.mark.parametrize("origin_xy", [(-30, -20), (390, 290), (-200, 0), (500, 500)])
def test_a_mask_beyond_the_picture_is_cut(origin_xy: tuple[int, int]) -> None:
    mask = InstanceMask(np.ones((60, 60), np.bool_), origin_xy)
    style = replace(AT_ONE, show_boxes=False, show_labels=False)
    drawn, _ = draw(found((10, 10, 60, 60), masks=Masks.of([mask])), style=style)
    whole = np.zeros((300, 400), np.bool_)
    x, y = origin_xy
    whole[max(y, 0) : max(y + 60, 0), max(x, 0) : max(x + 60, 0)] = True
    np.testing.assert_array_equal((drawn != GREY).any(axis=2), whole)


def test_a_rotated_box_is_drawn_along_its_own_edges() -> None:
    corners = np.asarray([[[200, 60], [290, 150], [200, 240], [110, 150]]], np.float32)
    detections = found((110, 60, 290, 240), corners=corners)
    drawn, _ = draw(detections, style=replace(AT_ONE, show_labels=False), selected=None)
    for x, y in ((245, 105), (245, 195), (155, 195), (155, 105)):
        np.testing.assert_allclose(drawn[y, x], AMBER, atol=30)
    assert (drawn[60:90, 110:140] == GREY).all()
    assert (drawn[150, 200] == GREY).all()


def test_a_skeleton_joins_its_points() -> None:
    keypoints = np.asarray(
        [[[150, 120], [250, 120], [200, 160], [160, 200], [240, 200]]], np.float32
    )
    keypoints += 0.5  # the middle of a pixel
    style = replace(AT_ONE, show_boxes=False, show_labels=False)
    drawn, _ = draw(found((100, 100, 300, 250), keypoints=keypoints), style=style)
    for x, y in keypoints[0].astype(int).tolist():
        assert tuple(drawn[y, x]) == AMBER
    np.testing.assert_allclose(drawn[200, 200], AMBER, atol=30)
    assert (drawn[240, 200] == GREY).all()


def test_a_caption_darkens_its_corner_and_names_the_answers_in_light_text() -> None:
    classes = (ClassScore(0, 0.9), ClassScore(0, 0.1))
    image = picture()
    overlay = lay_out(
        Detections.empty(), PERSON, (400, 300), AT_ONE, PillowMeasure(), classes=classes
    )
    drawn = render(image, overlay)
    assert overlay.caption is not None
    panel = part(drawn, overlay.caption.xyxy)
    assert panel.max() > 200
    assert np.median(panel) < 60
    assert (drawn[-50:] == GREY).all()


def test_an_overlay_for_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="overlay"):
        render(picture(200, 200), Overlay(size_wh=(400, 300), scale=1.0))


@pytest.mark.parametrize(
    "name",
    [
        "行人",
        "横断歩道",
        "자동차",
        "пешеход",
        "πεζός",
        "piéton",
        "🚗🏽‍♂️",
        "سيارة",
        "รถ",
        "e\u0301",
        "\ud800",
        "",
        "a\x00\nb",
    ],
)
def test_any_name_is_drawn_inside_its_chip(name: str) -> None:
    style = replace(AT_ONE, show_boxes=False)
    drawn, overlay = draw(found((100, 100, 300, 250)), labels=Labels((name,)), style=style)
    x0, y0, x1, y1 = (round(edge) for edge in overlay.labels[0].xyxy)
    around = drawn[y0 - 6 : y1, x0 - 6 : x1 + 6].copy()
    around[6:, 6:-6] = GREY
    assert (around == GREY).all()
    assert (part(drawn, overlay.labels[0].xyxy).astype(int).sum(axis=2) < 150).any()


@given(
    st.lists(
        st.tuples(*[st.floats(-300, 700, width=32)] * 8, st.integers(0, 45)), min_size=1, max_size=8
    ),
    st.sampled_from([0.3, 1.0, 2.7]),
    st.integers(0, 8),
)
@settings(max_examples=60, deadline=None)
def test_anything_anywhere_is_drawn_without_failing(
    rows: list[tuple[float, ...]], scale: float, chosen: int
) -> None:
    values = np.asarray(rows, np.float32)
    corners = values[:, :8].reshape(-1, 4, 2)
    upright = np.hstack([corners.min(axis=1), corners.max(axis=1)])
    detections = Detections(
        xyxy=upright,
        confidence=np.full(len(rows), 0.5, np.float32),
        class_id=values[:, 8].astype(np.intp),
        keypoints=corners.copy(),
    )
    rotated = replace(detections, corners=corners)
    for each in (detections, rotated):
        drawn, _ = draw(each, style=Style(scale=scale), selected=chosen, hovered=0)
        assert drawn.shape == (300, 400, 3)


@needs_shared_data
def test_real_detections_are_drawn_in_the_colour_of_their_class() -> None:
    model = next(m for m in manifest()["models"] if "bus.jpg" in (m["golden"] or {}))
    golden = model["golden"]["bus.jpg"]["detections"]
    with PIL.Image.open(ROOT / "media" / "bus.jpg") as opened:
        image = np.asarray(opened.convert("RGB"))
    style = replace(AT_ONE, show_labels=False)
    detections = Detections(
        xyxy=np.asarray([d["box"] for d in golden], np.float32),
        confidence=np.asarray([d["score"] for d in golden], np.float32),
        class_id=np.asarray([d["class_id"] for d in golden], np.intp),
    )
    drawn, _ = draw(detections, style=style, image=image)
    best = golden[int(np.argmax(detections.confidence))]
    x0, y0, x1, _ = best["box"]
    colour = style.colour(best["class_id"])
    row = drawn[round(y0), round(x0) : round(x1) - 2]
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    assert (row == wanted).all(axis=1).all()
