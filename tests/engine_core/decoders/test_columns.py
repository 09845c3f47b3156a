from __future__ import annotations

import numpy as np
import pytest

from engine_core.decoders.base import ModelFacts, Task
from engine_core.decoders.columns import split_columns
from engine_core.decoders.dense import DenseDecoder
from engine_core.metadata import Metadata
from tests.engine_core.decoders.signatures import facts_of

CELLS = 8400


def split(facts: ModelFacts, *, objectness: bool = False) -> DenseDecoder | None:
    columns = facts.outputs[0].shape[1]
    found = split_columns(
        facts, facts.outputs[0], columns, channels_first=True, objectness=objectness
    )
    return None if found is None else found[0]


def facts(
    columns: int,
    *,
    prototypes: tuple[int, ...] | None = None,
    metadata: Metadata | None = None,
    task: Task | None = None,
    class_count: int | None = None,
) -> ModelFacts:
    outputs = {"rows": np.empty((1, columns, CELLS), np.float32)}
    if prototypes is not None:
        outputs["other"] = np.empty(prototypes, np.float32)
    made = facts_of(outputs, metadata=metadata, class_count=class_count)
    return ModelFacts(
        made.signature, made.image, made.metadata, task, class_count, made.class_counts
    )


def test_prototypes_take_as_many_columns_as_there_are() -> None:
    head = split(facts(116, prototypes=(1, 32, 160, 160)))
    assert head is not None
    assert (head.classes, head.masks, head.prototypes) == (80, 32, "other")
    assert not head.open_columns


@pytest.mark.parametrize("shape", [(1, 32, 80, 80), (1, 1, 160, 160), (1, 112, 160, 160)])
def test_another_output_is_no_prototypes(shape: tuple[int, ...]) -> None:
    head = split(facts(116, prototypes=shape))
    assert head is not None
    assert head.masks == 0
    assert head.open_columns


def test_metadata_tells_keypoints() -> None:
    head = split(facts(56, metadata=Metadata(kpt_shape=(17, 3))))
    assert head is not None
    assert (head.classes, head.keypoints) == (1, (17, 3))
    wrong = split(facts(30, metadata=Metadata(kpt_shape=(17, 3))))
    assert wrong is not None
    assert wrong.keypoints is None


def test_the_task_tells_the_angle() -> None:
    head = split(facts(20, task=Task.OBB))
    assert head is not None
    assert (head.classes, head.rotated) == (15, True)
    assert split(facts(5, task=Task.OBB)) is None


def test_the_number_of_names_tells_that_all_are_classes() -> None:
    head = split(facts(56, class_count=52))
    assert head is not None
    assert (head.classes, head.open_columns) == (52, False)


def test_what_nothing_tells_stays_open() -> None:
    head = split(facts(56))
    assert head is not None
    assert head.open_columns
    assert head.class_count is None
    detecting = split(facts(56, task=Task.DETECT))
    assert detecting is not None
    assert not detecting.open_columns
    single = split(facts(5))
    assert single is not None
    assert (single.classes, single.open_columns) == (1, False)


def test_an_objectness_is_counted_out() -> None:
    head = split(facts(85), objectness=True)
    assert head is not None
    assert (head.classes, head.objectness) == (80, True)
    assert split(facts(5), objectness=True) is None


def test_another_task_takes_no_detection_head() -> None:
    assert split(facts(84, task=Task.CLASSIFY)) is None
    assert split(facts(84, task=Task.SEGMENT)) is None
    assert split(facts(84, task=Task.POSE)) is None
