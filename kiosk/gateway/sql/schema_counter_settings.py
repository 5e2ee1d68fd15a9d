"""Table of the settings that operators give to kiosks: every version there was, only added to.

`body` is JSON of the wire's settings; `for_kiosks` of the beginnings of kiosk numbers that it is for.
`overrules`: groups among those kiosks that had settings of their own have these now, as in every version
given before there was a choice.
"""

from sqlalchemy import BigInteger, Boolean, Column, String, Table, Text, true

from kiosk.gateway.sql.append_only import append_only
from kiosk.gateway.sql.schema import metadata

remote_settings = Table(
    "remote_settings",
    metadata,
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("edition_id", String(64), nullable=False, unique=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("by", String(40), nullable=False),
    Column("for_kiosks", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("overrules", Boolean, nullable=False, server_default=true()),
)
append_only(remote_settings)
