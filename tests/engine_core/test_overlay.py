from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine_core.detections import ClassScore, Detections, InstanceMask, Masks
from engine_core.labels import Labels
from engine_core.overlay import (
    INK,
    PALETTE,
    Label,
    LabelMemory,
    Overlay,
    State,
    Style,
    TextExtent,
    class_colour,
    lay_out,
    picture_scale,
)

SIZE_WH = (640, 480)
AT_ONE = Style(scale=1.0)
PERSON = Labels(("person", "car"))


def monospaced(text: str, size_px: float, bold: bool, /) -> TextExtent:
    return TextExtent(len(text) * size_px * (0.65 if bold else 0.6), size_px, size_px / 4)


def found(
    *boxes: tuple[float, float, float, float],
    confidence: tuple[float, ...] | None = None,
    class_id: tuple[int, ...] | None = None,
) -> Detections:
    n = len(boxes)
    scores = confidence or tuple(0.9 - 0.01 * row for row in range(n))
    return Detections(
        xyxy=np.asarray(boxes, np.float32).reshape(n, 4),
        confidence=np.asarray(scores, np.float32),
        class_id=np.asarray(class_id or (0,) * n, np.intp),
    )


def label_of(overlay: Overlay, row: int) -> Label:
    return next(label for label in overlay.labels if label.row == row)


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    return max(w, 0.0) * max(h, 0.0)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Detections, tuple[int, int], Style]:
    size_wh = draw(st.tuples(st.integers(16, 900), st.integers(16, 900)))
    share = st.floats(0, 1, width=32)
    rows = draw(
        st.lists(st.tuples(share, share, share, share, share, st.integers(0, 40)), max_size=25)
    )
    n = len(rows)
    values = np.asarray(rows, np.float32).reshape(n, 6)
    a, b = values[:, :2] * size_wh, values[:, 2:4] * size_wh
    detections = Detections(
        xyxy=np.hstack([np.minimum(a, b), np.maximum(a, b)]).astype(np.float32),
        confidence=values[:, 4],
        class_id=values[:, 5].astype(np.intp),
    )
    return detections, size_wh, Style(scale=draw(st.sampled_from([None, 0.25, 1.0, 3.0])))


@given(scenes())
@settings(max_examples=150, deadline=None)
def test_shown_labels_lie_in_the_picture_and_never_overlap_each_other(
    scene: tuple[Detections, tuple[int, int], Style],
) -> None:
    detections, size_wh, style = scene
    labels = lay_out(detections, PERSON, size_wh, style, monospaced).labels
    for index, label in enumerate(labels):
        x0, y0, x1, y1 = label.xyxy
        assert -1e-6 <= x0 < x1 <= size_wh[0] + 1e-6
        assert -1e-6 <= y0 < y1 <= size_wh[1] + 1e-6
        for other in labels[:index]:
            assert overlap(label.xyxy, other.xyxy) < 0.1 * (x1 - x0)


@given(scenes())
@settings(max_examples=100, deadline=None)
def test_a_label_never_covers_a_box_smaller_than_itself(
    scene: tuple[Detections, tuple[int, int], Style],
) -> None:
    detections, size_wh, style = scene
    for label in lay_out(detections, PERSON, size_wh, style, monospaced).labels:
        x0, y0, x1, y1 = label.xyxy
        for box in detections.xyxy.tolist():
            half = style.line_width_px * style.scale_for(size_wh) / 2
            area = (box[2] - box[0] + 2 * half) * (box[3] - box[1] + 2 * half)
            if area < (x1 - x0) * (y1 - y0):
                assert overlap(label.xyxy, tuple(box)) < 0.1 * (x1 - x0)


@given(scenes())
@settings(max_examples=50, deadline=None)
def test_the_order_of_rows_changes_nothing_but_row_numbers(
    scene: tuple[Detections, tuple[int, int], Style],
) -> None:
    detections, size_wh, style = scene
    # Equal scores are ordered by row, so only scenes without ties can be turned round.
    if len(np.unique(detections.confidence)) < len(detections):
        return
    backwards = detections[np.arange(len(detections))[::-1]]
    one = lay_out(detections, PERSON, size_wh, style, monospaced)
    other = lay_out(backwards, PERSON, size_wh, style, monospaced)
    assert [label.xyxy for label in one.labels] == [label.xyxy for label in other.labels]
    assert [box.xyxy for box in one.boxes] == [box.xyxy for box in other.boxes]


