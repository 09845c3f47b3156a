"""Whole pictures through an engine: fitted by a kernel, run, and only the rows that matter brought back.

All of it is enqueued on one stream, so a picture may be begun while the network is busy with the one before:
its rows are copied and uploaded meanwhile, and the card goes from one network to the next without waiting
for the answers to be read. Each answer under way has a slot of its own to arrive in.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from engine_core.errors import InferenceError
from engine_core.letterbox import LetterBox
from engine_core.preprocess import Preprocessing
from engine_core.rowselection import RowSelection
from engine_core.runtime.base import FrameAnswer, FrameFeed, Tensors
from engine_core.runtime.tensorrt.cuda import Cuda, Event
from engine_core.runtime.tensorrt.execution import Execution, Prepared
from engine_core.runtime.tensorrt.kernels import FrameKernels
from engine_core.runtime.tensorrt.kernels.fitting import Fitter
from engine_core.runtime.tensorrt.kernels.selecting import Selector
from engine_core.runtime.tensorrt.profiles import Shape

Image = npt.NDArray[np.uint8]

_Key = TypeVar("_Key")
_Droppable = TypeVar("_Droppable", "_Way | None", "_Selectors")

# The slot of pictures that are begun and finished at once, and of tensors; those under way take turns.
_AT_ONCE = 0
_UNDER_WAY = (1, 2)

# Ways of feeding, and choices of rows for each, that are kept: every change of a recipe makes one more.
_KEPT = 4


class _Selectors(dict[int, "Selector | None"]):
    """What chooses the same rows, for each slot; None where nothing can."""

    def free(self) -> None:
        """Give all its memory back; nothing of it may be under way."""
        for selector in self.values():
            if selector is not None:
                selector.free()
        self.clear()


@dataclass(slots=True)
class _Way:
    """What is kept for one way of feeding pictures."""

    fitter: Fitter
    selectors: dict[tuple[RowSelection, Shape], _Selectors] = field(default_factory=dict)
    """What chooses rows; the last used comes last."""

    def free(self) -> None:
        """Give all its memory back; nothing of it may be under way."""
        for selectors in self.selectors.values():
            selectors.free()
        self.selectors.clear()
        self.fitter.free()


@dataclass(slots=True)
class _Events:
    """Points of one picture on the stream."""

    started: Event
    fitted: Event
    ran: Event
    done: Event


@dataclass(slots=True)
class _Begun:
    """A picture under way.

    Attributes:
        image, feed, way: As it was fed.
        slot: Where its answer arrives.
        letterbox: Where it lies in the input.
        run: Which run of the network it is.
        replayed: Whether that was a recorded graph.
        chosen: Output whose rows are chosen, or empty.
        selector: What chooses them.
        brought: Outputs that arrive when ``events.done`` has passed.
        answer: Where it was finished at once.
    """

    image: Image
    feed: FrameFeed
    way: _Way
    slot: int
    letterbox: LetterBox
    run: int
    replayed: bool
    chosen: str
    selector: Selector | None
    brought: dict[str, npt.NDArray[Any]]
    events: _Events
    answer: FrameAnswer | None = None


class Frames:
    """Feeds pictures to an execution. Everything is used with the CUDA context current."""

    def __init__(self, cuda: Cuda, execution: Execution) -> None:
        self._cuda = cuda
        self._execution = execution
        self._kernels: FrameKernels | None = None
        self._ways: dict[tuple[str, Preprocessing, tuple[str, ...]], _Way | None] = {}
        # The feed of the last picture is nearly always that of the next.
        self._known: tuple[FrameFeed | None, _Way | None] = (None, None)
        self._events: dict[int, _Events] = {}
        self._begun: deque[_Begun] = deque()
        self._sides: Tensors | None = None
        self._sides_fed_for: Prepared | None = None

    @property
    def are_under_way(self) -> bool:
        """Whether pictures were begun and not finished."""
        return bool(self._begun)

    def takes(self, feed: FrameFeed) -> bool:
        """Whether pictures can be fed so; loads the kernels when first asked."""
        return self._way(feed) is not None

    def infer(self, image: Image, feed: FrameFeed) -> FrameAnswer:
        """Feed a picture and wait for its answer; as ``TakesFrames.infer_frame``."""
        begun = self._enqueue(image, feed, _AT_ONCE)
        answer = self._answered(begun)
        self._execution.record()
        return answer

    def begin(self, image: Image, feed: FrameFeed) -> None:
        """Feed a picture and return; as ``Overlaps.begin_frame``. Keeps the picture until it is finished."""
        if len(self._begun) == len(_UNDER_WAY):
            raise ValueError("two pictures are under way already")
        taken = {begun.slot for begun in self._begun}
        slot = next(slot for slot in _UNDER_WAY if slot not in taken)
        begun = self._enqueue(image, feed, slot)
        if not self._execution.can_overlap:
            begun.answer = _kept(self._answered(begun))
        elif self._execution.is_due_to_record:
            # Once, for all that come after: nothing may be under way while it is recorded.
            self._cuda.synchronize()
            self._execution.record()
        self._begun.append(begun)

    def finish(self) -> FrameAnswer:
        """Return the answer to the picture that was begun first; as ``Overlaps.finish_frame``."""
        if not self._begun:
            raise ValueError("no picture is under way")
        begun = self._begun.popleft()
        return begun.answer if begun.answer is not None else self._answered(begun)

    def forget_sides(self) -> None:
        """Feed the other inputs anew with the next picture: somebody else fed them."""
        self._sides = None

    def free(self) -> None:
        """Let go of everything; what lies on the card is freed with the ``Cuda``."""
        self._begun.clear()
        self._ways.clear()
        self._known = (None, None)
        self._events.clear()
        self._kernels = None
        self._sides = None

    def _enqueue(self, image: Image, feed: FrameFeed, slot: int) -> _Begun:
        way = self._way(feed)
        if way is None:
            raise ValueError("the engine does not take pictures fed so")
        execution = self._execution
        self._prepare(feed)
        events = self._events_of(slot)
        events.started.record()
        letterbox = way.fitter.fit(image, execution.address(feed.input_name))
        events.fitted.record()
        replayed = execution.run()
        events.ran.record()
        selector = self._selector(feed, way, slot)
        chosen = feed.selection.output if selector is not None and feed.selection else ""
        if selector is not None:
            selector.enqueue(execution.address(chosen))
        brought = execution.bring([name for name in execution.outputs if name != chosen], slot)
        events.done.record()
        return _Begun(
            image=image,
            feed=feed,
            way=way,
            slot=slot,
            letterbox=letterbox,
            run=execution.runs,
            replayed=replayed,
            chosen=chosen,
            selector=selector,
            brought=brought,
            events=events,
        )

    def _answered(self, begun: _Begun) -> FrameAnswer:
        """Wait for a picture and return its answer."""
        execution, events = self._execution, begun.events
        events.done.wait()
        names = [name for name in execution.outputs if name != begun.chosen]
        outputs = execution.arrived(begun.brought, names, begun.slot)
        times = {
            "fit_ms": events.fitted.ms_since(events.started),
            "network_ms": events.ran.ms_since(events.fitted),
            "select_ms": events.done.ms_since(events.ran),
        }
        if begun.selector is not None:
            rows = begun.selector.collect()
            outputs[begun.chosen] = rows if rows is not None else self._whole(begun)
        return FrameAnswer(
            outputs=outputs, letterbox=begun.letterbox, replayed=begun.replayed, **times
        )

    def _whole(self, begun: _Begun) -> npt.NDArray[Any]:
        """Return the whole selected output: more rows matter than there was room for."""
        execution = self._execution
        if begun.run != execution.runs:
            # The network has gone on to another picture: once more, then.
            self._prepare(begun.feed)
            begun.way.fitter.fit(begun.image, execution.address(begun.feed.input_name))
            execution.run()
        return execution.fetch([begun.chosen], begun.slot)[begun.chosen]

    def _prepare(self, feed: FrameFeed) -> None:
        """Set the context for a picture; other inputs are fed once, as long as they stay the same."""
        execution = self._execution
        sides = execution.check(feed.sides, without=feed.input_name)
        execution.prepare(sides, {feed.input_name: feed.preprocessing.tensor_shape})
        if self._sides is feed.sides and self._sides_fed_for is execution.prepared:
            return
        if sides:
            # What was fed before may still be on its way from the same memory.
            self._cuda.synchronize()
        for name, array in sides.items():
            execution.feed(name, array)
        self._sides, self._sides_fed_for = feed.sides, execution.prepared

    def _way(self, feed: FrameFeed) -> _Way | None:
        if feed is self._known[0]:
            return self._known[1]
        key = (feed.input_name, feed.preprocessing, tuple(feed.sides))
        way = self._ways.pop(key) if key in self._ways else self._make_way(feed)
        self._ways[key] = way  # behind those that were not used for longer
        self._known = (feed, way)
        used = [begun.way for begun in self._begun]
        self._drop_oldest(self._ways, lambda one: any(one is way for way in used))
        return way

    def _make_way(self, feed: FrameFeed) -> _Way | None:
        inputs = self._execution.inputs
        tensor = inputs.get(feed.input_name)
        wanted = feed.preprocessing
        if tensor is None or tensor.on_host or tensor.device_dtype != wanted.dtype:
            return None
        if {feed.input_name, *feed.sides} != set(inputs):
            return None
        if self._kernels is None:
            self._kernels = FrameKernels.load(self._cuda)
        fitter = None
        if self._kernels is not None:
            # Without memory for it there is still the way through tensors.
            with suppress(InferenceError):
                fitter = self._kernels.fitter(wanted)
        return _Way(fitter) if fitter is not None else None

    def _selector(self, feed: FrameFeed, way: _Way, slot: int) -> Selector | None:
        """Return what chooses rows of the output that the feed names, or None where nothing can."""
        selection, prepared = feed.selection, self._execution.prepared
        tensor = self._execution.outputs.get(selection.output) if selection is not None else None
        if selection is None or prepared is None or tensor is None or tensor.on_host:
            return None
        shape = prepared.outputs[tensor.name]
        if shape is None or self._kernels is None:
            return None
        key = (selection, shape)
        slots = way.selectors.pop(key, None) or _Selectors()
        way.selectors[key] = slots  # behind those that were not used for longer
        if slot not in slots:
            slots[slot] = None
            with suppress(InferenceError):
                slots[slot] = self._kernels.selector(selection, shape, tensor.device_dtype)
        used = [begun.selector for begun in self._begun if begun.selector is not None]
        self._drop_oldest(way.selectors, lambda one: any(own in used for own in one.values()))
        return slots[slot]

    def _drop_oldest(
        self, kept: dict[_Key, _Droppable], is_used: Callable[[_Droppable], bool]
    ) -> None:
        """Free what was not used for longest, beyond what is kept, and not what pictures under way use."""
        old = [key for key in list(kept)[:-_KEPT] if not is_used(kept[key])]
        if not old:
            return
        # Where the card failed, all is freed with the session.
        with suppress(InferenceError):
            self._cuda.synchronize()
            for key in old:
                dropped = kept.pop(key)
                if dropped is not None:
                    dropped.free()

    def _events_of(self, slot: int) -> _Events:
        if slot not in self._events:
            self._events[slot] = _Events(*(self._cuda.event() for _ in range(4)))
        return self._events[slot]


def _kept(answer: FrameAnswer) -> FrameAnswer:
    """Return an answer whose arrays are its own."""
    return replace(answer, outputs={name: one.copy() for name, one in answer.outputs.items()})
