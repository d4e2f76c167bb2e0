"""What all tests share."""

import shutil

import pytest

from ait.tables.recipes import VARIABLE


@pytest.fixture(autouse=True, scope="session")
def no_tables_of_the_user(tmp_path_factory):
    """Tables that the user built would change what is listed: the tests see the shipped ones and their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(tmp_path_factory.mktemp("tables")))
        yield


@pytest.fixture(scope="module")
def browser():
    """A real browser without a window, for the tests of one file; skipped where there is no driver for one."""
    driver = shutil.which("chromedriver")
    if driver is None:
        pytest.skip("no chromedriver here: the pages are tested without a browser only")
    webdriver = pytest.importorskip("selenium.webdriver")
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    window = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield window
    window.quit()
