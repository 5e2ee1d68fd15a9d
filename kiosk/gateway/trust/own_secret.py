"""The database's own secret, behind opaque ids, receipt numbers and verification codes; sealed as keys are.

Without a key file it lies plain until one is given: a gateway that knows no kiosk needs none. It is made
once, and never anew where it cannot be opened: every bill would then be another bill.
"""

from sqlalchemy import Connection, select

from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.schema import setting
from kiosk.gateway.tokens import Tokens, new_secret
from kiosk.gateway.trust.seals import Seals, is_sealed

SETTING = "secret"
"""The row of `setting` that holds it."""
BOUND_TO = "the gateway's own secret"


def own_tokens(database: Database, seals: Seals) -> Tokens:
    """The first process to make the secret wins. Raises KeyFileWrong."""
    with database.reading() as connection:
        text = _kept(connection)
    if text is None:
        text = database.write(lambda connection: _made(connection, seals))
    return Tokens(seals.open(text, BOUND_TO).hex() if is_sealed(text) else text)


def _kept(connection: Connection) -> str | None:
    found = select(setting.c.value).where(setting.c.name == SETTING)
    return connection.execute(found).scalar_one_or_none()


def _made(connection: Connection, seals: Seals) -> str:
    secret = new_secret()
    text = seals.seal(bytes.fromhex(secret), BOUND_TO) if seals.has_file else secret
    if insert_new(connection, setting, [{"name": SETTING, "value": text}]) == 1:
        return text
    found = _kept(connection)
    assert found is not None
    return found
