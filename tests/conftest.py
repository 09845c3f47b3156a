"""What every test is held to, whatever it tests: no stray warning in the log, no thread left behind."""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Iterator

import pytest

# Before any Qt is loaded: tests of the window need no screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Long enough for a thread that was told to stop, short enough not to hide one that was not.
_GRACE_S = 2.0


@pytest.fixture(autouse=True)
def no_unexpected_log_records(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Fail a test that logs a warning or worse which it did not announce with ``logs``."""
    yield
    expected = [re.compile(mark.args[0]) for mark in request.node.iter_markers("logs")]
    stray = [
        f"{record.name}: {record.levelname}: {record.getMessage()}"
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING
        and not any(pattern.search(record.getMessage()) for pattern in expected)
    ]
    if stray:
        pytest.fail(
            "unexpected log records; cure them, or mark the test with "
            "@pytest.mark.logs('pattern') if they are what it is about:\n" + "\n".join(stray),
            pytrace=False,
        )


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fail a test after which a thread runs that did not run before it."""
    before = set(threading.enumerate())
    yield
    leaked = []
    for thread in set(threading.enumerate()) - before:
        # tqdm keeps one sleeping watcher for the whole process.
        if type(thread).__module__.startswith("tqdm"):
            continue
        # A thread of Qt's that logged stays listed until the process ends, whether it runs or not.
        if isinstance(thread, threading._DummyThread):
            continue
        thread.join(_GRACE_S)
        if thread.is_alive():
            leaked.append(thread.name)
    if leaked:
        pytest.fail(
            f"threads still run: {', '.join(sorted(leaked))}; close what started them "
            "(a source, a session, an executor) before the test ends",
            pytrace=False,
        )


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Keep binary content out of test names: archives hold the time, and workers must agree on names."""
    return argname if isinstance(val, bytes) else None
