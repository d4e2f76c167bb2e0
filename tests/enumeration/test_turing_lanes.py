"""The walk by lanes, as a graphics processor does it, against the processor's: every count and every output."""

import importlib.metadata
import importlib.util
import os
import subprocess
import sys
import time
import types
from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
import pytest
from one_lane import TARGET, OneLane

from ait import gpu
from ait.enumeration import turing_frame_kernel as node
from ait.enumeration import turing_lane_kernel as lanes
from ait.enumeration import turing_lanes, turing_parts
from ait.enumeration.driver import walk
from ait.enumeration.turing import TuringSpace
from ait.enumeration.turing_cuda import CudaTuringSpace
from ait.enumeration.turing_lanes import Lanes, _Size, most_steps, pack, unpack
from ait.enumeration.turing_step_kernel import ALL_UNDEFINED_0, ALL_UNDEFINED_1
from ait.errors import AitError, InputError, MissingExtraError

BY_TURNS = lanes.Tuning(steps=4, eighths=8, combine=False)
BY_NODES = lanes.Tuning(steps=3, eighths=0, combine=True)


@pytest.fixture(
    scope="module",
    params=[pytest.param(BY_TURNS, id="by turns"), pytest.param(BY_NODES, id="by nodes", marks=pytest.mark.slow)],
)
def machine(request):
    return OneLane(request.param)


def differing(one, other):
    """The arrays in which two parts differ."""
    assert one.keys() == other.keys()
    return [name for name in one if one[name].dtype != other[name].dtype or not np.array_equal(one[name], other[name])]


def subtrees(states, steps, opened):
    """The frames with so many undefined entries, below the root of all reduced machines."""
    root = np.zeros((1, node.FRAME), np.uint64)
    root[:, node.TABLE_0], root[:, node.TABLE_1] = ALL_UNDEFINED_0, ALL_UNDEFINED_1
    root[:, [node.STATES, node.WEIGHT]] = 1
    root[:, node.OPEN] = 2 * states
    root[:, node.HOPEFUL], root[:, node.CHOICE], root[:, node.END] = 0b11, 4, 6
    return turing_parts.explore(root, states, steps, 0, opened)[1]


@pytest.mark.parametrize("steps", [1, 4, 21])
def test_three_states(machine, steps):
    roots = subtrees(3, steps, 4)
    expected, _ = turing_parts.explore(roots, 3, steps, 0)
    assert differing(Lanes(machine, 3, steps).explore(roots), expected) == []


@pytest.mark.needs_jit
@pytest.mark.parametrize(("states", "steps", "opened", "every"), [(4, 107, 4, 1), (4, 3000, 5, 5), (5, 500, 5, 300)])
def test_more_states(machine, states, steps, opened, every):
    roots = subtrees(states, steps, opened)[::every]
    expected, _ = turing_parts.explore(roots, states, steps, 0)
    assert int(expected["nodes"][0]) > 50_000
    assert differing(Lanes(machine, states, steps).explore(roots), expected) == []


@pytest.mark.needs_jit
def test_what_lanes_hand_back_is_walked(machine, monkeypatch):
    kept = turing_parts.trunk(6, 500, 0)[1]
    roots = kept[3 :: 15_000 * 8]
    walker = Lanes(machine, 6, 500)
    monkeypatch.setattr(turing_lanes, "_PIECE", 7)
    expected, _ = turing_parts.explore(roots, 6, 500, 0)
    assert int(expected["nodes"][4]) == 44, "some of these machines are too wide for a register"
    assert differing(walker.explore(roots), expected) == []
    assert differing(walker.explore(roots), expected) == [], "the second time, in memory that has been used"


@pytest.mark.needs_jit
@pytest.mark.parametrize(("first", "of_64", "longer"), [(952, 0, 2), (5752, 2, 0)])
def test_long_outputs_come_from_the_processor(machine, first, of_64, longer):
    roots = subtrees(5, 2000, 5)[first : first + 8]
    expected, _ = turing_parts.explore(roots, 5, 2000, 0)
    assert (int((expected["length"] == 64).sum()), len(expected["long_count"])) == (of_64, longer)
    assert differing(Lanes(machine, 5, 2000).explore(roots), expected) == []


@pytest.mark.needs_jit
def test_lists_that_are_too_short_are_made_longer(machine):
    kept = turing_parts.trunk(6, 500, 0)[1]
    roots = kept[3 :: 15_000 * 8]
    small = OneLane(BY_TURNS, rows=64, frames_at_once=24)
    small._lane, small._add_output = machine._lane, machine._add_output
    walker = Lanes(small, 6, 500)
    walker._room_back = 1
    walker._reset()
    expected, _ = turing_parts.explore(roots, 6, 500, 0)
    assert differing(walker.explore(roots), expected) == []
    assert small.rows > 64
    assert walker._room_back > 1


