"""How far a built engine answers from the ONNX file it was built from, on the user's pictures."""

from __future__ import annotations
