"""What the contract tests of all identity-card readers share."""

NAME, NUMBER = "Canary", "310108194002290011"
HELD_S = 3.0
IN_TIME_S = 0.1
SAMPLING_S = 0.06
"""A hold begins and ends between two samples of the button."""
KEEPING = ("reset_eject_rear", "rear_hold", "capture_rear", "clear_abnormal", "unknown_command")