@given(scenes(), st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=6))
@settings(max_examples=100, deadline=None)
def test_what_is_remembered_of_the_last_layout_changes_nothing(
    scene: tuple[Detections, tuple[int, int], Style], steps: list[tuple[float, bool]]
) -> None:
    detections, size_wh, style = scene
    memory = LabelMemory()
    for threshold, marks in steps:
        shown = detections[detections.confidence >= threshold]
        marked = len(shown) // 2 if marks and len(shown) else None
        fresh, again = (
            lay_out(
                shown, PERSON, size_wh, style, monospaced,
                hovered=marked, selected=0 if marked else None, memory=kept,
            )
            for kept in (None, memory)
        )  # fmt: skip
        assert again.labels == fresh.labels


@given(scenes(), st.integers(0, 24))
@settings(max_examples=50, deadline=None)
def test_no_other_chip_moves_where_one_is_hovered(
    scene: tuple[Detections, tuple[int, int], Style], hovered: int
) -> None:
    detections, size_wh, style = scene
    resting = lay_out(detections, PERSON, size_wh, style, monospaced)
    under = lay_out(detections, PERSON, size_wh, style, monospaced, hovered=hovered)
    assert {label for label in under.labels if label.row != hovered} <= set(resting.labels)


def test_a_label_stands_above_left_flush_with_the_outline() -> None:
    overlay = lay_out(found((100, 200, 300, 400)), PERSON, SIZE_WH, AT_ONE, monospaced)
    x0, y0, _, y1 = overlay.labels[0].xyxy
    assert (x0, y1) == (99, 199)
    assert y1 - y0 == 18


def test_without_room_above_a_label_goes_below_then_inside() -> None:
    below = lay_out(found((100, 5, 300, 400)), PERSON, SIZE_WH, AT_ONE, monospaced)
    assert below.labels[0].xyxy[:2] == (99, 401)
    inside = lay_out(found((100, 5, 300, 475)), PERSON, SIZE_WH, AT_ONE, monospaced)
    assert inside.labels[0].xyxy[:2] == (99, 4)


def test_a_box_under_40_px_high_has_its_label_on_the_right() -> None:
    overlay = lay_out(found((100, 200, 300, 230)), PERSON, SIZE_WH, AT_ONE, monospaced)
    assert overlay.labels[0].xyxy[:2] == (301, 199)


def test_a_label_at_the_right_edge_is_moved_into_the_picture() -> None:
    overlay = lay_out(found((600, 200, 638, 400)), PERSON, SIZE_WH, AT_ONE, monospaced)
    assert overlay.labels[0].xyxy[2] == pytest.approx(640)


def test_of_colliding_labels_the_more_confident_one_is_shown_until_the_other_is_hovered() -> None:
    # So many equal boxes that the four places run out.
    crowd = found(*[(100, 200, 300, 400)] * 6)
    shown = {label.row for label in lay_out(crowd, PERSON, SIZE_WH, AT_ONE, monospaced).labels}
    assert shown == {0, 1, 2, 3}
    hovered = lay_out(crowd, PERSON, SIZE_WH, AT_ONE, monospaced, hovered=5)
    assert hovered.labels[-1].row == 5


def test_a_name_that_is_too_long_for_the_picture_is_shortened() -> None:
    labels = Labels(("a very long name of a class that nobody can read in full anyway",))
    overlay = lay_out(found((10, 50, 90, 110)), labels, (160, 120), AT_ONE, monospaced)
    name, score = overlay.labels[0].texts
    assert name.text.endswith("…")
    assert labels[0].startswith(name.text[:-1])
    assert score.text == "0.90"
    assert overlay.labels[0].xyxy[2] <= 160


def test_a_picture_smaller_than_any_chip_has_boxes_but_no_labels() -> None:
    overlay = lay_out(found((2, 2, 12, 12)), PERSON, (16, 16), AT_ONE, monospaced)
    assert len(overlay.boxes) == 1
    assert overlay.labels == ()


def test_line_breaks_in_a_name_become_spaces() -> None:
    overlay = lay_out(
        found((9, 50, 300, 300)), Labels(("two\n\tlines",)), SIZE_WH, AT_ONE, monospaced
    )
    assert overlay.labels[0].texts[0].text == "two lines"


