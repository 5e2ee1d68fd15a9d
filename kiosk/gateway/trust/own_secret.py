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
    return Tokens(kept_secret(database, seals, SETTING, BOUND_TO).hex())


def kept_secret(database: Database, seals: Seals, name: str, bound_to: str) -> bytes:
    """The 32 bytes in the row `name` of `setting`, made by whoever asks first. Raises KeyFileWrong."""
    with database.reading() as connection:
        text = _kept(connection, name)
    if text is None:
        text = database.write(lambda connection: _made(connection, seals, name, bound_to))
    return seals.open(text, bound_to) if is_sealed(text) else bytes.fromhex(text)


def _kept(connection: Connection, name: str) -> str | None:
    found = select(setting.c.value).where(setting.c.name == name)
    return connection.execute(found).scalar_one_or_none()


def _made(connection: Connection, seals: Seals, name: str, bound_to: str) -> str:
    secret = new_secret()
    text = seals.seal(bytes.fromhex(secret), bound_to) if seals.has_file else secret
    if insert_new(connection, setting, [{"name": name, "value": text}]) == 1:
        return text
    found = _kept(connection, name)
    assert found is not None
    return found
