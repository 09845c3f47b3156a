from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from engine_core.runtime.tensorrt.builder.progress import LogProgress, PhaseProgress
from engine_core.text import Text

# As TensorRT 8.6 writes them at its most verbose.
_COSTS = "=============== Computing costs for "
_REFORMATS = "=============== Computing reformatting costs"
_RUNNER = "--------------- Timing Runner: /conv/Conv + /act/Relu (CaskConvolution[0x80000009])"


class _Told:
    """What was told, on a clock that ticks a second for each look at it."""

    def __init__(self) -> None:
        self.steps: list[tuple[float | None, str]] = []
        self._now = 0.0

    def tell(self, fraction: float | None, step: Text) -> None:
        self.steps.append((fraction, str(step)))

    def clock(self) -> float:
        self._now += 1
        return self._now


def test_layers_timed_are_the_fraction_once_their_number_is_known() -> None:
    told = _Told()
    progress = LogProgress(told.tell, told.clock)
    for line in (
        "Original: 300 layers",
        "After dead-layer removal: 280 layers",
        "After tensor merging: 4 layers",
        "Graph construction and optimization completed in 0.1 seconds.",
        _REFORMATS,
        _COSTS,
        _RUNNER,
        "Tactic Name: sm80 Tactic: 0x1 Time: 0.01",
        _COSTS,
        "Engine generation completed in 3 seconds.",
    ):
        progress.feed(line)
    assert told.steps == [
        (None, "Simplifying the network: 280 layers"),
        (None, "Simplifying the network: 4 layers"),
        (None, "Timing conversions between memory layouts"),
        (0.0, "Timing kernels for layer 1"),
        (0.0, "Timing kernels for layer 1 of 4: /conv/Conv + /act/Relu"),
        (0.25, "Timing kernels for layer 2"),
        (1.0, "Putting the engine together"),
    ]


def test_without_a_known_number_nothing_is_claimed() -> None:
    told = _Told()
    progress = LogProgress(told.tell, told.clock)
    for line in (_COSTS, _RUNNER, _COSTS):
        progress.feed(line)
    assert [fraction for fraction, _ in told.steps] == [None, None, None]


def test_more_layers_than_were_announced_end_the_claim() -> None:
    told = _Told()
    progress = LogProgress(told.tell, told.clock)
    for line in ("After tensor merging: 2 layers", _COSTS, _COSTS, _COSTS):
        progress.feed(line)
    assert [fraction for fraction, _ in told.steps] == [None, 0.0, 0.5, None]


def test_a_flood_of_lines_is_told_ten_times_a_second() -> None:
    told: list[str] = []
    progress = LogProgress(lambda _fraction, step: told.append(str(step)), lambda: 5.0)
    progress.feed(_COSTS)
    for number in range(1000):
        progress.feed(f"--------------- Timing Runner: layer{number} (CaskConvolution)")
    assert len(told) == 1


def test_phases_within_phases_add_up() -> None:
    told = _Told()
    phases = PhaseProgress(told.tell, told.clock)
    phases.start("Building", None, 4)
    phases.step("Building", 0)
    phases.start("Timing", "Building", 10)
    phases.step("Timing", 4)
    phases.finish("Timing")
    phases.step("Building", 3)
    assert [fraction for fraction, _ in told.steps] == [0.0, 0.25, 0.25, 0.375, 0.375, 1.0]
    assert told.steps[3][1] == "Timing: step 6 of 10"


_NAMES = st.sampled_from(["a", "b", "c"])
_CALLS = st.lists(
    st.one_of(
        st.tuples(st.just("start"), _NAMES, st.one_of(st.none(), _NAMES), st.integers(0, 5)),
        st.tuples(st.just("step"), _NAMES, st.integers(0, 9)),
        st.tuples(st.just("finish"), _NAMES),
    ),
    max_size=30,
)


@given(_CALLS)
def test_whatever_tensorrt_says_the_fraction_only_rises(calls: list[tuple[object, ...]]) -> None:
    told = _Told()
    phases = PhaseProgress(told.tell, told.clock)
    ways: dict[object, Callable[..., None]] = {
        "start": phases.start,
        "step": phases.step,
        "finish": phases.finish,
    }
    for name, *arguments in calls:
        ways[name](*arguments)
    fractions = [fraction for fraction, _ in told.steps if fraction is not None]
    assert fractions == sorted(fractions)
    assert all(0 <= fraction <= 1 for fraction in fractions)
