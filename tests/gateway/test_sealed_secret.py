"""The secret behind opaque ids and verification codes: sealed at rest as keys are, and never another one."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select, update

from kiosk.__main__ import main
from kiosk.gateway.gateway import Gateway, open_gateway
from kiosk.gateway.settings import GatewaySettings
from kiosk.gateway.sql.open_database import open_database
from kiosk.gateway.sql.schema import setting
from kiosk.gateway.trust.key_file import KeyFileWrong, make_key_file, read_key_file, rotate_key_file
from kiosk.gateway.trust.own_secret import own_tokens
from kiosk.gateway.trust.sealed_rows import sealed_under_old_keys
from kiosk.gateway.trust.seals import Seals
from kiosk.runtime.clock import FakeClock

from .place import Place
from .town import Town

PLAIN = "5a" * 32
SECRET = setting.c.name == "secret"


class Site:
    """A new database, which the test gives a key file or none."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.keys = place.folder / "site.keys"
        make_key_file(self.keys)

    def opened(self, key_file: Path | None) -> Gateway:
        settings = GatewaySettings("", key_file=key_file, isolation=self.place.isolation)
        return open_gateway(self.place.url, settings, FakeClock())

    def stored(self) -> str:
        database = open_database(self.place.url, Random(1))
        with database.reading() as connection:
            text: str = connection.execute(select(setting.c.value).where(SECRET)).scalar_one()
        database.close()
        return text

    def store(self, text: str) -> None:
        database = open_database(self.place.url, Random(1))
        database.write(lambda c: c.execute(update(setting).where(SECRET).values(value=text)).rowcount)
        database.close()

    def an_id(self, key_file: Path | None) -> str:
        gateway = self.opened(key_file)
        found = gateway.parts.codes.opaque("bill", "electric-city", "1")
        gateway.close()
        return found


@pytest.fixture
def site(place: Place) -> Site:
    return Site(place)


@pytest.fixture
def file_site(tmp_path: Path) -> Site:
    return Site(Place.file(tmp_path))


def test_the_secret_of_a_new_database_is_sealed_from_its_first_moment(site: Site) -> None:
    first = site.an_id(site.keys)
    assert site.stored().startswith("1.")
    assert site.an_id(site.keys) == first


def test_a_secret_that_lay_plain_is_sealed_as_the_database_is_opened_and_stays_the_same(site: Site) -> None:
    site.an_id(site.keys)
    site.store(PLAIN)
    first = site.an_id(site.keys)
    sealed = site.stored()
    assert sealed == site.stored()
    assert sealed.startswith("1.")
    assert Seals(site.keys).open(sealed, "the gateway's own secret").hex() == PLAIN
    assert site.an_id(site.keys) == first
    files = b"".join(each.read_bytes() for each in site.place.folder.glob("*.sqlite"))
    assert PLAIN.encode() not in files


def test_a_new_key_seals_it_anew_at_the_next_start_and_the_old_one_may_be_forgotten(file_site: Site) -> None:
    first, before = file_site.an_id(file_site.keys), file_site.stored()
    rotate_key_file(file_site.keys)
    database = open_database(file_site.place.url, Random(1))
    assert sealed_under_old_keys(database, Seals(file_site.keys)) == 2, "and the key of records"
    database.close()
    path, db = str(file_site.keys), file_site.place.url
    assert main(["gateway-keys", path, "--forget-old", "--db", db]) == 0
    assert file_site.stored() != before
    assert len(read_key_file(file_site.keys)) == 1
    assert file_site.an_id(file_site.keys) == first


def test_another_key_file_does_not_open_it_and_nothing_is_made_in_its_place(site: Site) -> None:
    first, sealed = site.an_id(site.keys), site.stored()
    other = site.keys.with_name("other.keys")
    make_key_file(other)
    with pytest.raises(
        KeyFileWrong, match=r"other\.keys: the gateway's own secret was sealed under another key.*give the"
    ):
        site.opened(other)
    site.keys.rename(site.keys.with_name("elsewhere"))
    with pytest.raises(KeyFileWrong, match=r"site\.keys: No such file.*sealed with"):
        site.opened(site.keys)
    site.keys.with_name("elsewhere").rename(site.keys)
    assert site.stored() == sealed
    assert site.an_id(site.keys) == first


def test_a_gateway_without_a_key_file_does_not_open_what_is_sealed(site: Site) -> None:
    site.an_id(site.keys)
    with pytest.raises(KeyFileWrong, match=r"--key-file|gateway\.keys: No such file.*sealed with"):
        site.opened(None)
    assert not (site.place.folder / "gateway.keys").exists()


def test_a_secret_that_was_changed_is_refused(site: Site) -> None:
    site.an_id(site.keys)
    sealed = site.stored()
    site.store(sealed[:-2] + ("00" if sealed[-2:] != "00" else "11"))
    with pytest.raises(
        KeyFileWrong, match=r"the gateway's own secret: .*changed or moved.*copy of the database"
    ):
        site.opened(site.keys)


def test_beside_a_database_that_is_a_file_the_key_file_is_made_when_the_gateway_opens_it(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"

    def opened(_: int) -> str:
        gateway = open_gateway(url, GatewaySettings(""), FakeClock())
        found = gateway.parts.codes.opaque("bill", "1")
        gateway.close()
        return found

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(opened, range(6)))) == 1
    assert (tmp_path / "new.keys").stat().st_mode & 0o777 == 0o600


def test_where_no_key_file_can_be_the_secret_lies_plain_until_one_is_given() -> None:
    """A database server, in a trial without any kiosk's key."""
    database = open_database("sqlite://", Random(1))
    first = own_tokens(database, Seals(None)).opaque("bill", "1")
    assert own_tokens(database, Seals(None)).opaque("bill", "1") == first
    database.close()


def test_reconciling_needs_the_key_file_as_the_gateway_does(
    file_town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "vault.keys"
    file_town.close()
    (tmp_path / "gateway.keys").rename(elsewhere)
    command = ["reconcile", "2026-11-20", "--db", file_town.place.url]
    assert main(command) == 1
    assert "gateway.keys: No such file" in capsys.readouterr().err
    assert main([*command, "--key-file", str(elsewhere)]) == 0
