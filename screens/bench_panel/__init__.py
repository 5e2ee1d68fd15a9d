"""The bench beside the kiosk: simulated devices to work by hand, for developers and trainers."""
