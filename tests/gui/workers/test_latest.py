from __future__ import annotations

import threading

from gui.workers.latest import Latest, Outbox


def test_a_new_item_replaces_the_one_that_nobody_took() -> None:
    box: Latest[int] = Latest()
    box.put(1)
    box.put(2)
    assert box.peek() == 2
    assert box.wait_take(0) == 2
    assert box.wait_take(0) is None


def test_who_waits_gets_what_comes() -> None:
    box: Latest[int] = Latest()
    got: list[int | None] = []
    waiting = threading.Thread(target=lambda: got.append(box.wait_take(10)))
    waiting.start()
    box.put(7)
    waiting.join(10)
    assert got == [7]


def test_iteration_ends_when_it_is_closed_and_drops_what_waits() -> None:
    box: Latest[int] = Latest()
    got: list[int] = []
    first = threading.Event()

    def take_all() -> None:
        for item in box:
            got.append(item)
            first.set()

    taking = threading.Thread(target=take_all)
    taking.start()
    box.put(1)
    assert first.wait(10)
    box.close()
    box.put(2)
    taking.join(10)
    assert not taking.is_alive()
    assert box.is_closed
    assert got == [1]
    assert box.wait_take() is None


def test_a_nudge_lets_go_on_once_without_an_item() -> None:
    box: Latest[int] = Latest()
    box.nudge()
    box.nudge()
    assert box.wait_take(None) is None
    box.put(3)
    box.nudge()
    assert box.wait_take(None) == 3
    box.put(4)
    assert box.wait_take(None) == 4


def test_an_outbox_holds_one_answer_and_announces_it_once() -> None:
    box: Outbox[int] = Outbox()
    assert [box.put(1), box.put(2), box.put(3)] == [True, False, False]
    assert box.take() == 3
    assert box.take() is None
    assert box.put(4)
