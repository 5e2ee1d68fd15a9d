"""The commands of `python -m kiosk`, by whom they are for: what may be asked, and which room does it.

Each imports what it needs when it is called, no more; what it does is in its own room.
"""
