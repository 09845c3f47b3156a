"""How fast models are, stage by stage and side by side."""

from __future__ import annotations
