"""TensorRT engines on NVIDIA graphics cards: the only package that knows TensorRT and CUDA.

Nothing of TensorRT or pycuda is imported until an engine is opened, and nothing of them leaves: sessions
take and give NumPy arrays. Everything here belongs to the thread that opened the session.
"""

from __future__ import annotations
