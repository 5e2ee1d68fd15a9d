"""Every table of the gateway's own, for whoever must know them all: migrations and their tests."""

from kiosk.gateway.sql import (
    schema_cash,
    schema_day_limit,
    schema_day_sheet,
    schema_keys,
    schema_operators,
    schema_recharge,
    schema_reconciliation,
)
from kiosk.gateway.sql.schema import metadata

__all__ = [
    "metadata",
    "schema_cash",
    "schema_day_limit",
    "schema_day_sheet",
    "schema_keys",
    "schema_operators",
    "schema_recharge",
    "schema_reconciliation",
]
