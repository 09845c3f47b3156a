from __future__ import annotations

import enum
import threading
from typing import Any

from engine_core.runtime.tensorrt.logger import TrtLog, make_logger
from tests.engine_core.runtime.tensorrt.fakes import Severity, make_tensorrt


def test_only_what_was_said_since_is_told() -> None:
    log = TrtLog()
    log.add("ERROR", "before")
    position = log.position()
    log.add("WARNING", " careful\n")
    log.add("INFO", "by the way")
    log.add("VERBOSE", "chatter")
    log.add("INTERNAL_ERROR", "oh")
    assert [line.text for line in log.since(position)] == ["careful", "oh"]
    assert [line.text for line in log.since(position, "ERROR")] == ["oh"]
    assert [line.text for line in log.since(position, "INFO")] == ["careful", "by the way", "oh"]
    assert [line.text for line in log.since(0, "ERROR")] == ["before", "oh"]
    assert log.since(log.position()) == []


def test_the_last_lines_stay() -> None:
    log = TrtLog(kept=3)
    for number in range(10):
        log.add("ERROR", str(number))
    assert [line.text for line in log.since(0)] == ["7", "8", "9"]
    assert [line.text for line in log.since(8)] == ["8", "9"]


def test_many_threads_may_speak_at_once() -> None:
    log = TrtLog(kept=10_000)

    def speak() -> None:
        for _ in range(500):
            log.add("ERROR", "x")

    threads = [threading.Thread(target=speak) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log.position() == len(log.since(0)) == 4000


def test_a_logger_speaks_to_its_log_and_never_raises() -> None:
    logger, log = make_logger(make_tensorrt())
    logger.log(Severity.ERROR, "an error")

    class Odd(enum.Enum):
        SEVERITY = 77

    unprintable: Any = object()
    logger.log(Odd.SEVERITY, "of a severity from the future")
    logger.log(Severity.ERROR, unprintable)
    assert [line.text for line in log.since(0, "ERROR")] == ["an error"]


def test_what_this_thread_was_told_is_told_apart() -> None:
    log = TrtLog()
    log.add("ERROR", "mine")
    other = threading.Thread(target=log.add, args=("ERROR", "another's"))
    other.start()
    other.join()
    assert [line.text for line in log.since(0, "ERROR", of_this_thread=True)] == ["mine"]
    assert [line.text for line in log.since(0, "ERROR")] == ["mine", "another's"]
