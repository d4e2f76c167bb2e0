"""How the documentation is built: ``make docs``."""

from __future__ import annotations

from ait import __version__

project = "ait"
author = "the ait developers"
release = version = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
exclude_patterns = ["figures"]
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["ait.css"]
html_show_copyright = False
html_title = f"ait {release}"
html_theme_options = {"navigation_with_keys": True}
myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
nitpicky = False