def test_labels_and_confidences_can_be_left_out() -> None:
    detections = found((100, 200, 300, 400))
    bare = lay_out(detections, PERSON, SIZE_WH, replace(AT_ONE, show_confidences=False), monospaced)
    assert [text.text for text in bare.labels[0].texts] == ["person"]
    style = replace(AT_ONE, show_labels=False)
    assert lay_out(detections, PERSON, SIZE_WH, style, monospaced).labels == ()
    assert lay_out(detections, PERSON, SIZE_WH, style, monospaced, hovered=0).labels != ()


def test_the_palette_has_twenty_colours_that_all_carry_the_ink_of_labels() -> None:
    def luminance(colour: str) -> float:
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert len(set(PALETTE)) == 20
    for colour in PALETTE:
        assert re.fullmatch("#[0-9A-F]{6}", colour)
        # WCAG 2.2 contrast.
        assert (luminance(colour) + 0.05) / (luminance(INK) + 0.05) >= 4.6


def test_a_class_keeps_its_colour_and_ids_from_20_on_repeat_it_in_dashes() -> None:
    assert class_colour(3) == class_colour(23) == "#E04060"
    boxes = lay_out(
        found((10, 50, 90, 150), (110, 50, 190, 150), class_id=(3, 23)),
        PERSON,
        SIZE_WH,
        AT_ONE,
        monospaced,
    ).boxes
    lines = {box.row: box.strokes[-1] for box in boxes}
    assert lines[0].colour == lines[1].colour
    assert lines[0].dash_px is None
    assert lines[1].dash_px == (6, 2)


def test_an_own_colour_wins_over_the_palette() -> None:
    style = replace(AT_ONE, colours=((0, "#123456"),))
    overlay = lay_out(found((100, 200, 300, 400)), PERSON, SIZE_WH, style, monospaced)
    assert overlay.boxes[0].strokes[-1].colour == "#123456"
    assert overlay.labels[0].fill == "#123456"


def test_the_most_confident_box_lies_on_top_of_all_but_the_hovered_and_the_selected() -> None:
    detections = found(*[(100, 200, 300, 400)] * 4, confidence=(0.4, 0.9, 0.5, 0.3))
    plain = lay_out(detections, PERSON, SIZE_WH, AT_ONE, monospaced)
    assert [box.row for box in plain.boxes] == [3, 0, 2, 1]
    chosen = lay_out(detections, PERSON, SIZE_WH, AT_ONE, monospaced, selected=3, hovered=0)
    assert [box.row for box in chosen.boxes] == [2, 1, 0, 3]
    assert [box.state for box in chosen.boxes[2:]] == [State.HOVER, State.SELECTED]
    assert all(box.fill is not None for box in chosen.boxes[2:])
    assert label_of(chosen, 3).outline is not None


def test_what_is_below_the_threshold_is_a_thin_dashed_outline_without_label_under_the_rest() -> (
    None
):
    overlay = lay_out(
        found((100, 200, 300, 400)),
        PERSON,
        SIZE_WH,
        AT_ONE,
        monospaced,
        below_threshold=found((10, 10, 50, 50)),
    )
    assert [box.state for box in overlay.boxes] == [State.BELOW_THRESHOLD, State.NORMAL]
    assert overlay.boxes[0].strokes[-1].width_px == 1.5
    assert overlay.boxes[0].strokes[-1].dash_px == (3, 3)
    assert len(overlay.labels) == 1


def test_widths_and_chips_follow_the_scale() -> None:
    detections = found((100, 200, 300, 400))
    one = lay_out(detections, PERSON, SIZE_WH, AT_ONE, monospaced)
    two = lay_out(detections, PERSON, SIZE_WH, Style(scale=2.0), monospaced)
    assert two.boxes[0].strokes[-1].width_px == 2 * one.boxes[0].strokes[-1].width_px
    assert two.labels[0].texts[0].size_px == 2 * one.labels[0].texts[0].size_px


def test_annotations_grow_with_the_picture_and_stay_legible_in_small_ones() -> None:
    sizes = [(320, 240), (1280, 720), (1920, 1080), (3840, 2160), (7680, 4320)]
    scales = [picture_scale(size) for size in sizes]
    assert scales == sorted(scales)
    assert scales[0] * Style().font_size_px >= 12
    assert scales[4] == pytest.approx(2 * scales[3])


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan"), float("inf")])
def test_an_impossible_scale_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        Style(scale=scale)


