"""Mailboxes that cannot fill up: between two threads only the newest item counts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """Holds at most one item: a new one replaces the one that nobody took. Any thread may do anything."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[T] = []
        self._nudged = False
        self._closed = False

    @property
    def is_closed(self) -> bool:
        return self._closed

    def put(self, item: T) -> None:
        """Leave an item; whoever waits gets it. After ``close`` nothing happens."""
        with self._changed:
            if not self._closed:
                self._waiting = [item]
                self._changed.notify()

    def nudge(self) -> None:
        """Let whoever waits, or waits next, go on without an item: something else has happened."""
        with self._changed:
            self._nudged = True
            self._changed.notify()

    def peek(self) -> T | None:
        """Return the item that waits, and leave it there."""
        with self._changed:
            return self._waiting[0] if self._waiting else None

    def wait_take(self, timeout_s: float | None = None) -> T | None:
        """Wait for an item and take it; None after the time, after a nudge, and when closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._nudged or self._closed, timeout_s)
            self._nudged = False
            if self._closed or not self._waiting:
                return None
            return self._waiting.pop()

    def close(self) -> None:
        """End it for good: what waits is dropped, and nobody waits any more."""
        with self._changed:
            self._closed = True
            self._waiting = []
            self._changed.notify_all()

    def __iter__(self) -> Iterator[T]:
        """Wait for each item in turn; end when the mailbox is closed."""
        while not self._closed:
            item = self.wait_take()
            if item is not None:
                yield item


class Outbox(Generic[T]):
    """Holds at most one answer, and says when the other side has to be told that there is one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[T] = []

    def put(self, item: T) -> bool:
        """Leave an answer instead of the one not taken yet.

        Returns:
            Whether to announce it; not where one not taken yet has been announced already.
        """
        with self._lock:
            is_news = not self._waiting
            self._waiting = [item]
            return is_news

    def take(self) -> T | None:
        """Return the answer that waits, at most once."""
        with self._lock:
            return self._waiting.pop() if self._waiting else None
