from __future__ import annotations

from pathlib import Path

import pytest

from engine_core import errors
from engine_core.errors import EngineScopeError
from engine_core.text import NOTHING, Text, text
from gui import problems
from gui.problems import Circumstances, Cure, RecentProblems, onnx_beside, plain_text, problem_of

ABOUT = Circumstances(name="new.engine", stays="old.onnx")


def keys(error: EngineScopeError, about: Circumstances = ABOUT) -> list[str]:
    found = problem_of(error, about)
    return [one.key for one in (found.cure, found.other) if one is not None]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (errors.ModelFileError, [problems.CHOOSE_MODEL]),
        (errors.RuntimeMissingError, [problems.CHOOSE_MODEL, problems.SHOW_INSTALLATION]),
        (errors.UnrecognisedModelError, [problems.CHOOSE_DECODER, problems.CHOOSE_MODEL]),
        (errors.SourceError, [problems.CHOOSE_PICTURES, problems.TRY_AGAIN]),
        (errors.LabelsError, [problems.CHOOSE_LABELS]),
        (errors.ExportError, [problems.CHOOSE_FOLDER, problems.TRY_AGAIN]),
        (errors.OptionError, [problems.OPEN_RECIPE]),
        (errors.InferenceError, [problems.TRY_AGAIN, problems.OPEN_RECIPE]),
        (errors.EngineScopeError, [problems.COPY_DETAILS]),
    ],
)
def test_each_kind_of_error_has_its_buttons(
    kind: type[EngineScopeError], expected: list[str]
) -> None:
    assert keys(kind(text("It failed"))) == expected


@pytest.mark.parametrize("kind", [errors.ModelFileError, errors.RuntimeMissingError])
def test_an_onnx_file_beside_an_engine_is_the_first_cure(kind: type[EngineScopeError]) -> None:
    sibling = Path("/m/line3.onnx")
    about = Circumstances(name="line3.engine", sibling=sibling)
    found = problem_of(kind(text("It failed")), about)
    assert found.cure is not None
    assert found.cure.key == f"{problems.OPEN_FILE}{sibling}"
    assert str(found.cure.label) == "Use line3.onnx instead"


def test_where_engines_can_be_built_the_cure_is_to_build_one() -> None:
    sibling = Path("/m/line3.onnx")
    about = Circumstances(name="line3.engine", sibling=sibling, can_build=True)
    assert keys(errors.ModelFileError(text("It failed")), about)[0] == (
        f"{problems.BUILD_FROM}{sibling}"
    )


def test_a_live_source_is_first_tried_again() -> None:
    about = Circumstances(name="camera 0", is_live=True)
    assert keys(errors.SourceError(text("It failed")), about)[0] == problems.TRY_AGAIN


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        (ABOUT, "new.engine was not opened; old.onnx stays loaded."),
        (Circumstances(name="new.engine"), "new.engine was not opened."),
        (
            Circumstances(name="a", stays="a", is_open=True),
            "Nothing was changed; everything stays as it was.",
        ),
        (Circumstances(), ""),
    ],
)
def test_the_consequence_says_what_stays(about: Circumstances, expected: str) -> None:
    assert str(problem_of(errors.ModelFileError(text("It failed")), about).consequence) == expected


def test_a_path_names_the_file() -> None:
    found = problem_of(errors.ModelFileError(text("It failed")), path=Path("/m/a.onnx"))
    assert str(found.consequence) == "a.onnx was not opened."


def test_advice_for_the_command_line_is_not_shown_in_the_window() -> None:
    told = problem_of(errors.OptionError(text("No"), cure=text("Choose another --out.")))
    assert told.advice == NOTHING
    kept = problem_of(errors.ModelFileError(text("No"), cure=text("Download it again.")))
    assert str(kept.advice) == "Download it again."


def test_what_the_nearest_decoders_expect_is_kept_in_the_details() -> None:
    error = errors.UnrecognisedModelError(
        text("No"), cure=text("The nearest decoders expect: x"), details="output y"
    )
    assert problem_of(error).details == "output y\nThe nearest decoders expect: x"


def test_versions_are_compared_where_both_are_known() -> None:
    about = Circumstances(name="a", built_with="8.6.0", runtime="11.4.0", device="RTX 4090")
    found = problem_of(errors.ModelFileError(text("No")), about)
    assert [str(found.found), str(found.expected)] == ["TensorRT 8.6.0", "TensorRT 11.4.0"]
    assert str(found.expected_from) == "on RTX 4090"
    assert not problem_of(errors.ModelFileError(text("No")), ABOUT).found


def test_a_caller_may_say_more_than_the_kind_of_error_does() -> None:
    own = Cure(key="own", label=text("Own"))
    found = problem_of(errors.ModelFileError(text("No")), ABOUT, cure=own, consequence=text("So."))
    assert (found.cure, found.other, str(found.consequence)) == (own, None, "So.")


def test_only_what_is_lost_is_red() -> None:
    assert problem_of(errors.ExportError(text("No"))).is_loss
    assert not problem_of(errors.SourceError(text("No"))).is_loss


