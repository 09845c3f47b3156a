"""Threads beside the window: inference, listing, thumbnails and export; what crosses them is frozen."""
