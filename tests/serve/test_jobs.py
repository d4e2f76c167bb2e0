"""Calculations in the worker: done, cancelled, ended at the limit, and gone on after the worker has died."""

import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from ait.serve import jobs as jobs_module
from ait.serve.jobs import BusyError, Jobs
from ait.serve.limits import Limits
from ait.serve.question import Question

# Answers after as many seconds as the question says; dies of the question "die".
SLOW = """
import json, sys, time, base64
for line in sys.stdin:
    text = base64.b64decode(json.loads(line)["base64"]).decode()
    print(json.dumps({"event": "input", "shown": text}), flush=True)
    if text == "die":
        sys.exit(1)
    time.sleep(float(text))
    print(json.dumps({"event": "end"}), flush=True)
"""


def question(text: str) -> Question:
    return Question("string", text.encode())


def wait(jobs: Jobs, name: str, *states: str) -> list[dict[str, Any]]:
    for _ in range(12000):
        found = jobs.look(name, 0)
        assert found is not None
        if found[0] in states:
            return found[1]
        time.sleep(0.01)
    raise AssertionError(f"{name} never came to {states}")


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Jobs]:
    monkeypatch.setattr(jobs_module, "WORKER", (sys.executable, "-c", SLOW))
    jobs = Jobs(Limits(seconds=2.0, waiting=2))
    yield jobs
    jobs.close()


@pytest.mark.needs_jit
@pytest.mark.slow
def test_the_real_worker_answers_and_goes_on_after_wrong_input() -> None:
    jobs = Jobs(Limits(seconds=300))
    wrong = jobs.add(Question("matrix", b"02"))
    right = jobs.add(Question("string", b"0110"))
    assert "cell '2'" in wait(jobs, wrong, "failed")[-1]["text"]
    named = {event.get("name") for event in wait(jobs, right, "done")}
    jobs.close()
    assert {"literal", "LBF Km", "block urn"} <= named


def test_one_after_another(slow: Jobs) -> None:
    names = [slow.add(question("0.01"))]
    wait(slow, names[0], "running", "done")
    names += [slow.add(question("0.01")) for _ in range(2)]
    for name in names:
        assert wait(slow, name, "done")[0]["shown"] == "0.01"
    assert slow.look(names[0], 1) == ("done", [])


def test_a_calculation_ends_at_the_limit_and_the_next_is_served(slow: Jobs) -> None:
    long = slow.add(question("60"))
    wait(slow, long, "running")
    short = slow.add(question("0"))
    assert "stopped after 2 seconds" in wait(slow, long, "failed")[-1]["text"]
    wait(slow, short, "done")


def test_running_and_waiting_calculations_are_cancelled(slow: Jobs) -> None:
    running = slow.add(question("60"))
    wait(slow, running, "running")
    waiting, last = slow.add(question("60")), slow.add(question("0"))
    assert slow.cancel(waiting) == "cancelled"
    assert slow.cancel(running) == "cancelled"
    wait(slow, last, "done")
    assert slow.cancel(last) == "done"
    assert slow.cancel("nobody") is None
    assert slow.look("nobody", 0) is None


def test_a_worker_that_dies_costs_one_calculation(slow: Jobs) -> None:
    dead = slow.add(question("die"))
    assert "ended unexpectedly" in wait(slow, dead, "failed")[-1]["text"]
    living = slow.add(question("0"))
    wait(slow, living, "done")


def test_too_many_are_refused(slow: Jobs) -> None:
    first = slow.add(question("60"))
    wait(slow, first, "running")
    waiting = [slow.add(question("60")) for _ in range(2)]
    with pytest.raises(BusyError, match="2 calculations are waiting"):
        slow.add(question("0"))
    for name in (*waiting, first):
        slow.cancel(name)


def test_old_calculations_are_forgotten(slow: Jobs) -> None:
    names = []
    for _ in range(70):
        names.append(slow.add(question("0")))
        wait(slow, names[-1], "done")
    assert slow.look(names[0], 0) is None
    assert slow.look(names[-1], 0) is not None
