"""A real browser without a window, one for all tests of a process, and what axe-core says of its page."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from kiosk import places
from kiosk.gateway.http.operator.desk import SESSION_COOKIE

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1360,900",
)
_AXE = Path(__file__).parent / "axe" / "axe.min.js"
_RULES = """
const done = arguments[0], where = found => found.nodes.map(node => node.target.join(" ")).join(" | ");
axe.run(document, {resultTypes: ["violations"]}).then(
    told => done(told.violations.map(found => found.id + ": " + where(found))),
    wrong => done([String(wrong)]));
"""
_LONGEST_S = 20
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{fonts}</dir><cachedir>{cache}</cachedir>
</fontconfig>"""
"""The kiosk's own, so that Chinese has its true width wherever the tests run."""


class ChromiumMissing(RuntimeError):
    """Says what to install; the tests fail, for what they would have shown is not known."""


class Browser:
    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, url: str) -> None:
        self.driver.get(url)

    @property
    def path(self) -> str:
        return str(self.driver.execute_script("return location.pathname + location.search"))

    @property
    def title(self) -> str:
        return self.driver.title

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        return " ".join(each.text for each in self.all(selector))

    def type(self, field_id: str, text: str) -> None:
        field = self.driver.find_element(By.ID, field_id)
        field.clear()
        field.send_keys(text)

    def press(self, selector: str) -> None:
        """What leads to another page."""
        with self.going_on():
            self.driver.find_element(By.CSS_SELECTOR, selector).click()

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """What is done leads to another page, and that is waited for."""
        before = self.driver.find_element(By.TAG_NAME, "html")
        yield
        WebDriverWait(self.driver, _LONGEST_S).until(lambda _driver: _is_gone(before))

    def forget(self) -> None:
        """Whoever was signed in."""
        self.driver.delete_all_cookies()

    def end_session(self) -> None:
        """Whoever is signed in is not any more; their language is kept."""
        self.driver.delete_cookie(SESSION_COOKIE)

    def violations(self) -> list[str]:
        """Of the WCAG rules and best practices that axe-core knows, each with where."""
        self.driver.execute_script(_axe())
        return list(self.driver.execute_async_script(_RULES))

    def barriers(self) -> list[str]:
        """Violations of this page and what its policy kept from it; of a page that an act has led to, in the
        other language as well."""
        found = self.violations() + self.errors()
        if "done=" in self.path:
            here = self.driver.current_url
            other = "en" if self.html_language() == "zh-CN" else "zh"
            self.open(f"{here}&lang={other}")
            found += [f"{other}: {each}" for each in self.violations() + self.errors()]
            self.open(f"{here}&lang={'zh' if other == 'en' else 'en'}")
        return found

    def html_language(self) -> str:
        return str(self.driver.execute_script("return document.documentElement.lang"))

    def unfold(self) -> None:
        """Whatever lies folded is shown."""
        self.driver.execute_script("document.querySelectorAll('details').forEach(each => each.open = true)")

    def errors(self) -> list[str]:
        """What the browser complained of, such as something that its policy kept from loading."""
        log: Any = self.driver.get_log("browser")
        expected = ("favicon", "the server responded with a status of 4")
        messages = [str(line["message"]) for line in log]
        return [each for each in messages if not any(word in each for word in expected)]


def _is_gone(element: WebElement) -> bool:
    try:
        element.is_enabled()
    except StaleElementReferenceException:
        return True
    except WebDriverException as error:
        if "does not belong to the document" in str(error):  # asked while the page was being exchanged
            return True
        raise
    return False


@contextmanager
def browser() -> Iterator[Browser]:
    """Raises ChromiumMissing."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        raise ChromiumMissing(
            "the operator's page is tested in Chromium, which is not there: run config/deploy/set_up.sh, or "
            "install chromium and chromium-driver (config/deploy/apt-packages.txt)"
        )
    with TemporaryDirectory(prefix="browser") as folder:
        options = Options()
        options.binary_location = program
        for flag in (*_FLAGS, f"--user-data-dir={folder}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(_FONTS.format(fonts=places.ROOT / "assets" / "fonts", cache=Path(folder) / "fonts"))
        with_fonts = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
        chrome = webdriver.Chrome(options=options, service=Service(driver, env=with_fonts))
        try:
            yield Browser(chrome)
        finally:
            chrome.quit()


@cache
def _axe() -> str:
    return _AXE.read_text(encoding="utf-8")
