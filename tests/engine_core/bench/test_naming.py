from __future__ import annotations

from pathlib import Path

import pytest

from engine_core.bench.naming import distinct_names


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["/m/a.onnx", "/m/b.onnx"], ["a.onnx", "b.onnx"]),
        (["/m/v1/a.onnx", "/m/v2/a.onnx", "/m/b.onnx"], ["v1/a.onnx", "v2/a.onnx", "b.onnx"]),
        (["/x/v/a.onnx", "/y/v/a.onnx"], ["x/v/a.onnx", "y/v/a.onnx"]),
        (["/m/a.onnx"], ["a.onnx"]),
        ([], []),
    ],
)
def test_names_are_as_long_as_telling_them_apart_takes(paths: list[str], names: list[str]) -> None:
    assert distinct_names([Path(path) for path in paths]) == names


def test_a_model_named_twice_is_numbered() -> None:
    names = distinct_names([Path("/m/a.onnx"), Path("/m/a.onnx")])
    assert len(set(names)) == 2
    assert names[1] == f"{names[0]} (2)"
