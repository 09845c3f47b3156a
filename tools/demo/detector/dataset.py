"""Renders pictures on all cores into files that are mapped into memory, in the form the network is fed.

    python3 -m tools.demo.detector.dataset --set training --pictures 12000 --out FOLDER --seconds 400

A picture takes its seed, its size and its content from its number alone, whichever process renders it.
The folder holds ``meta.json`` and, as raw arrays whose first axis is the picture:

- ``rgb.u8`` (n, input, input, 3) uint8: letterboxed, padding 114, as :mod:`engine_core.letterbox` does it
- ``ids.u8`` (n, input, input) uint8: which part is seen where, 0 for none; the padding is 0
- ``boxes.f32`` (n, most parts, 4) float32: x1, y1, x2, y2 in pixels of the input
- ``classes.i8`` (n, most parts) int8: −1 where there is no part
- ``hardly_seen.u8`` (n, most parts) uint8
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from engine_core.letterbox import LetterBox
from tools.demo.detector.config import SETS, STANDARD, read
from tools.demo.pool import cores, workers
from tools.demo.world.picture import Picture

PADDING = 114
_AT_ONCE = 8
"""Pictures that a process renders before it reports; small, so that the time limit is kept."""

Render = Callable[[int, int, int], Picture]


@dataclass(frozen=True)
class Example:
    """A picture in the form the network is fed; fields as in the module's table, for one picture."""

    rgb: npt.NDArray[np.uint8]
    ids: npt.NDArray[np.uint8]
    boxes: npt.NDArray[np.float32]
    classes: npt.NDArray[np.int8]
    hardly_seen: npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Dataset(Example):
    """The arrays of a folder, mapped into memory for reading; the same fields, with the picture first."""

    class_names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.rgb)


def prepare(picture: Picture, side: int, most_parts: int) -> Example:
    """Bring a rendered picture to the form the network is fed.

    Args:
        picture: With at most ``most_parts`` parts; further ones are an error of the renderer.
        side: Width and height of the network's input.
        most_parts: Length of the padded ground truth.

    Raises:
        ValueError: There are more parts than that.
    """
    count = len(picture.classes)
    if count > most_parts:
        raise ValueError(f"{count} parts in a picture, more than {most_parts}")
    height, width = picture.ids.shape
    fit = LetterBox.fit((width, height), (side, side))
    (x, y), (w, h) = fit.offset_xy, fit.resized_wh
    inside = np.s_[y : y + h, x : x + w]
    rgb = np.full((side, side, 3), PADDING, np.uint8)
    ids = np.zeros((side, side), np.uint8)
    rgb[inside] = cv2.resize(picture.rgb, (w, h), interpolation=cv2.INTER_LINEAR)
    ids[inside] = cv2.resize(picture.ids, (w, h), interpolation=cv2.INTER_NEAREST_EXACT)
    boxes = np.zeros((most_parts, 4), np.float32)
    classes = np.full(most_parts, -1, np.int8)
    hardly_seen = np.zeros(most_parts, np.uint8)
    if count:
        found = picture.boxes()
        seen = found[:, 2] > found[:, 0]
        boxes[:count][seen] = fit.to_input(found[seen])
        classes[:count][seen] = picture.classes[seen]
        hardly_seen[:count] = picture.hardly_seen
    return Example(rgb, ids, boxes, classes, hardly_seen)


