"""The process that builds an engine: the only place that uses TensorRT's builder.

``python -m engine_core.runtime.tensorrt.builder`` reads a request from its standard input, answers with
events on its standard output, and leaves everything TensorRT says on its standard error. It ends when
its standard input does, so that none is left behind by a program that crashed.
"""

from __future__ import annotations
