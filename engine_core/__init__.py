"""Detection without a window: from a model file and pictures to detections and files.

Imports nothing heavy; start at ``engine_core.detector`` and ``engine_core.batch``.
"""

from __future__ import annotations

import os

__version__ = "0.1.0"

# NumPy's products here are small ones (the prototypes of a mask), but its library keeps all cores waiting
# for the next, which takes them from the network: a clip with masks then runs at half the speed. Counts if
# NumPy is imported after this; who says a number is heard.
for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
