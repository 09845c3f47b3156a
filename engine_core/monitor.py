"""How busy processor and graphics card are."""

from __future__ import annotations
