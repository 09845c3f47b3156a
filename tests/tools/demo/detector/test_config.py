from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the demo is made with Python 3.11 or later")

from tools.demo.detector import config


def test_no_seed_stands_in_two_sets() -> None:
    world = config.read().world
    sets = [set(world.seeds(one)[::997]) | {world.seeds(one)[-1]} for one in config.SETS]

    assert not sets[0] & sets[1]
    assert not sets[1] & sets[2]
    assert not sets[0] & sets[2]
    assert min(len(world.seeds(one)) for one in config.SETS) >= 100_000


def test_sets_that_share_a_seed_are_refused(tmp_path: Path) -> None:
    text = config.STANDARD.read_text("utf-8")
    changed = text.replace("held_out_seeds = [3_000_000", "held_out_seeds = [2_099_999")
    assert changed != text
    path = tmp_path / "config.toml"
    path.write_text(changed, "utf-8")

    with pytest.raises(ValueError, match="share the seeds from 2099999"):
        config.read(path)


def test_what_a_checkpoint_holds_is_the_configuration_again() -> None:
    whole = config.read()

    assert config.from_dict(asdict(whole)) == whole


def test_the_small_network_differs_where_its_file_says_so_and_nowhere_else() -> None:
    standard = config.read()
    small = config.read(config.STANDARD.with_name("config-small.toml"))
    assert small.network.stages < standard.network.stages
    assert small.network.bins == standard.network.bins
    assert small.training.seconds == 60
    assert small.training.batch == standard.training.batch
    assert (small.world, small.loss) == (standard.world, standard.loss)
