"""A run that writes in every format and keeps a journal until it is killed; a line for each step."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from engine_core.exporters import EXPORTERS, open_exporters
from engine_core.journal import Journal
from tests.engine_core.exporters.builders import (
    picture,
    picture_source,
    settings,
    video_frame,
    video_source,
)

FRAMES = 4
KEYS = tuple(kind.key for kind in EXPORTERS if kind.key != "yolo-conf")


def main(out: Path) -> None:
    """Write runs of one picture and one short video, over and over."""
    number = 0
    while True:
        journal = Journal(out, {})
        journal.write_manifest(state="running")
        noted = replace(settings(out), on_published=journal.published)
        exporters = open_exporters(KEYS, noted)
        for _ in range(3):
            number += 1
            name, clip = f"picture {number % 7}.jpg", f"clip {number % 7}.mp4"
            journal.begin(picture_source(name).item)
            for exporter in exporters:
                exporter.begin_source(picture_source(name))
                exporter.write(picture(name))
                exporter.end_source()
                sys.stdout.write(".\n")
                sys.stdout.flush()
            journal.end(picture_source(name).item, KEYS)
            journal.begin(video_source(clip).item)
            for exporter in exporters:
                exporter.begin_source(video_source(clip, frame_count=FRAMES))
                for index in range(FRAMES):
                    exporter.write(video_frame(index, name=clip))
                exporter.end_source()
                sys.stdout.write(".\n")
                sys.stdout.flush()
            journal.end(video_source(clip).item, KEYS)
        for exporter in exporters:
            exporter.close()
            sys.stdout.write(".\n")
            sys.stdout.flush()
        journal.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
