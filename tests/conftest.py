"""What all tests share."""

import pytest

from ait.tables.recipes import VARIABLE


@pytest.fixture(autouse=True, scope="session")
def no_tables_of_the_user(tmp_path_factory):
    """Tables that the user built would change what is listed: the tests see the shipped ones and their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(tmp_path_factory.mktemp("tables")))
        yield
