"""Towns on everything the gateway runs on, as its own tests have them."""

from tests.gateway.conftest import clock, cluster, database_kind, place, town, used_database

__all__ = ["clock", "cluster", "database_kind", "place", "town", "used_database"]
