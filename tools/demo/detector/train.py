"""Trains a detector on rendered pictures.

    python3 -m tools.demo.detector.train --data FOLDER --validation FOLDER --out FOLDER --seconds 570
    python3 -m tools.demo.detector.train --data FOLDER --validation FOLDER --out FOLDER --seconds 570 --resume

The length of the whole training stands in ``config.toml``; ``--seconds`` ends one command of it, and
``--resume`` goes on where the last one ended. The folder then holds ``last.pt`` (to go on from), ``best.pt``
(the averaged weights that judged best so far) and ``log.csv``.
"""

from __future__ import annotations

import argparse
import copy
import csv
import math
import time
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor, nn

from tools.demo.detector import config, weights
from tools.demo.detector.augment import augment
from tools.demo.detector.dataset import open_dataset
from tools.demo.detector.feeding import Feed
from tools.demo.detector.judging import Judge, Precision, detect
from tools.demo.detector.loss import losses
from tools.demo.detector.network import Network, Raw

_COLUMNS = (
    *("step", "progress", "seconds", "pictures", "learning_rate"),
    *("boxes", "sides", "classes", "masks", "validation_map50", "validation_map50_95"),
)
_STEPS_AHEAD = 20
"""Steps that the host may be ahead of the device: it waits for the device no more often."""


