from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from engine_core.decoders import fastestdet
from engine_core.preprocess import ChannelOrder
from tests.engine_core.decoders.distance_maps import Floats, cells_of, grid, planes
from tests.engine_core.decoders.scenes import WIDE, Scene, same, scene, scenes
from tests.engine_core.decoders.signatures import best, facts_of, has_none

FAMILY = fastestdet.FAMILY


def encoded(wanted: Scene, classes: int = 5) -> Floats:
    """Write objects as ``handle_preds`` reads them: tanh, sigmoid, powers of both scores."""
    rng = np.random.default_rng(0)
    columns, rows = grid(wanted.wh, 16)
    head = np.empty((rows, columns, 5 + classes), np.float32)
    head[..., 0] = rng.uniform(0, 0.01, (rows, columns))
    head[..., 1:5] = rng.normal(0, 1, (rows, columns, 4))
    head[..., 5:] = 1 / classes
    for index, _, column, row in cells_of(wanted, (16,)):
        x0, y0, x1, y1 = wanted.xyxy[index]
        cell = head[row, column]
        cell[1:3] = np.arctanh([(x0 + x1) / 32 - column, (y0 + y1) / 32 - row])
        shares = np.array([(x1 - x0) / wanted.wh[0], (y1 - y0) / wanted.wh[1]])
        cell[3:5] = np.log(shares / (1 - shares))
        best_class = 0.97
        cell[5:] = (1 - best_class) / (classes - 1)
        cell[5 + wanted.classes[index]] = best_class
        cell[0] = (wanted.scores[index] / best_class**0.4) ** (1 / 0.6)
    return planes(head)


@settings(max_examples=20)
@given(wanted=scenes())
def test_objects_are_found_where_the_trainer_put_them(wanted: Scene) -> None:
    outputs = {"734": encoded(wanted)}
    proposal = best(FAMILY, facts_of(outputs, input_wh=wanted.wh))

    verdict = proposal.decoder.settle(outputs, wanted.wh)

    assert verdict.fit > 0.9
    assert verdict.decoder.class_count == 5
    assert same(verdict.decoder.decode(outputs, wanted.wh, 0.25), wanted)


def test_it_is_fed_with_stretched_blue_green_red() -> None:
    proposal = best(FAMILY, facts_of({"734": encoded(scene())}, input_wh=WIDE))

    assert proposal.preprocessing.channels is ChannelOrder.BGR
    assert proposal.preprocessing.mean == (0, 0, 0)


def test_classes_that_do_not_sum_to_one_refute_it() -> None:
    outputs = {"734": encoded(scene())}
    outputs["734"][:, 5:] *= 0.5

    assert best(FAMILY, facts_of(outputs, input_wh=WIDE)).decoder.settle(outputs, WIDE).is_refuted


def test_an_empty_frame_confirms_it() -> None:
    outputs = {"734": encoded(scene(count=0))}
    verdict = best(FAMILY, facts_of(outputs, input_wh=WIDE)).decoder.settle(outputs, WIDE)

    assert verdict.fit > 0.9
    assert len(verdict.decoder.decode(outputs, WIDE, 0.25)) == 0


def test_nothing_is_proposed_for_other_maps() -> None:
    fine = {"a": np.zeros((1, 85, 48, 80), np.float32)}
    two = {"a": np.zeros((1, 85, 24, 40), np.float32), "b": np.zeros((1, 85, 12, 20), np.float32)}
    rows = {"a": np.zeros((1, 960, 85), np.float32)}

    assert all(has_none(FAMILY, facts_of(outputs, input_wh=WIDE)) for outputs in (fine, two, rows))