def size_of(seed: int, sizes: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """Return the width and height of the picture with this seed."""
    return sizes[int(np.random.default_rng([seed, 1]).integers(len(sizes)))]


def shapes(side: int, most_parts: int) -> dict[str, tuple[tuple[int, ...], type[np.generic]]]:
    """Return file name to shape of one picture and type, for each field of :class:`Example`."""
    return {
        "rgb.u8": ((side, side, 3), np.uint8),
        "ids.u8": ((side, side), np.uint8),
        "boxes.f32": ((most_parts, 4), np.float32),
        "classes.i8": ((most_parts,), np.int8),
        "hardly_seen.u8": ((most_parts,), np.uint8),
    }


def open_dataset(folder: Path) -> Dataset:
    """Map what :func:`make` wrote.

    Raises:
        OSError: There is no such set, or it is not complete.
    """
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    arrays: dict[str, Any] = {}
    for name, (shape, kind) in shapes(meta["side"], meta["most_parts"]).items():
        whole = (meta["pictures"], *shape)
        arrays[name.split(".")[0]] = np.memmap(folder / name, kind, "r", shape=whole)
    return Dataset(**arrays, class_names=tuple(meta["class_names"]))


def make(
    folder: Path,
    render: Render,
    seeds: range,
    *,
    sizes: tuple[tuple[int, int], ...],
    side: int,
    most_parts: int,
    class_names: tuple[str, ...],
    seconds: float,
    processes: int,
) -> int:
    """Render ``seeds`` in their order and return how many pictures there are.

    Where the time is up before the last, the set ends with the last picture before which none is missing.

    Args:
        folder: Made if need be; a set in it is replaced.
        render: Can be sent to another process: a function of a module.
        seeds: One for each picture.
        sizes: Width and height to draw from.
        side: Width and height of the network's input.
        most_parts: Length of the padded ground truth.
        class_names: Name for each class id.
        seconds: When to stop, from now.
        processes: How many render at the same time.

    Raises:
        OSError: The files cannot be written.
    """
    end = time.monotonic() + seconds
    folder.mkdir(parents=True, exist_ok=True)
    meta = folder / "meta.json"
    meta.unlink(missing_ok=True)
    for name, (shape, kind) in shapes(side, most_parts).items():
        # A file with a hole as long as itself: what is not written takes no place.
        with (folder / name).open("wb") as file:
            file.truncate(len(seeds) * int(np.prod(shape)) * np.dtype(kind).itemsize)
    work = partial(_write, folder, render, seeds, sizes, side, most_parts)
    starts = iter(range(0, len(seeds), _AT_ONCE))
    done = np.zeros(len(seeds), np.bool_)
    began = told = time.monotonic()
    slowest = 0.0
    with workers(processes) as pool:
        # Two pieces of work for each process: one in hand and one waiting.
        running = {pool.submit(work, start) for start in islice(starts, 2 * processes)}
        while running:
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for one in finished:
                numbers, took = one.result()
                done[numbers] = True
                slowest = max(slowest, took)
            now = time.monotonic()
            # A piece that is added now begins after the one in hand.
            if now + 2.2 * slowest < end:
                free = 2 * processes - len(running)
                running |= {pool.submit(work, start) for start in islice(starts, free)}
            if now - told > 20:
                told = now
                print(f"{int(done.sum())} pictures after {now - began:.0f} s", flush=True)
    missing = np.flatnonzero(~done)
    count = int(missing[0]) if len(missing) else len(seeds)
    for name, (shape, kind) in shapes(side, most_parts).items():
        os.truncate(folder / name, count * int(np.prod(shape)) * np.dtype(kind).itemsize)
    facts = {
        "pictures": count,
        "first_seed": seeds.start,
        "side": side,
        "most_parts": most_parts,
        "class_names": class_names,
    }
    meta.write_text(json.dumps(facts, indent=1), "utf-8")
    return count


def _write(
    folder: Path,
    render: Render,
    seeds: range,
    sizes: tuple[tuple[int, int], ...],
    side: int,
    most_parts: int,
    start: int,
) -> tuple[range, float]:
    """Render some pictures into their places; return which, and the seconds it took."""
    began = time.monotonic()
    numbers = range(start, min(start + _AT_ONCE, len(seeds)))
    examples = [
        prepare(render(seeds[number], *size_of(seeds[number], sizes)), side, most_parts)
        for number in numbers
    ]
    for name, (shape, kind) in shapes(side, most_parts).items():
        field = name.split(".")[0]
        with (folder / name).open("r+b") as file:
            file.seek(start * int(np.prod(shape)) * np.dtype(kind).itemsize)
            file.write(np.stack([getattr(one, field) for one in examples]).tobytes())
    return numbers, time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description="Render a set of pictures for the training.")
    parser.add_argument("--set", choices=SETS[:2], default="training", help="whose seeds")
    parser.add_argument("--seed", type=int, default=0, help="how many seeds to leave out at first")
    parser.add_argument("--pictures", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--seconds", type=float, default=1e9, help="when to stop at the latest")
    parser.add_argument("--processes", type=int, default=cores())
    parser.add_argument("--config", type=Path, default=STANDARD)
    options = parser.parse_args()
    # The renderer is asked for only here, so that tests can do with one of their own.
    from tools.demo.world.picture import CLASSES
    from tools.demo.world.render import render

    config = read(options.config)
    seeds = config.world.seeds(options.set)[options.seed :][: options.pictures]
    if len(seeds) < options.pictures:
        parser.error(f"only {len(seeds)} seeds are left in the {options.set} set")
    # Libraries below numpy must not start threads in each of the processes.
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
    began = time.monotonic()
    count = make(
        options.out,
        render,
        seeds,
        sizes=config.world.sizes,
        side=config.network.input,
        most_parts=config.world.most_parts,
        class_names=CLASSES,
        seconds=options.seconds,
        processes=options.processes,
    )
    print(f"{count} pictures in {options.out} after {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
