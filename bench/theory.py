"""The lab's verdicts as a page of docs, from the records of a run.

    ait lab run all --out DIR && python -m bench.theory DIR

writes docs/theory.md, and the two pictures that stand on the front page to docs/figures/.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from ait.cli.main import ait
from ait.lab.registry import EXPERIMENTS
from ait.lab.store import load

DOCS = Path(__file__).parent.parent / "docs"
PICTURES = (("scaling-laws", "decisions"), ("memory-capacity", "capacity"))

_HEAD = """\
# Claims put to the test

That learning is compression is said in many sentences. Where models can be listed or a source is known exactly, each
of them can be computed. `ait lab` does that, one file a claim in `ait/lab/claims`; every verdict follows from a
statistic by a rule that its page states.

```console
$ ait lab list
{listed}```

<!-- not run: minutes of work, and a download -->
```console
$ pip install 'ait[lab,neural,lm]' && ait lm fetch
$ ait lab run all --out lab            # index.html, a page for each claim, pictures, CSV, JSON
$ ait lab run all --out lab --resume   # after Ctrl-C: keeps what has finished
$ ait lab run emergence --seed 1 --size large --out lab
```

Each claim takes at most two minutes on two idle cores, more with `--size large`; the same seed and size give the same
figures. What needs torch or SmolLM2 and finds neither is left out with a sentence. This page was written by
`python -m bench.theory DIR` from a run with seed {seed} and size {size}.
"""


def page(folder: Path) -> str:
    """The page as Markdown."""
    records = [found.facts for name in EXPERIMENTS if (found := load(name, folder)) is not None and not found.skipped]
    listed = CliRunner().invoke(ait, ["lab", "list"], catch_exceptions=False).output
    head = _HEAD.format(listed=listed, seed=records[0]["seed"], size=records[0]["size"])
    return "\n".join([head, _summary(records), *(_claim(facts) for facts in records)])


def _summary(records: list[dict[str, Any]]) -> str:
    rows = ["| claim | verdict | parts that hold |", "|---|---|---:|"]
    for facts in records:
        holding = sum(each["verdict"] == "holds" for each in facts["findings"])
        title = EXPERIMENTS[facts["name"]].title
        rows.append(f"| {title} | {facts['verdict']} | {holding} of {len(facts['findings'])} |")
    return "\n".join(rows) + "\n"


def _claim(facts: dict[str, Any]) -> str:
    experiment = EXPERIMENTS[facts["name"]]
    rows = ["| part | verdict | statistic |", "|---|---|---|"]
    rows += [
        f"| {_cell(each['claim'])} | {each['verdict']} | {_cell(each['statistic'])} |" for each in facts["findings"]
    ]
    shown = facts["name"] in dict(PICTURES)
    parts = [
        f"## {experiment.title}",
        f"> {experiment.claim}",
        f"**{facts['verdict'].capitalize()}.** {facts['why']}",
        *([f"![{experiment.title}](figures/{facts['name']}.png)"] if shown else []),
        "\n".join(rows),
        f"Relative to: {facts['relative_to']}.",
    ]
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    # A bar ends a cell, in a conditional probability too.
    return text.replace("|", "\\|")


def main() -> None:
    folder = Path(sys.argv[1])
    (DOCS / "theory.md").write_text(page(folder), encoding="utf-8")
    (DOCS / "figures").mkdir(exist_ok=True)
    for name, picture in PICTURES:
        shutil.copyfile(folder / name / f"{picture}.png", DOCS / "figures" / f"{name}.png")


if __name__ == "__main__":
    main()
