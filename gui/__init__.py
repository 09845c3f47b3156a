"""The window: a PySide6 viewer on top of ``engine_core``. Nothing in the core knows of it."""
