from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine_core.building import BuildOptions, InputRange
from engine_core.building.graph import read_graph
from engine_core.building.profiles import profiles
from engine_core.errors import BuildError
from engine_core.modelfile import ModelFile, identify
from tests.builders import network

_OPEN = {"images": ("float32", ("batch", 3, "height", "width"))}


def _file(
    tmp_path: Path, inputs: Mapping[str, Any], properties: Mapping[str, object] | None = None
) -> ModelFile:
    outputs = {"o": np.zeros((1, 6, 84), np.float32)}
    return identify(network(tmp_path / "small.onnx", outputs, inputs=inputs, properties=properties))


def _sizes(file: ModelFile, options: BuildOptions | None = None) -> list[dict[str, Any]]:
    found = profiles(file, read_graph(file), options or BuildOptions())
    return [{one.name: (one.min, one.opt, one.max) for one in ranges} for ranges in found]


def test_a_model_of_one_size_needs_none(model: ModelFile) -> None:
    assert _sizes(model) == []


def test_open_sizes_become_one_picture_of_640(tmp_path: Path) -> None:
    assert _sizes(_file(tmp_path, _OPEN)) == [{"images": ((1, 3, 640, 640),) * 3}]


def test_the_size_is_that_of_the_metadata(tmp_path: Path) -> None:
    file = _file(tmp_path, _OPEN, {"imgsz": [320, 416]})
    assert _sizes(file) == [{"images": ((1, 3, 320, 416),) * 3}]


def test_the_size_is_that_which_is_wished(tmp_path: Path) -> None:
    wish = BuildOptions(input_wh=(256, 128))
    assert _sizes(_file(tmp_path, _OPEN), wish) == [{"images": ((1, 3, 128, 256),) * 3}]


def test_known_inputs_beside_the_picture_get_their_sizes(tmp_path: Path) -> None:
    sides = {"orig_target_sizes": ("int64", ("batch", 2))}
    assert _sizes(_file(tmp_path, {**_OPEN, **sides})) == [
        {"images": ((1, 3, 640, 640),) * 3, "orig_target_sizes": ((1, 2),) * 3}
    ]


def test_an_unknown_open_input_is_asked_for(tmp_path: Path) -> None:
    file = _file(tmp_path, {**_OPEN, "prompt": ("int64", ("tokens",))})
    with pytest.raises(BuildError, match="Give the sizes of every dynamic input"):
        _sizes(file)


def test_a_size_that_contradicts_a_fixed_one_is_refused(tmp_path: Path) -> None:
    file = _file(tmp_path, {"images": ("float32", ("batch", 3, 64, 64))})
    with pytest.raises(BuildError, match="takes 64×64"):
        _sizes(file, BuildOptions(input_wh=(128, 128)))


def _range(name: str, *shapes: tuple[int, ...]) -> InputRange:
    return InputRange(name=name, min=shapes[0], opt=shapes[1], max=shapes[2])


def test_given_ranges_are_taken(tmp_path: Path) -> None:
    given = _range("images", (1, 3, 320, 320), (2, 3, 640, 640), (4, 3, 1280, 1280))
    wish = BuildOptions(profiles=((given,), (given,)))
    expected = {"images": (given.min, given.opt, given.max)}
    assert _sizes(_file(tmp_path, _OPEN), wish) == [expected, expected]


def test_an_input_with_an_open_batch_follows_the_given_batches(tmp_path: Path) -> None:
    sides = {"orig_target_sizes": ("int64", ("batch", 2))}
    given = _range("images", (1, 3, 64, 64), (2, 3, 64, 64), (4, 3, 64, 64))
    sizes = _sizes(_file(tmp_path, {**_OPEN, **sides}), BuildOptions(profiles=((given,),)))
    assert sizes[0]["orig_target_sizes"] == ((1, 2), (2, 2), (4, 2))


@pytest.mark.parametrize(
    "given",
    [
        _range("images", (1, 3, 64), (1, 3, 64), (1, 3, 64)),
        _range("images", (1, 1, 64, 64), (1, 1, 64, 64), (1, 1, 64, 64)),
        _range("images", (2, 3, 64, 64), (1, 3, 64, 64), (4, 3, 64, 64)),
        _range("images", (0, 3, 64, 64), (1, 3, 64, 64), (4, 3, 64, 64)),
        _range("pictures", (1, 3, 64, 64), (1, 3, 64, 64), (4, 3, 64, 64)),
    ],
    ids=["axes", "channels", "order", "zero", "name"],
)
def test_ranges_that_do_not_fit_are_refused(given: InputRange, tmp_path: Path) -> None:
    with pytest.raises(BuildError) as caught:
        _sizes(_file(tmp_path, _OPEN), BuildOptions(profiles=((given,),)))
    assert given.name in str(caught.value.what)


def test_an_input_that_was_forgotten_is_named(tmp_path: Path) -> None:
    file = _file(tmp_path, {**_OPEN, "prompt": ("int64", ("tokens", "words"))})
    given = _range("images", (1, 3, 64, 64), (1, 3, 64, 64), (4, 3, 64, 64))
    with pytest.raises(BuildError, match="sizes of the input prompt are missing"):
        _sizes(file, BuildOptions(profiles=((given,),)))
