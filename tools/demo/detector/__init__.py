"""The demo's detectors: a small network with boxes, classes and masks, its training and its export."""
