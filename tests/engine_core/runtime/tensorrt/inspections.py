"""What TensorRT's inspector writes, version by version, in small: made up in the shapes that were seen."""

from __future__ import annotations

import json
from typing import Any


def tensor_8(name: str, shape: list[int], words: str) -> dict[str, Any]:
    """Return a tensor as up to 10: order and type in one sentence."""
    return {"Name": name, "Location": "Device", "Dimensions": shape, "Format/Datatype": words}


NHWC_HALF = "Channel major FP16 format where channel % 8 == 0"
ROW_HALF = "Row major linear FP16 format"
ROW_FLOAT = "Row major linear FP32"

DETAILED_8_6 = json.dumps(
    {
        "Layers": [
            {
                "Name": "Reformatting CopyNode for Input Tensor 0 to /m0/conv/Conv",
                "LayerType": "Reformat",
                "Inputs": [tensor_8("images", [1, 3, 64, 64], ROW_FLOAT)],
                "Outputs": [tensor_8("copied", [1, 3, 64, 64], NHWC_HALF)],
                "ParameterType": "Reformat",
                "Origin": "REFORMAT",
                "TacticValue": "0x00000000000003e8",
            },
            {
                "Name": "/m0/conv/Conv + PWN(PWN(/m0/act/Sigmoid), /m0/act/Mul)",
                "LayerType": "CaskConvolution",
                "Inputs": [tensor_8("copied", [1, 3, 64, 64], NHWC_HALF)],
                "Outputs": [tensor_8("/m0/act/Mul_output_0", [1, 16, 32, 32], NHWC_HALF)],
                "ParameterType": "Convolution",
                "Kernel": [3, 3],
                "Weights": {"Type": "Half", "Count": 432},
                "TacticName": "sm80_xmma_fprop_implicit_gemm_f16f16_f16f16_f16_nhwckrsc_nhwc",
            },
            {
                "Name": "/m1/conv/Conv",
                "LayerType": "CaskConvolution",
                "Inputs": [tensor_8("/m0/act/Mul_output_0", [1, 16, 32, 32], NHWC_HALF)],
                "Outputs": [tensor_8("boxes", [1, 84, 100], ROW_FLOAT)],
                "ParameterType": "Convolution",
                "Weights": {"Type": "Int8", "Count": 2304},
                "TacticName": "sm80_xmma_fprop_implicit_gemm_interleaved_i8i8_i8i32_f32_nchw_vect_c_32",
            },
            {
                "Name": "nms",
                "LayerType": "PluginV2",
                "Inputs": [
                    tensor_8("boxes", [1, 84, 100], ROW_FLOAT),
                    tensor_8("scores", [1, 100, -1], ROW_FLOAT),
                ],
                "Outputs": [tensor_8("num_dets", [1, 1], "Row major linear Int32")],
                "ParameterType": "PluginV2",
                "PluginType": "EfficientNMS_TRT",
                "PluginVersion": "1",
            },
        ],
        "Bindings": ["images", "num_dets"],
    }
)

# What an engine of 8.6 without details gives.
NAMES_8_6 = json.dumps({"Layers": ["/m0/conv/Conv", "nms"], "Bindings": ["images", "num_dets"]})

DETAILED_10 = json.dumps(
    {
        "Layers": [
            {
                "Name": "__mye_mul_add_myl0_1",
                "LayerType": "kgen",
                "Inputs": [
                    {"Name": "images", "Dimensions": [1, 3, 64, 64], "Format/Datatype": "Float"},
                    {"Name": "index", "Dimensions": [1], "Format/Datatype": "Int32"},
                ],
                "Outputs": [
                    {"Name": "t1", "Dimensions": [1, 3, 64, 64], "Format/Datatype": "BFloat16"}
                ],
                "TacticName": "__myl_MulAdd_0x58ae",
                "StreamId": 0,
                "Metadata": "[ONNX Layer: /Mul]\u001e[ONNX Layer: /Add]",
            },
            {
                "Name": "/attention/MatMul_myl0_2",
                "LayerType": "gemm",
                "Inputs": [{"Name": "t1", "Dimensions": [1, 8, 8], "Format/Datatype": "Float"}],
                "Outputs": [{"Name": "t2", "Dimensions": [1, 8, 8], "Format/Datatype": "Float"}],
                "TacticName": "sm80_xmma_gemm_f32f32_tf32f32_f32_tn_n_tilesize64x64x32",
                "StreamId": 1,
                "Metadata": "",
            },
            {"Name": "[signal_1]", "LayerType": "signal", "Inputs": [], "Outputs": []},
            {
                "Name": "gather",
                "LayerType": "Gather",
                "Inputs": [{"Name": "index", "Dimensions": [1], "Format/Datatype": "Int64"}],
                "Outputs": [{"Name": "picked", "Dimensions": [1], "Format/Datatype": "Int64"}],
            },
            {
                "Name": "grid",
                "LayerType": "PluginV3",
                "Inputs": [{"Name": "t2", "Dimensions": [1, 8, 8], "Format/Datatype": "Half"}],
                "Outputs": [{"Name": "out", "Dimensions": [1, 8, 8], "Format/Datatype": "Half"}],
                "PluginType": "DeformableGrid",
                "PluginNamespace": "mine",
            },
        ],
        "Bindings": ["images", "out"],
    }
)

DETAILED_11 = json.dumps(
    {
        "ProfilingVerbosity": "DETAILED",
        "Layers": [
            {
                "Name": "gemm_0",
                "LayerType": "MatrixMultiply",
                "Inputs": [
                    {
                        "Name": "tokens",
                        "Dimensions": [-1, 16],
                        "Format": "LINEAR",
                        "DataType": "FP16",
                    }
                ],
                "Outputs": [
                    {
                        "Name": "out",
                        "Dimensions": [-1, 16],
                        "Format": "LINEAR",
                        "Datatype": "FP16",
                    }
                ],
                "TacticName": "sm90_mystery_kernel",
            }
        ],
        "I/O Tensors": [
            {"Name": "tokens", "IOMode": "INPUT", "DataType": "FP16", "Dimensions": [-1, 16]},
            {"Name": "out", "IOMode": "OUTPUT", "DataType": "FP16", "Dimensions": [-1, 16]},
        ],
        "Engine Metadata": {"Multi-Device": "Disabled"},
    }
)
