"""Device drivers: bytes on a line in, events out.

Knows nothing of the kiosk: never imports `kiosk`, `screens` or Kivy. A simulated device is a peer at the
other end of the same line, so the driver that runs in a hut is the driver that runs in the tests.
"""
