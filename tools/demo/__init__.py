"""Makes everything the demo shows: pictures, a clip, their ground truth, and the detectors."""
