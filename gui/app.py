"""Placeholder for the start of the program."""

from __future__ import annotations
