"""TensorRT engines from ONNX files: what is wished, what is possible, and the build itself.

The build runs in a process of its own: it may take minutes, need gigabytes and end badly without
harm to the program that asked for it.
"""

from __future__ import annotations