class Average:
    """A running average of weights and of what batch normalisation gathered.

    Args:
        network: Whose; copied.
        decay: Of the average, reached slowly so that the first weights are soon forgotten.
    """

    def __init__(self, network: Network, decay: float) -> None:
        self.network = copy.deepcopy(network).eval().requires_grad_(False)
        self._decay = decay
        self._mine, self._theirs = _numbers(self.network), _numbers(network)

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Take in the weights as they are after this step, the first being 1."""
        decay = self._decay * (1 - math.exp(-step / 400))
        torch._foreach_lerp_(self._mine, self._theirs, 1 - decay)


def _numbers(network: Network) -> list[Tensor]:
    """Return weights and averages of a network, which stay where they are as long as it lives."""
    return [one for one in network.state_dict().values() if one.dtype.is_floating_point]


class Course:
    """How much of the training is over, by steps or by time.

    Args:
        settings: Its length.
        step: Steps before this command.
        seconds: Time spent before this command.
    """

    def __init__(self, settings: config.Training, step: int, seconds: float) -> None:
        self._settings = settings
        self.step = step
        self._before = seconds
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """Time spent in all commands."""
        return self._before + time.monotonic() - self._began

    @property
    def progress(self) -> float:
        """From 0 to 1."""
        if self._settings.steps > 0:
            return min(1.0, self.step / self._settings.steps)
        return min(1.0, self.seconds / self._settings.seconds)


def learning_rate(progress: float, settings: config.Training) -> float:
    """Return a rate that rises in a line, then falls along half a cosine (Loshchilov and Hutter 2017)."""
    if progress < settings.warm_up:
        return settings.learning_rate * max(0.01, progress / settings.warm_up)
    along = (progress - settings.warm_up) / (1 - settings.warm_up)
    last = settings.last_learning_rate
    return settings.learning_rate * (last + (1 - last) * (1 + math.cos(math.pi * along)) / 2)


def optimiser(network: Network, settings: config.Training) -> torch.optim.Optimizer:
    """Return AdamW that shrinks the weights of convolutions only."""
    shrunk = [one for one in network.parameters() if one.ndim > 1]
    free = [one for one in network.parameters() if one.ndim <= 1]
    groups = [
        {"params": shrunk, "weight_decay": settings.weight_decay},
        {"params": free, "weight_decay": 0.0},
    ]
    fused = all(one.is_cuda for one in network.parameters())
    return torch.optim.AdamW(groups, lr=settings.learning_rate, fused=fused)


class Trainer:
    """A training from one command to the next.

    Args:
        settings: All of it.
        training: What to learn.
        validation: What to judge by.
        class_names: Name for each class id.
        out: Folder for what is kept; must exist.
        device: Where both sets lie.
    """

    def __init__(
        self,
        settings: config.Config,
        training: Feed,
        validation: Feed,
        class_names: tuple[str, ...],
        out: Path,
        device: torch.device,
    ) -> None:
        torch.manual_seed(settings.training.seed)
        torch.backends.cudnn.benchmark = True
        # Places in pictures are computed by small products of matrices: 10 bits would be half a pixel off.
        torch.set_float32_matmul_precision("highest")
        self._settings, self._out, self._device = settings, out, device
        self._training, self._validation = training, validation
        self._class_names = class_names
        network = weights.build(settings.network, len(class_names))
        self._network = network.to(device, memory_format=torch.channels_last)
        self._average = Average(self._network, settings.training.average_decay)
        self._optimiser = optimiser(self._network, settings.training)
        self._course = Course(settings.training, 0, 0.0)
        self._best = -1.0
        self._looked = 0.0
        self._look_s = 0.0

    @property
    def average(self) -> Network:
        """The network with the averaged weights, in evaluation mode."""
        return self._average.network

    def resume(self) -> None:
        """Go on from ``last.pt``.

        Raises:
            OSError: There is none.
        """
        state = torch.load(self._out / "last.pt", map_location="cpu", weights_only=True)
        self._network.load_state_dict(state["network"])
        self._average.network.load_state_dict(state["average"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._course = Course(self._settings.training, state["step"], state["seconds"])
        self._best, self._looked = state["best"], state["looked"]
        torch.set_rng_state(state["random"])
        if self._device.type == "cuda" and state["random_device"] is not None:
            torch.cuda.set_rng_state(state["random_device"], self._device)

    def run(self, seconds: float) -> Precision | None:
        """Train until the end of the training or of the time; return what the last look found.

        Args:
            seconds: For this command, with all looks and the writing of ``last.pt``.
        """
        settings, course = self._settings.training, self._course
        end = time.monotonic() + seconds
        if course.step == 0:
            (self._out / "log.csv").unlink(missing_ok=True)
        model: nn.Module = self._network
        if settings.compile:
            model = torch.compile(self._network)
        sums = torch.zeros(4, device=self._device)
        summed = 0
        found = None
        for index in self._training.at_random(settings.batch):
            progress = course.progress
            rate = learning_rate(progress, settings)
            sums += self._step(
                model, index, rate, moving=progress < self._settings.augmentation.until
            )
            summed += 1
            course.step += 1
            self._average.update(course.step)
            if course.step % _STEPS_AHEAD == 0 and not math.isfinite(float(sums.sum())):
                raise FloatingPointError(f"the losses of step {course.step} are no numbers")
            progress = course.progress
            is_over = progress >= 1 or time.monotonic() + 2 * self._look_s + 5 > end
            if is_over or progress >= self._looked + settings.look_every:
                found = self._look(rate, (sums / summed).tolist())
                sums, summed = torch.zeros_like(sums), 0
                self._write_state()
            if is_over:
                break
        return found

    def _step(self, model: nn.Module, index: Tensor, rate: float, *, moving: bool) -> Tensor:
        """Learn one batch; return the four losses, still on the device."""
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        pictures, truth, areas = self._training.batch(index)
        pictures, truth = augment(
            pictures, truth, areas, self._settings.augmentation, moving=moving
        )
        pictures = pictures.contiguous(memory_format=torch.channels_last)
        self._network.train()
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._device.type == "cuda"):
            raw = Raw(*model(pictures))
        judged = losses(raw, truth, self._settings.loss)
        self._optimiser.zero_grad(set_to_none=True)
        judged.total().backward()
        nn.utils.clip_grad_norm_(self._network.parameters(), self._settings.training.clip_gradient)
        self._optimiser.step()
        return torch.stack(judged).detach()

    def _look(self, rate: float, means: list[float]) -> Precision:
        """Judge the averaged weights by the validation set, and write a line of the log."""
        began = time.monotonic()
        course = self._course
        found = judge(self.average, self._validation, len(self._class_names))
        self._looked = course.progress
        if found.mean > self._best:
            self._best = found.mean
            self._keep_best(found)
        self._look_s = time.monotonic() - began
        row = (
            course.step,
            f"{course.progress:.4f}",
            f"{course.seconds:.1f}",
            course.step * min(self._settings.training.batch, len(self._training)),
            f"{rate:.6f}",
            *(f"{one:.4f}" for one in means),
            f"{found.at_half:.4f}",
            f"{found.mean:.4f}",
        )
        log = self._out / "log.csv"
        is_new = not log.exists()
        with log.open("a", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            if is_new:
                writer.writerow(_COLUMNS)
            writer.writerow(row)
        print(
            "  ".join(f"{name} {value}" for name, value in zip(_COLUMNS, row, strict=True)),
            flush=True,
        )
        return found

    def _keep_best(self, found: Precision) -> None:
        course = self._course
        facts = {
            "step": course.step,
            "progress": course.progress,
            "map50": found.at_half,
            "map50_95": found.mean,
        }
        weights.keep(
            self._out / "best.pt",
            self.average.state_dict(),
            self._settings,
            self._class_names,
            facts,
        )

    def _write_state(self) -> None:
        on_device = self._device.type == "cuda"
        state = {
            "network": self._network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "step": self._course.step,
            "seconds": self._course.seconds,
            "best": self._best,
            "looked": self._looked,
            "random": torch.get_rng_state(),
            "random_device": torch.cuda.get_rng_state(self._device) if on_device else None,
        }
        new = self._out / "last.pt.new"
        torch.save(state, new)
        new.replace(self._out / "last.pt")


@torch.no_grad()
def judge(network: Network, feed: Feed, classes: int, *, batch: int = 50) -> Precision:
    """Return the average precision of a network's boxes over a whole set.

    Args:
        network: In evaluation mode, on the device of the set.
        feed: The set.
        classes: Number of classes.
        batch: Pictures at once.
    """
    judged = Judge(classes)
    for pictures, truth in feed.in_order(batch):
        raw = network(pictures.contiguous(memory_format=torch.channels_last))
        judged.add(detect(raw), truth.boxes, truth.classes, truth.hardly_seen)
    return judged.precision()


def main() -> None:
    parser = argparse.ArgumentParser(description="Train a detector on rendered pictures.")
    parser.add_argument("--data", type=Path, nargs="+", required=True, metavar="FOLDER")
    parser.add_argument("--validation", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--seconds", type=float, default=1e9, help="when to end this command")
    parser.add_argument("--resume", action="store_true", help="go on from OUT/last.pt")
    parser.add_argument("--config", type=Path, default=config.STANDARD)
    parser.add_argument("--budget", type=float, help="seconds of the whole training, all commands")
    parser.add_argument("--batch", type=int, help="pictures of a step")
    parser.add_argument("--compile", action="store_true", help="torch.compile the network")
    options = parser.parse_args()
    began = time.monotonic()
    settings = config.read(options.config)
    changed = replace(
        settings.training,
        seconds=options.budget or settings.training.seconds,
        batch=options.batch or settings.training.batch,
        compile=options.compile or settings.training.compile,
    )
    settings = replace(settings, training=changed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    options.out.mkdir(parents=True, exist_ok=True)
    sets = [open_dataset(folder) for folder in options.data]
    training = Feed(sets, device)
    validation = Feed([open_dataset(options.validation)], device)
    print(
        f"{len(training)} and {len(validation)} pictures on {device} "
        f"after {time.monotonic() - began:.0f} s",
        flush=True,
    )
    trainer = Trainer(settings, training, validation, sets[0].class_names, options.out, device)
    if options.resume:
        trainer.resume()
    trainer.run(options.seconds - (time.monotonic() - began))


if __name__ == "__main__":
    main()
