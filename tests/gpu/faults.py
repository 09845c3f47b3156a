"""What ruins a graphics card for the process that does it."""

from __future__ import annotations

from engine_core.runtime.tensorrt.cuda import Cuda

_PTX = b"""
.version 6.3
.target sm_60
.address_size 64
.visible .entry stray(.param .u64 at, .param .u32 count)
{
    .reg .b64 a;
    mov.u64 a, 64;
    st.global.u32 [a], 1;
    ret;
}
"""


def stray(cuda: Cuda) -> None:
    """Write where nothing is: everything after it fails, in this process and on this card.

    Raises:
        InferenceError: The card failed, as it must.
    """
    with cuda.active():
        cuda.module(_PTX).function("stray", "Pi")((1,), (1, 1, 1), 0, 0)
        cuda.synchronize()
