"""The picture with its detections: where it lies, what is under the pointer, how it is painted."""
