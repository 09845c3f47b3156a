from __future__ import annotations

import pytest

from engine_core.building.child import _environment


def test_the_first_card_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert "CUDA_VISIBLE_DEVICES" not in _environment(0)


@pytest.mark.parametrize(
    ("seen", "device", "expected"),
    [(None, 2, "2"), ("3,5", 1, "5"), ("3,5", 0, "3,5"), ("GPU-a, GPU-b", 1, "GPU-b")],
)
def test_another_card_is_all_that_the_child_sees(
    seen: str | None, device: int, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seen is None:
        monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    else:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", seen)
    assert _environment(device)["CUDA_VISIBLE_DEVICES"] == expected


def test_kernels_are_loaded_when_they_are_used_unless_somebody_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CUDA_MODULE_LOADING", raising=False)
    assert _environment(0)["CUDA_MODULE_LOADING"] == "LAZY"
    monkeypatch.setenv("CUDA_MODULE_LOADING", "EAGER")
    assert _environment(0)["CUDA_MODULE_LOADING"] == "EAGER"