def test_frames_survive_packing():
    roots = subtrees(3, 21, 4)
    size = _Size(3, 21)
    frames, skipped = pack(roots, size)
    child = np.array([[int(todo & -todo).bit_length() - 1] for todo in frames[:, lanes.TODO].tolist()], np.uint64)
    back = unpack(np.hstack([frames, child]), size)
    same = [column for column in range(node.FRAME) if column not in (node.HOPEFUL, node.CHOICE, node.END)]
    assert np.array_equal(back[:, same], roots[:, same])
    children = (roots[:, node.END] - roots[:, node.CHOICE]).sum()
    assert int(skipped.sum()) + sum(int(todo).bit_count() for todo in frames[:, lanes.TODO]) == int(children)


def test_frames_of_other_walks_are_refused():
    roots = subtrees(3, 21, 4)
    roots[0, node.WEIGHT] += np.uint64(1)
    with pytest.raises(AitError, match="no nodes of the reduced walk"):
        pack(roots, _Size(3, 21))


@pytest.mark.parametrize("seed", range(3))
def test_hopeful_states(seed):
    """Of random tables, by another way than the processor's kernel goes."""
    generator = np.random.default_rng(seed)
    for _ in range(200):
        used = int(generator.integers(2, 7))
        tables = [int(ALL_UNDEFINED_0), int(ALL_UNDEFINED_1)]
        for symbol in range(2):
            for state in range(used):
                if generator.random() < 0.8:
                    byte = int(generator.integers(0, used)) << 3 | int(generator.integers(0, 2)) << 6
                    tables[symbol] = tables[symbol] & ~(255 << 8 * state) | byte << 8 * state
        state, symbol = int(generator.integers(0, used)), int(generator.integers(0, 2))
        tables[symbol] |= 1 << 8 * state  # the entry that was reached is an undefined one
        packed = [np.uint64(table) for table in tables]
        expected = int(node.hopeful_states(*packed, used, 2 * state + symbol)) & ~(1 << used)
        found = int(lanes.hopeful_states(*packed, np.uint64(used), np.uint64(state), np.uint64(symbol)))
        assert [found >> 8 * state & 1 for state in range(used)] == [expected >> state & 1 for state in range(used)]
        groups = int(lanes.four_each(np.uint64(found)))
        assert groups == sum(15 << 4 * state for state in range(used) if expected >> state & 1)


def test_one_lane_has_one_vote():
    assert (TARGET.votes(True), TARGET.votes(False)) == (1, 0)


def test_steps_and_numbers_fit_a_word():
    assert most_steps(6) == 2047
    for states in range(2, 7):
        bits = _Size(states, 0).number_bits
        assert 2 * (4 * states + 2) ** (2 * states - 1) - 1 < 1 << bits
        assert (most_steps(states) + 1) << bits <= 1 << 64


@pytest.mark.parametrize(
    ("space", "message"),
    [
        (TuringSpace(4, 107, ngram=2), "leave n-grams and histories out"),
        (TuringSpace(4, 107, histories=True), "leave n-grams and histories out"),
        (TuringSpace(6, 2048), "for up to 2,047 steps; walk on the processor for more"),
    ],
)
def test_what_a_device_does_not_do(space, message):
    with pytest.raises(InputError, match=message):
        CudaTuringSpace(space)


def test_a_job_that_is_none():
    with pytest.raises(InputError, match="jobs 0 to 58"):
        CudaTuringSpace(TuringSpace(6, 500)).run_job(59)


@pytest.mark.parametrize(("steps", "batches"), [(107, 50), (500, 59), (501, 59), (1000, 141), (2000, 375)])
def test_more_steps_are_smaller_batches(steps, batches):
    assert CudaTuringSpace(TuringSpace(6, steps)).job_count() == batches


def test_without_the_extra(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"pip install 'ait\[gpu\]'"):
        gpu.find_device()


