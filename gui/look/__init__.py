"""How each kind of control is painted and how large it is; ``gui.proxy_style`` hands it to Qt.

Functions that draw take the option, the painter and the widget, as Qt's style gives them.
"""
