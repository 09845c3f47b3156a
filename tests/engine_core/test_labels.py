from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine_core.labels import Labels
from engine_core.text import text

NAMES = Labels(("person", None, "Traffic Light"), text("a list"))


@given(st.integers(-(2**70), 2**70))
def test_every_class_has_a_name(class_id: int) -> None:
    named = {0: "person", 2: "Traffic Light"}
    assert NAMES[class_id] == named.get(class_id, f"class_{class_id}")
    assert Labels()[class_id] == f"class_{class_id}"


def test_a_class_is_found_by_its_name_in_any_case() -> None:
    assert NAMES.find(" traffic LIGHT ") == 2
    assert NAMES.find("car") is None
    assert NAMES.find("class_1") is None


@given(st.integers(0, 9))
def test_names_are_cut_or_filled_to_a_number_of_classes(count: int) -> None:
    resized = NAMES.resized(count)
    assert len(resized) == count
    assert resized.origin == NAMES.origin
    assert all(resized[i] == NAMES[i] for i in range(count))
