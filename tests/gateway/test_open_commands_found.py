"""A few open commands are found among those of years without reading all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event, insert, text

from kiosk.gateway.counter.commands import CommandWish
from kiosk.gateway.sql.schema_counter_commands import kiosk_command

from .town import Town

OVER = {
    "kiosk_id": "kiosk-1",
    "kind": "send_logs",
    "told": b"{}",
    "state": "done",
    "ordered_by": "li",
    "expires_ms": 2,
    "changed_ms": 2,
    "figures": "",
}


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """What databases are asked meanwhile."""
    heard: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        heard.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def years_of_commands(connection: Connection) -> None:
    rows = [OVER | {"command_id": f"c{number}", "issued_ms": number} for number in range(5_000)]
    connection.execute(insert(kiosk_command), rows)
    connection.execute(text("ANALYZE"))


def test_open_ones_are_found_by_the_index_of_states_though_nearly_all_are_over(
    file_town: Town,
) -> None:
    database = file_town.gateway.parts.database
    database.write(years_of_commands)
    with asked() as statements:
        page = file_town.gateway.counter.commands.page(CommandWish(is_open=True))
    assert page.of == 0
    found = [each for each in statements if "FROM kiosk_command" in each[0]]
    assert len(found) == 2
    with database.reading() as connection:
        for statement, parameters in found:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            assert any("INDEX ix_kiosk_command_state (state=?)" in row.detail for row in plan), plan
