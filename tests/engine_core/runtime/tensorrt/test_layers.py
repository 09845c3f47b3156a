"""The layers of an engine, as the inspectors of TensorRT 8.6, 10 and 11 write them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine_core.enginereport import LayerReport
from engine_core.runtime.tensorrt.layers import Layers, precision_of, read_layers, with_times
from tests.engine_core.runtime.tensorrt import inspections


def one(**layer: Any) -> LayerReport:
    layers, _, _ = read_layers(json.dumps({"Layers": [{"Name": "layer", **layer}]}))
    return layers[0]


def test_the_layers_of_8_6_tell_kind_precision_and_tensors() -> None:
    layers, plugins, has_details = read_layers(inspections.DETAILED_8_6)
    assert [(layer.kind, layer.precision) for layer in layers] == [
        ("Reformat", "FP16"),
        ("Convolution", "FP16"),
        ("Convolution", "INT8"),
        ("PluginV2", "FP32"),
    ]
    assert layers[1].name == "/m0/conv/Conv + PWN(PWN(/m0/act/Sigmoid), /m0/act/Mul)"
    assert layers[1].inputs == ("copied FP16 [1×3×64×64]",)
    assert layers[3].inputs == ("boxes FP32 [1×84×100]", "scores FP32 [1×100×?]")
    assert plugins == ("EfficientNMS_TRT",)
    assert has_details


def test_an_engine_without_details_has_names_alone() -> None:
    layers, plugins, has_details = read_layers(inspections.NAMES_8_6)
    assert layers == (LayerReport(name="/m0/conv/Conv"), LayerReport(name="nms"))
    assert plugins == ()
    assert not has_details


def test_the_layers_of_10_tell_what_its_generated_kernels_compute_in() -> None:
    layers, plugins, has_details = read_layers(inspections.DETAILED_10)
    assert [(layer.kind, layer.precision) for layer in layers] == [
        ("kgen", "BF16"),
        ("gemm", "TF32"),
        ("signal", ""),
        ("Gather", "INT64"),
        ("PluginV3", "FP16"),
    ]
    assert plugins == ("DeformableGrid",)
    assert has_details


def test_the_layers_of_11_tell_types_in_fields_of_their_own() -> None:
    layers, _, has_details = read_layers(inspections.DETAILED_11)
    assert layers == (
        LayerReport(
            name="gemm_0",
            kind="MatrixMultiply",
            precision="FP16",
            inputs=("tokens FP16 [?×16]",),
            outputs=("out FP16 [?×16]",),
        ),
    )
    assert has_details


@pytest.mark.parametrize(
    "written",
    [
        "",
        "no JSON",
        "{",
        "null",
        "3",
        "[]",
        '{"Layers": null}',
        '{"Layers": 5}',
        '{"Layers": [null, 3]}',
        "{}",
    ],
)
def test_what_is_not_understood_is_no_layer(written: str) -> None:
    assert read_layers(written) == Layers()


def test_a_bare_list_and_control_characters_are_understood() -> None:
    written = '[{"Name": "a\u001eb", "LayerType": "kgen"}]'
    layers, _, _ = read_layers(written)
    assert layers == (LayerReport(name="a\u001eb", kind="kgen"),)


def test_fields_of_strange_types_harm_nobody() -> None:
    layer = one(
        LayerType=7, Inputs="x", Outputs=[3, None], Weights=[], TacticName=None, PluginType=None
    )
    assert (layer.name, layer.kind, layer.inputs, layer.outputs) == ("layer", "7", (), ("3", ""))


@pytest.mark.parametrize(
    ("words", "precision"),
    [
        ("Row major linear FP16 format", "FP16"),
        ("Two wide channel vectorized row major FP16 format", "FP16"),
        ("Channel major INT8 format where channel == 4 and column stride % 32 == 0", "INT8"),
        ("Thirty-two wide channel vectorized row major Int8 format.", "INT8"),
        ("Row major linear FP32", "FP32"),
        ("Row major linear BFloat16 format", "BF16"),
        ("Row major linear FP8 format", "FP8"),
        ("Row major linear BOOL", "BOOL"),
        ("Row major linear Int64 format", "INT64"),
        ("Half", "FP16"),
        ("Float", "FP32"),
        ("HALF", "FP16"),
        ("Unknown format", ""),
        ("", ""),
    ],
)
def test_a_type_is_found_in_the_words_for_it(words: str, precision: str) -> None:
    assert precision_of(words) == precision


@pytest.mark.parametrize(
    ("kernel", "precision"),
    [
        ("sm80_xmma_fprop_implicit_gemm_f16f16_f16f16_f16_nhwckrsc_nhwc_tilesize128x64x32", "FP16"),
        ("sm80_xmma_fprop_implicit_gemm_tf32f32_tf32f32_f32_nhwckrsc_nchw", "TF32"),
        ("sm80_xmma_fprop_implicit_gemm_indexed_bf16bf16_bf16f32_f32_nhwckrsc", "BF16"),
        ("sm89_xmma_gemm_e4m3e4m3_e4m3f32_f32_tn_n", "FP8"),
        ("sm80_xmma_fprop_implicit_gemm_interleaved_i8i8_i8i32_f32", "INT8"),
        ("ampere_scudnn_128x64_relu_medium_nn_v1", "FP32"),
        ("sm70_xmma_fprop_implicit_gemm_f32f32_f32f32_f32_nchwkcrs_nchw", "FP32"),
        ("turing_h1688cudnn_256x64_sliced1x2_ldg8_relu_exp_medium_nhwc_tn_v1", "FP16"),
    ],
)
def test_the_name_of_a_kernel_tells_what_it_multiplies(kernel: str, precision: str) -> None:
    assert one(LayerType="CaskConvolution", TacticName=kernel).precision == precision


def test_the_name_of_a_kernel_that_multiplies_nothing_tells_nothing() -> None:
    layer = one(
        LayerType="PointWiseV2",
        TacticName="PWN_int8_looking_name",
        Outputs=[{"Name": "t", "Format/Datatype": "Half"}],
    )
    assert layer.precision == "FP16"


def test_a_precision_that_is_said_wins() -> None:
    layer = one(LayerType="CaskConvolution", Precision="Int8", TacticName="f16f16_f16")
    assert layer.precision == "INT8"


def test_weights_tell_where_the_kernel_does_not() -> None:
    layer = one(
        LayerType="CaskGemmConvolution",
        Weights={"Type": "Half"},
        TacticName="sm90_x",
        Inputs=[{"Name": "t", "Format/Datatype": "Float"}],
    )
    assert (layer.kind, layer.precision) == ("GemmConvolution", "FP16")


@pytest.mark.parametrize(("kind", "precision"), [("gemm", "INT8"), ("PointWiseV2", "FP16")])
def test_a_product_computes_in_what_goes_in_and_others_in_what_comes_out(
    kind: str, precision: str
) -> None:
    layer = one(
        LayerType=kind,
        Inputs=[{"Name": "a", "Format/Datatype": "Int8"}],
        Outputs=[{"Name": "b", "Format/Datatype": "Half"}],
    )
    assert layer.precision == precision


def test_times_are_the_medians_of_the_runs() -> None:
    layers = (LayerReport(name="a", kind="gemm"), LayerReport(name="b"), LayerReport(name="c"))
    runs = [
        [("a", 1.0), ("b", 10.0)],
        [("a", 3.0), ("b", 30.0)],
        [("a", 2.0), ("b", 11.0)],
    ]
    timed = with_times(layers, runs)
    assert [layer.time_ms for layer in timed] == [2.0, 11.0, None]
    assert timed[0].kind == "gemm"


def test_layers_of_one_name_are_told_apart_by_their_order() -> None:
    layers = (LayerReport(name="copy"), LayerReport(name="a"), LayerReport(name="copy"))
    timed = with_times(layers, [[("copy", 1.0), ("a", 5.0), ("copy", 2.0)]])
    assert [layer.time_ms for layer in timed] == [1.0, 5.0, 2.0]


def test_the_turns_of_a_loop_add_up() -> None:
    timed = with_times((LayerReport(name="turn"),), [[("turn", 1.0), ("turn", 2.0)]])
    assert timed[0].time_ms == 3.0


def test_the_profile_behind_a_name_does_not_part_it_from_its_time() -> None:
    timed = with_times((LayerReport(name="conv [profile 1]"),), [[("conv", 1.5)]])
    assert timed[0].time_ms == 1.5


def test_what_was_timed_makes_the_list_where_there_is_none() -> None:
    timed = with_times((), [[("a", 1.0), ("b", 2.0)], [("a", 3.0), ("b", 2.0)]])
    assert timed == (LayerReport(name="a", time_ms=2.0), LayerReport(name="b", time_ms=2.0))
    assert with_times((), []) == ()