@pytest.mark.parametrize(
    ("engine", "onnx"),
    [
        ("line3.engine", "line3.onnx"),
        ("line3_fp16.engine", "line3.onnx"),
        ("line3_fp16.engine", "line3_fp16.onnx"),
        ("line3-int8_b8.plan", "line3.onnx"),
    ],
)
def test_the_onnx_file_of_an_engine_is_found_by_name(
    tmp_path: Path, engine: str, onnx: str
) -> None:
    (tmp_path / onnx).write_bytes(b"x")
    assert onnx_beside(tmp_path / engine) == tmp_path / onnx


@pytest.mark.parametrize("name", ["line3.engine", "fp16.engine", "line3.onnx", "a\x00.engine"])
def test_no_onnx_file_is_made_up(tmp_path: Path, name: str) -> None:
    (tmp_path / "other.onnx").write_bytes(b"x")
    assert onnx_beside(tmp_path / name) is None


def test_a_problem_is_copied_with_everything_in_it() -> None:
    about = Circumstances(name="a", built_with="8.6.0", runtime="11.4.0")
    error = errors.ModelFileError(
        text("What"), why=text("{reason}", reason="{odd}"), details="one\ntwo\n"
    )
    told = plain_text(problem_of(error, about)).splitlines()
    assert told[0] == "What"
    assert "{odd}" in told
    assert "Found: TensorRT 8.6.0 read from the file" in told
    assert told[-2:] == ["one", "two"]


def test_the_newest_problem_comes_first_and_the_oldest_is_forgotten() -> None:
    kept = RecentProblems(most=2)
    assert not kept
    for name in "abc":
        kept.add(problem_of(EngineScopeError(Text(name))))
    assert [str(past.problem.title) for past in kept] == ["c", "b"]
    kept.clear()
    assert len(kept) == 0


def test_what_a_machine_lacks_is_shown_also_where_the_onnx_file_would_do() -> None:
    about = Circumstances(name="line3.engine", sibling=Path("/m/line3.onnx"))
    assert keys(errors.RuntimeMissingError(text("No driver")), about) == [
        f"{problems.OPEN_FILE}{Path('/m/line3.onnx')}",
        problems.SHOW_INSTALLATION,
    ]


def test_another_version_is_told_with_both_and_built_anew() -> None:
    about = Circumstances(
        name="line3.engine",
        sibling=Path("/m/line3.onnx"),
        built_with="8.6.0",
        runtime="11.4.0",
        device="RTX 4090",
        can_build=True,
    )
    found = problem_of(errors.ModelFileError(text("It was built by TensorRT 8.6.0")), about)
    assert (str(found.found), str(found.expected)) == ("TensorRT 8.6.0", "TensorRT 11.4.0")
    assert str(found.expected_from) == "on RTX 4090"
    assert found.cure is not None
    assert str(found.cure.label) == "Build from line3.onnx…"


@pytest.mark.parametrize(
    ("error", "key", "words"),
    [
        (
            errors.ConsentNeededError(text("It brings code"), host_code=True),
            problems.ALLOW_CODE,
            "code from this file runs on this computer",
        ),
        (
            errors.ConsentNeededError(text("It needs plugins"), plugins=("Decode_TRT",)),
            problems.CHOOSE_LIBRARY,
            "A plugin library is a program",
        ),
    ],
)
def test_consent_is_asked_for_plainly_and_for_one_file(
    error: errors.ConsentNeededError, key: str, words: str
) -> None:
    found = problem_of(error, Circumstances(name="a.engine", path=Path("/m/a.engine")))
    assert found.cure is not None
    assert found.cure.key == f"{key}{Path('/m/a.engine')}"
    assert words in str(found.advice)


def test_a_card_without_memory_for_a_model_is_no_matter_of_a_picture() -> None:
    class OutOfMemoryError(errors.ModelError, errors.InferenceError):
        pass

    error = OutOfMemoryError(text("Not enough graphics memory"))
    opening = Circumstances(name="a.engine", path=Path("/m/a.engine"), stays="b.onnx")
    assert str(problem_of(error, opening).consequence) == (
        "a.engine was not opened; b.onnx stays loaded."
    )
    assert keys(error, opening) == [problems.CHOOSE_MODEL, problems.TRY_AGAIN]
    assert "This picture has no boxes" in str(problem_of(error).consequence)


@pytest.mark.parametrize(
    ("kind", "runtime"),
    [
        (errors.ModelFileError, "8.6.0.12"),
        (errors.ConsentNeededError, "10.3.0"),
        (errors.UnrecognisedModelError, "10.3.0"),
    ],
)
def test_versions_are_compared_only_where_they_may_be_the_reason(
    kind: type[EngineScopeError], runtime: str
) -> None:
    about = Circumstances(name="a.engine", built_with="8.6.0", runtime=runtime)
    assert problem_of(kind(text("It failed")), about).found is NOTHING
