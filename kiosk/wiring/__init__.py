"""Composition: from settings to a machine of devices, workers and one session. No screens, no Kivy."""
