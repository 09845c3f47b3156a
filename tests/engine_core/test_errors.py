from __future__ import annotations

import pickle

import pytest

from engine_core import errors
from engine_core.errors import EngineScopeError, ModelError, SourceError
from engine_core.text import NOTHING, text


def test_an_error_says_what_why_and_what_to_do_in_sentences() -> None:
    error = SourceError(
        what=text("{name} cannot be read", name="a.jpg"),
        why=text("it is empty."),
        cure=text("Copy it again!"),
        details="raw",
    )
    assert str(error) == "a.jpg cannot be read. it is empty. Copy it again!"
    assert error.details == "raw"


def test_what_is_not_known_is_left_out() -> None:
    assert str(SourceError(what=text("Nothing here"))) == "Nothing here."
    assert SourceError(what=text("x")).why is NOTHING


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, Exception)
    ],
)
def test_every_error_is_caught_as_one_of_ours(kind: type[EngineScopeError]) -> None:
    assert issubclass(kind, EngineScopeError)
    with pytest.raises(EngineScopeError, match="It failed"):
        raise kind(what=text("It failed"))


def test_models_that_cannot_be_used_are_one_family() -> None:
    for kind in (
        errors.ModelFileError,
        errors.RuntimeMissingError,
        errors.UnrecognisedModelError,
    ):
        assert issubclass(kind, ModelError)
    assert not issubclass(errors.InferenceError, ModelError)


def test_facts_may_hold_braces_and_are_never_templates() -> None:
    odd = text("{name} is odd", name="{why} 100% {0}")
    assert str(odd) == "{why} 100% {0} is odd"
    assert odd == text("{name} is odd", name="{why} 100% {0}")
    assert len({odd, text("{name} is odd", name="{why} 100% {0}")}) == 1
    assert not NOTHING
    assert pickle.loads(pickle.dumps(odd)) == odd  # noqa: S301 - made on the line itself
