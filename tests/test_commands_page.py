"""docs/commands.md has every command with its options, and is current."""

from commands_page import PAGE, page


def test_the_page_is_current():
    assert PAGE.read_text("utf-8") == page(), "write it anew: python tests/commands_page.py"


def test_it_has_every_command_and_its_options():
    text = page()
    for words in ("## ait report", "### ait table build", "`--scheduler ADDRESS`", "json.md#lm-score", "| 141 |"):
        assert words in text
