"""Every test of the window also watches that it never hangs."""

from tests.gui.watchdog import qapp_cls, the_window_never_hangs

__all__ = ["qapp_cls", "the_window_never_hangs"]
