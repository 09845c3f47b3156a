from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine_core.decoders.base import Task
from engine_core.errors import OptionError
from engine_core.letterbox import Geometry
from engine_core.preprocess import NORMALISATIONS, ChannelOrder, Preprocessing
from engine_core.recipe import NO_OVERRULES, Overrules

numbers = st.floats(allow_nan=False, allow_infinity=False)
triples = st.tuples(numbers, numbers, numbers)
sizes = st.tuples(st.integers(1, 4096), st.integers(1, 4096))
overrules = st.builds(
    Overrules,
    decoder=st.none() | st.text(),
    task=st.none() | st.sampled_from(Task),
    input_wh=st.none() | sizes,
    geometry=st.none() | st.sampled_from(Geometry),
    pad=st.none() | st.integers(0, 255),
    normalisation=st.none() | st.sampled_from(sorted(NORMALISATIONS)),
    channels=st.none() | st.sampled_from(ChannelOrder),
    scale=st.none() | numbers,
    mean=st.none() | triples,
    std=st.none() | triples,
    labels=st.none() | st.lists(st.none() | st.text()).map(tuple),
    suppress=st.none() | st.booleans(),
)


@given(overrules)
def test_overrules_survive_being_saved(given_: Overrules) -> None:
    assert Overrules.from_plain(json.loads(json.dumps(given_.to_plain()))) == given_


@given(overrules, overrules)
def test_what_is_said_later_stands_over_what_was_said_before(a: Overrules, b: Overrules) -> None:
    both = a.over(b)
    for name, value in both.to_plain().items():
        assert value == a.to_plain().get(name, b.to_plain().get(name))
    assert a.over(NO_OVERRULES) == a
    assert NO_OVERRULES.over(a) == a


def test_nothing_overruled_is_false_and_a_zero_is_something() -> None:
    assert not NO_OVERRULES
    assert Overrules(pad=0)
    assert Overrules(suppress=False)
    assert NO_OVERRULES.to_plain() == {}


@pytest.mark.parametrize(
    "plain",
    [
        {"task": "sing"},
        {"input_wh": [1]},
        {"input_wh": 5},
        {"geometry": "round"},
        {"pad": "much"},
        {"normalisation": "mine"},
        {"channels": 3},
        {"scale": []},
        {"mean": [1, 2]},
        {"std": [1, 2, "x"]},
        {"labels": 7},
    ],
)
def test_saved_nonsense_is_an_error_for_people(plain: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="saved settings"):
        Overrules.from_plain(plain)


@given(overrules.filter(lambda one: one.channels is not ChannelOrder.GREY))
def test_feeding_changes_what_is_overruled_and_nothing_else(given_: Overrules) -> None:
    usual = Preprocessing(input_wh=(64, 48))
    normalisation = NORMALISATIONS.get(given_.normalisation or "")
    if given_.std is not None and not all(given_.std):
        with pytest.raises(OptionError):
            given_.feed(usual)
        return
    named_grey = normalisation is not None and normalisation.channels is ChannelOrder.GREY
    if named_grey and given_.channels is None:
        with pytest.raises(OptionError, match="grey"):
            given_.feed(usual)
        return
    fed = given_.feed(usual)
    for name in ("geometry", "pad", "channels", "scale", "mean", "std"):
        own = getattr(given_, name)
        named = getattr(normalisation, name, None)
        wanted = own if own is not None else named if named is not None else getattr(usual, name)
        assert getattr(fed, name) == wanted
    assert (fed.input_wh, fed.layout, fed.dtype, fed.batch) == (
        (64, 48),
        usual.layout,
        "float32",
        1,
    )


def test_a_grey_input_stays_grey() -> None:
    grey = Preprocessing(input_wh=(64, 48), channels=ChannelOrder.GREY)
    fed = Overrules(normalisation="imagenet-rgb").feed(grey)
    assert fed.channels is ChannelOrder.GREY
    assert fed.mean == NORMALISATIONS["imagenet-rgb"].mean
