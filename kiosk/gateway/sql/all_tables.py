"""Every table of the gateway's own, for whoever must know them all: migrations and their tests."""

from kiosk.gateway.sql import (
    schema_cash,
    schema_copies,
    schema_counter_alarms,
    schema_counter_bulletin,
    schema_counter_commands,
    schema_counter_fleet,
    schema_counter_requests,
    schema_counter_settings,
    schema_day_limit,
    schema_day_sheet,
    schema_keys,
    schema_loads,
    schema_operators,
    schema_recharge,
    schema_reconciliation,
    schema_staff,
    schema_usage,
)
from kiosk.gateway.sql.schema import metadata

__all__ = [
    "metadata",
    "schema_cash",
    "schema_copies",
    "schema_counter_alarms",
    "schema_counter_bulletin",
    "schema_counter_commands",
    "schema_counter_fleet",
    "schema_counter_requests",
    "schema_counter_settings",
    "schema_day_limit",
    "schema_day_sheet",
    "schema_keys",
    "schema_loads",
    "schema_operators",
    "schema_recharge",
    "schema_reconciliation",
    "schema_staff",
    "schema_usage",
]
