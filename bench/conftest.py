"""Speeds that mean something: the result is checked, then compiled code is timed, then rates stand side by side."""

from dataclasses import dataclass

import pytest

_ROWS = pytest.StashKey[list]()


@dataclass(frozen=True)
class Row:
    """One line of the table at the end; ``seconds`` of processor time, all threads together: the median round."""

    task: str
    who: str
    amount: float
    unit: str
    seconds: float
    peer: bool

    @property
    def rate(self) -> float:
        return self.amount / self.seconds


def pytest_configure(config):
    config.stash[_ROWS] = []


@pytest.fixture
def speed(benchmark, request):
    """A function that checks the result of some work, times the work, and notes how much of it is done a second."""

    def measure(task, work, check, *, amount, unit, who="ait", rounds=5, peer=False):
        result = work()  # The first call compiles, and a wrong result is not worth timing.
        check(result)
        benchmark.name = f"{task}: {who}"
        benchmark.pedantic(work, rounds=rounds, iterations=1)
        done = amount(result) if callable(amount) else amount
        row = Row(task, who, done, unit, benchmark.stats.stats.median, peer)
        request.config.stash[_ROWS].append(row)

    return measure


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter, config):
    rows = config.stash[_ROWS]
    if not rows:
        return
    peers = {row.task: row.rate for row in rows if row.peer}
    tasks = list(dict.fromkeys(row.task for row in rows))
    terminalreporter.section("rates per second of processor time")
    terminalreporter.write_line("| task | by | CPU seconds | per CPU second | times the peer |")
    terminalreporter.write_line("|---|---|---:|---:|---:|")
    for row in sorted(rows, key=lambda row: tasks.index(row.task)):
        times = f"{row.rate / peers[row.task]:,.4g}" if row.task in peers else ""
        terminalreporter.write_line(
            f"| {row.task} | {row.who} | {row.seconds:.4g} | {_scaled(row.rate)} {row.unit} | {times} |"
        )


def _scaled(rate):
    for size, word in ((1e9, "thousand million"), (1e6, "million"), (1e3, "thousand")):
        if rate >= size:
            return f"{rate / size:.3g} {word}"
    return f"{rate:.3g}"
