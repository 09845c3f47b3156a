"""A child that keeps to the protocol of a build, or breaks it: ``python fake_child.py MODE``."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PLAN = b"ftrt" + bytes(12) + (200).to_bytes(8, "little") + bytes([8, 6, 0, 12, 0, 0, 0, 0])
PLAN += b"NGNE" + bytes(164)


def layers(weights: str) -> str:
    layer = {
        "Name": "conv",
        "LayerType": "CaskConvolution",
        "ParameterType": "Convolution",
        "Inputs": [{"Name": "x", "Dimensions": [1], "Format/Datatype": "Row major FP16"}],
        "Outputs": [],
        "Weights": {"Type": weights, "Count": 4},
    }
    return json.dumps({"Layers": [layer]})


def say(event: str, **facts: Any) -> None:
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


def step(template: str, fraction: float | None = None) -> None:
    say("step", fraction=fraction, step={"template": template, "facts": {}})


def write(request: dict[str, Any], plan: bytes = PLAN) -> None:
    header = request["header"].encode()
    content = len(header).to_bytes(4, "little") + header + plan
    Path(request["target"]).write_bytes(content)


def done(**facts: Any) -> None:
    say("done", seconds=1.0, size_bytes=1, tensorrt="8.6.0", **facts)


def main(mode: str, *rest: str) -> int:
    request = json.loads(sys.stdin.readline())
    sys.stderr.write("[I] native words\n")
    sys.stderr.flush()
    step("Reading it")
    if mode == "succeed":
        step("Half of it", 0.5)
        say("log", severity="warning", line="careful")
        say("note", note={"template": "Timings are {state}", "facts": {"state": "damaged"}})
        write(request)
        done(layers=layers(*rest or ("Half",)), device_memory_bytes=4096)
    elif mode == "portable":
        write(request, PLAN.replace(b"NGNE", b"NAEL"))
        done()
    elif mode == "fail":
        write(request)
        texts = {"what": "It is too old for {name}", "why": "", "cure": "Take a newer one"}
        plain = {k: {"template": v, "facts": {"name": "small"}} for k, v in texts.items()}
        say("failed", **plain, details="line", plugins=["Odd_TRT"])
        return 1
    elif mode == "garbage":
        sys.stdout.buffer.write(b"not json\n\xff\xfe\n[1, 2]\n{}\n\n")
        write(request)
        done(layers="neither is this")
    elif mode == "crash":
        write(request)
        os.kill(os.getpid(), signal.SIGSEGV)
    elif mode == "killed":
        write(request)
        os.kill(os.getpid(), signal.SIGKILL)
    elif mode == "silent":
        return 7
    elif mode == "half":
        write(request, PLAN[:60])
        done()
    elif mode in ("hang", "deaf"):
        write(request)
        child = subprocess.Popen(["sleep", "600"])
        Path(rest[0]).write_text(str(child.pid))
        signal.signal(signal.SIGTERM, signal.SIG_IGN if mode == "deaf" else signal.SIG_DFL)
        step("Waiting", 0.25)
        while True:
            time.sleep(600)
    elif mode == "stop":
        step("Waiting", 0.25)
        assert sys.stdin.readline().strip() == "cancel"
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
