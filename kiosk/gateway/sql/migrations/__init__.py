"""The schema's history: what each version of the gateway does to a database of the version before it.

`python -m kiosk.gateway.sql.migrations` writes the next one.
"""

LATEST = "0032"
"""The revision this gateway works with."""
