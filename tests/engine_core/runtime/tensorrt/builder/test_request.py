from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engine_core.errors import BuildError
from engine_core.runtime.tensorrt.builder.request import (
    Range,
    Request,
    error_from_plain,
    error_to_plain,
    text_from_plain,
    text_to_plain,
)
from engine_core.text import NOTHING, Text, text


def test_a_request_survives_the_way_to_the_child() -> None:
    sizes = Range(name="images", min=(1, 3, 32, 32), opt=(1, 3, 64, 64), max=(4, 3, 96, 96))
    request = Request(
        model=Path("/模型/a b.onnx"),
        target=Path("x.part"),
        header='{"names": {"0": "\\u732b"}}',
        precision="int8",
        weights="fp32",
        external=True,
        opset=17,
        unknown_operators=("TRT::A_TRT",),
        profiles=((sizes,), (sizes, sizes)),
        workspace_mib=1,
        level=0,
        version_compatible=True,
        hardware_compatible=True,
        tactics="own",
        timing_folder=Path("/t"),
        card="h100-sm90",
        libraries=(Path("/lib/p.so"),),
        library_contents=("ab",),
    )
    line = request.to_json()
    assert "\n" not in line
    assert Request.from_json(line) == request
    small = Request(model=Path("a"), target=Path("b"))
    assert Request.from_json(small.to_json()) == small


_FACTS = st.sampled_from(["", "a", "“猫”\n{}", 0, -7, 2**40, 0.5, 1e300])


@given(st.dictionaries(st.sampled_from("abc"), _FACTS))
def test_a_sentence_survives_the_way_back(facts: dict[str, object]) -> None:
    inner = Text("inner {a}{b}{c}", {"a": 1, "b": 2, "c": 3, **facts})
    sentence = text("outer {inner}", inner=inner)
    back = text_from_plain(json.loads(json.dumps(text_to_plain(sentence))))
    assert back == sentence
    assert back.facts["inner"].template == "inner {a}{b}{c}"  # type: ignore[attr-defined]


def test_an_error_survives_the_way_back() -> None:
    error = BuildError(text("What {a}", a=1), details="x\ny", plugins=("P",))
    back = error_from_plain(json.loads(json.dumps(error_to_plain(error))))
    assert (back.what, back.why, back.cure) == (error.what, NOTHING, NOTHING)
    assert (back.details, back.plugins) == ("x\ny", ("P",))
