"""The parts round the picture. Each is told what to show by ``set_…`` and says what is wanted by signals.

No panel knows another, the workers or the model of the window: ``gui.main_window`` joins them.
"""
