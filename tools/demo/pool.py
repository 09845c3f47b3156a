"""Processes that render side by side."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

import cv2


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def workers(processes: int) -> ProcessPoolExecutor:
    """Return a pool of processes with one thread each.

    They are not forked: a copy of a process with threads may wait for ever for one that was not copied.
    """
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(
        processes, mp_context=context, initializer=cv2.setNumThreads, initargs=(1,)
    )