SIMULATED = """
import numpy as np, sys
sys.path.insert(0, {folder!r})
from test_turing_lanes import differing, subtrees
from ait.enumeration import turing_parts
from ait.enumeration.turing import TuringSpace
from ait.enumeration.turing_cuda import CudaTuringSpace, Setup
from ait.enumeration.turing_lane_kernel import Tuning
roots = subtrees(3, 21, 4)[::7]
expected, _ = turing_parts.explore(roots, 3, 21, 0)
for combine in (False, True):
    space = CudaTuringSpace(TuringSpace(3, 21), Setup(Tuning(4, 8, combine), threads=3))
    print(differing(space.explore(roots), expected), expected["nodes"].tolist())
"""


@pytest.mark.slow
def test_kernels_in_the_simulator():
    """Numba's own simulator of a device: threads, their shared memory and their atomic operations."""
    script = SIMULATED.format(folder=os.path.dirname(__file__))
    environment = {**os.environ, "NUMBA_ENABLE_CUDASIM": "1"}
    command = [sys.executable, "-W", "ignore::RuntimeWarning", "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == 2 * ["[] [480, 84, 160, 6, 0, 0]"]


HAS_COMPILER = importlib.util.find_spec("numba_cuda") is not None
needs_compiler = pytest.mark.skipif(not HAS_COMPILER, reason="numba-cuda (the extra gpu) is not installed")


@needs_compiler
@pytest.mark.parametrize("combine", [False, True])
@pytest.mark.parametrize(("eighths", "votes"), [(8, 1), (6, 2)])
def test_kernels_compile_for_a_hopper_card(monkeypatch, combine, eighths, votes):
    """All the way to the instructions that the driver is given, without a device."""
    from numba import cuda

    from ait.enumeration import turing_cuda_kernel

    hopper = types.SimpleNamespace(compute_capability=(9, 0))
    monkeypatch.setattr("numba.cuda.dispatcher.get_current_device", lambda: hopper)
    kernel = turing_cuda_kernel.walk_kernel(lanes.Tuning(eighths=eighths, combine=combine))
    code, _ = cuda.compile(kernel, turing_cuda_kernel.WALK_TYPES, device=False, cc=(9, 0), output="ptx", abi="numba")
    assert "atom.global.cas.b64" in code
    assert code.count("vote.sync") == votes, "one place each, or lanes of a warp would wait for each other for ever"


@pytest.fixture
def has_device():
    """Asked in the test: what collects tests should start no driver."""
    if not HAS_COMPILER:
        return False
    from numba import cuda

    return bool(cuda.is_available())


@pytest.mark.parametrize(("states", "steps"), [(3, 21), (4, 107), (5, 60)])
def test_a_device(has_device, states, steps):
    if not has_device:
        pytest.skip("no graphics processor")
    space = TuringSpace(states, steps)
    assert differing(walk(CudaTuringSpace(space), workers=2), walk(space, workers=2)) == []


@needs_compiler
def test_no_device(has_device):
    if has_device:
        pytest.skip("there is a graphics processor")
    with pytest.raises(
        AitError, match=r"no graphics processor can be used .* needs an NVIDIA card and its driver, 525"
    ):
        gpu.find_device()


class FakeDriver:
    """A driver in whose start a second thread is not to come; and a device."""

    def __init__(self):
        self.inside = self.calls = self.most = 0
        self.device = types.SimpleNamespace(name=b"card", MULTIPROCESSOR_COUNT=3)
        self.cudadrv = types.SimpleNamespace(driver=types.SimpleNamespace())

    def is_available(self):
        self.inside += 1
        self.calls += 1
        self.most = max(self.most, self.inside)
        time.sleep(0.05)
        self.inside -= 1
        return True

    def current_context(self):
        assert self.inside == 0, "a context is asked for while the driver starts"
        return types.SimpleNamespace(device=self.device, get_memory_info=lambda: types.SimpleNamespace(free=5))


@pytest.fixture
def driver(monkeypatch):
    fake = FakeDriver()
    monkeypatch.setattr(numba, "cuda", fake, raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(importlib, "import_module", lambda name: None)
    return fake


def test_one_thread_starts_the_driver(driver):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: gpu.find_device(), range(4)))
    assert found == 4 * [gpu.Device("card", 3, 5)]
    assert (driver.calls, driver.most) == (4, 1)


def test_a_numpy_that_numba_cuda_does_not_know(driver, monkeypatch):
    def load(name):
        assert name == "numba.cuda.cudaimpl"
        raise AttributeError("module 'numpy' has no attribute 'row_stack'")

    monkeypatch.setattr(importlib, "import_module", load)
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "0.30.4")
    with pytest.raises(AitError, match=rf"numba-cuda 0.30.4 does not work with NumPy {np.__version__} .*'ait\[gpu\]'"):
        gpu.find_device()
    assert driver.calls == 0
