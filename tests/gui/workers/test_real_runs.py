from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine_core.detections import DisplayFilter
from engine_core.detector import SuppressionOptions
from engine_core.frame import SourceItem, SourceKind
from gui.workers.inference_worker import InferenceWorker
from gui.workers.messages import ModelOpened, ModelWish, SeenBatch, Shown, SourceWish, Wanted
from tests.gui.workers.rig import PATIENCE_S, Window
from tests.shared_data import ROOT, needs_shared_data

CARS = SourceWish(
    item=SourceItem(SourceKind.VIDEO, str(ROOT / "media" / "car-detection.mp4"), "cars.mp4")
)


@pytest.fixture
def worker() -> Iterator[InferenceWorker]:
    made = InferenceWorker()
    made.start()
    yield made
    made.stop()
    assert made.wait(PATIENCE_S * 1000)


@pytest.mark.slow
@needs_shared_data
def test_a_real_model_on_a_real_video_from_opening_to_the_end(
    qtbot: QtBot, worker: InferenceWorker
) -> None:
    window = Window(worker, takes=True)
    model = ModelWish(path=ROOT / "models" / "yolov5n.onnx")
    generation = 0

    def answer(**wanted: object) -> Shown:
        nonlocal generation
        generation += 1
        worker.want(Wanted(generation=generation, model=model, source=CARS, **wanted))  # type: ignore[arg-type]
        qtbot.waitUntil(
            lambda: (
                bool(window.shown)
                and window.shown[-1].generation == generation
                and window.shown[-1].result is not None
            ),
            timeout=PATIENCE_S * 1000,
        )
        return window.shown[-1]

    # What a network so small takes cars from above for is all the same; that it sees them is not.
    for index in (204, 205, 206, 84, 204):
        shown = answer(index=index)
        assert shown.frame.index == index
        assert shown.result is not None
        assert len(DisplayFilter(confidence=0.4).apply(shown.result.detections)) >= 1
        assert shown.result.frame is shown.frame
    assert shown.was_kept
    assert worker.inferences == 4
    more = answer(index=204, suppression=SuppressionOptions(iou=0.95))
    assert more.result is not None
    assert shown.result is not None
    assert len(more.result.detections) > len(shown.result.detections)
    assert worker.inferences == 4
    last = answer(index=10_000)
    assert last.info.is_exact
    assert last.info.frame_count == last.frame.index + 1

    def counted() -> int:
        return sum(len(one.frames) for one in window.told if isinstance(one, SeenBatch))

    before = counted()
    answer(index=204, suppression=SuppressionOptions(iou=0.95), survey=True)
    qtbot.waitUntil(lambda: counted() > before + 10, timeout=PATIENCE_S * 1000)
    opened = [one for one in window.told if isinstance(one, ModelOpened)]
    assert [one.file.path for one in opened] == [Path(model.path)]


def picture(name: str) -> SourceWish:
    return SourceWish(
        item=SourceItem(SourceKind.PICTURE, str(ROOT / "media" / name), name),
    )


@pytest.mark.slow
@needs_shared_data
@pytest.mark.parametrize("has_room", [True, False])
def test_masks_come_back_with_a_picture_that_was_looked_at_before(
    qtbot: QtBot, has_room: bool
) -> None:
    """Without room for what masks are made of the network runs again, and counts are kept all the same."""
    worker = InferenceWorker(limit_bytes=256 * 2**20 if has_room else 2**21)
    window = Window(worker, takes=True)
    worker.start()
    model = ModelWish(path=ROOT / "models" / "yolov8n-seg-dq.onnx")
    tight = SuppressionOptions(iou=0.3)
    wishes = [
        Wanted(generation=1, model=model, source=picture("bus.jpg")),
        Wanted(generation=2, model=model, source=picture("zidane.jpg")),
        Wanted(generation=3, model=model, source=picture("bus.jpg")),
        Wanted(generation=4, model=model, source=picture("bus.jpg"), suppression=tight),
    ]
    shown = []
    try:
        for wish in wishes:
            worker.want(wish)
            qtbot.waitUntil(
                lambda wish=wish: any(  # type: ignore[misc]
                    one.generation == wish.generation and one.result is not None
                    for one in window.shown
                ),
                timeout=PATIENCE_S * 1000,
            )
            shown.append(window.shown[-1])

        def counted_last() -> set[str]:
            names: set[str] = set()
            for batch in window.told:
                if isinstance(batch, SeenBatch):
                    names = set() if batch.restarts else names
                    names |= {seen.source.name for seen in batch.frames}
            return names

        qtbot.waitUntil(
            lambda: counted_last() == {"bus.jpg", "zidane.jpg"}, timeout=PATIENCE_S * 1000
        )
    finally:
        worker.stop()
        assert worker.wait(PATIENCE_S * 1000)
    first, _, back, again = (one.result for one in shown)
    assert first is not None
    assert back is not None
    assert again is not None
    assert [one.was_kept for one in shown] == [False, False, has_room, True]
    assert worker.inferences == (2 if has_room else 3)
    for result in (first, back, again):
        assert result.detections.masks is not None
        assert result.detections.masks[0].area_px > 1000