def test_a_style_can_be_a_key() -> None:
    assert len({Style(), Style(), Style(scale=2.0)}) == 2


def test_rotated_boxes_become_polygons_with_their_label_at_the_top_corner() -> None:
    corners = np.asarray([[[300, 100], [400, 200], [300, 300], [200, 200]]], np.float32)
    upright = found((200, 100, 400, 300))
    turned = Detections(
        xyxy=upright.xyxy,
        confidence=upright.confidence,
        class_id=upright.class_id,
        corners=corners,
    )
    overlay = lay_out(turned, PERSON, SIZE_WH, AT_ONE, monospaced)
    assert overlay.boxes == ()
    assert overlay.polygons[0].points == ((300, 100), (400, 200), (300, 300), (200, 200))
    x0, _, x1, bottom = overlay.labels[0].xyxy
    assert x0 <= 300 <= x1
    assert bottom == 99


def test_keypoints_are_joined_by_their_number_and_only_where_both_are_visible() -> None:
    points = np.zeros((1, 17, 3), np.float32)
    points[0, :, 0] = np.linspace(110, 290, 17)
    points[0, :, 1] = np.linspace(210, 390, 17)
    points[0, :, 2] = 0.9
    points[0, 15, 2] = 0.1
    upright = found((100, 200, 300, 400))

    def skeleton(keypoints: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Overlay:
        detections = Detections(
            xyxy=upright.xyxy,
            confidence=upright.confidence,
            class_id=upright.class_id,
            keypoints=keypoints,
        )
        return lay_out(detections, PERSON, SIZE_WH, AT_ONE, monospaced)

    person = skeleton(points).skeletons[0]
    assert person.visible.count(False) == 1
    assert (5, 7) in person.limbs
    assert all(15 not in limb for limb in person.limbs)
    assert skeleton(points[:, :5]).skeletons[0].limbs != ()
    assert skeleton(points[:, :9]).skeletons[0].limbs == ()
    without_scores = points[:, :5, :2].copy()
    without_scores[0, 2] = 0
    assert skeleton(without_scores).skeletons[0].visible == (True, True, False, True, True)


def test_masks_are_asked_for_only_when_they_are_shown() -> None:
    made: list[int] = []

    def make(row: int) -> InstanceMask:
        made.append(row)
        return InstanceMask(np.ones((4, 4), np.bool_), (10, 10))

    upright = found((10, 10, 14, 14))
    detections = Detections(
        xyxy=upright.xyxy,
        confidence=upright.confidence,
        class_id=upright.class_id,
        masks=Masks(make, np.arange(1)),
    )
    style = replace(AT_ONE, show_masks=False)
    assert lay_out(detections, PERSON, SIZE_WH, style, monospaced).masks == ()
    assert made == []
    assert len(lay_out(detections, PERSON, SIZE_WH, AT_ONE, monospaced).masks) == 1


def test_the_caption_names_the_best_answers_in_bold_first_and_fits_the_picture() -> None:
    answers = [ClassScore(row % 2, 0.9 / (row + 1)) for row in range(40)]
    caption = lay_out(
        Detections.empty(), PERSON, SIZE_WH, AT_ONE, monospaced, classes=answers
    ).caption
    assert caption is not None
    assert caption.texts[0].text == "person"
    assert caption.texts[0].bold
    assert caption.texts[1].text == "0.90"
    assert 0 < len(caption.swatches) < 40
    assert caption.xyxy[2] <= SIZE_WH[0]
    assert caption.xyxy[3] <= SIZE_WH[1]
    assert lay_out(Detections.empty(), PERSON, SIZE_WH, AT_ONE, monospaced).caption is None


def test_rows_that_lie_nowhere_are_left_out() -> None:
    detections = found((float("nan"), 0, 10, 10), (0, 0, float("inf"), 10), (100, 200, 300, 400))
    overlay = lay_out(detections, PERSON, SIZE_WH, AT_ONE, monospaced, selected=0, hovered=77)
    assert [box.row for box in overlay.boxes] == [2]
    assert [label.row for label in overlay.labels] == [2]


def test_nothing_found_draws_nothing() -> None:
    overlay = lay_out(Detections.empty(), PERSON, SIZE_WH, Style(), monospaced)
    assert (overlay.boxes, overlay.labels, overlay.masks, overlay.skeletons) == ((), (), (), ())
