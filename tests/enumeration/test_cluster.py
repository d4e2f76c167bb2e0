"""A real Dask cluster of processes on this machine, whose workers and drivers are killed."""

import logging
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask
import distributed
import mortal_walk
import pytest
from mortal_walk import Powers, bytes_of

from ait.enumeration import cluster as cluster_module
from ait.enumeration.cluster import cluster, fingerprint
from ait.enumeration.driver import Progress, walk
from ait.enumeration.turing import TuringSpace
from ait.errors import AitError, CheckpointError, InputError, MissingExtraError, StorageError

EXPECTED = bytes_of(walk(Powers()))


def local_cluster(workers: int) -> Any:
    return distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        memory_limit=0,
        silence_logs=logging.CRITICAL,
    )


@pytest.fixture(scope="module")
def local() -> Iterator[Any]:
    # On a busy machine a new worker can take long to answer, and be given up before it has done anything.
    patience = {
        "distributed.scheduler.allowed-failures": 30,
        "distributed.comm.timeouts.connect": "120s",
        "distributed.comm.timeouts.tcp": "120s",
    }
    with dask.config.set(patience), local_cluster(2) as workers:
        yield workers


def run_ait(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ait", *arguments], capture_output=True, text=True, timeout=300, check=False
    )


class Assassin:
    """A progress function that kills a worker with kill -9 once so many jobs are done, at each of several marks."""

    def __init__(self, dask: Any, marks: list[int]) -> None:
        self.dask, self.marks, self.killed = dask, sorted(marks), 0

    def __call__(self, progress: Progress) -> None:
        if self.marks and progress.jobs_done >= self.marks[0]:
            self.marks.pop(0)
            workers = [nanny for nanny in self.dask.workers.values() if nanny.pid]
            os.kill(workers[self.killed % len(workers)].pid, signal.SIGKILL)
            self.killed += 1


def test_a_cluster_finds_what_threads_find(local: Any) -> None:
    space = TuringSpace(4, 30)
    expected = bytes_of(walk(space))
    with cluster(local.scheduler_address) as executor:
        assert executor.slots() == 2
        assert bytes_of(walk(space, executor=executor)) == expected
        assert bytes_of(walk(Powers(), executor=executor)) == EXPECTED


@pytest.mark.parametrize("seed", range(3))
def test_lost_workers_change_nothing(local: Any, seed: int) -> None:
    marks = random.Random(seed).sample(range(1, mortal_walk.JOBS - 4), 2)
    assassin = Assassin(local, marks)
    with cluster(local.scheduler_address) as executor:
        assert bytes_of(walk(Powers(0.02), executor=executor, progress=assassin)) == EXPECTED
    assert assassin.killed == 2


def test_all_workers_lost_at_once_and_the_walk_waits_for_new_ones() -> None:
    with local_cluster(1) as alone:
        assassin = Assassin(alone, [5])
        with cluster(alone.scheduler_address) as executor:
            assert bytes_of(walk(Powers(0.01), executor=executor, progress=assassin)) == EXPECTED
        assert assassin.killed == 1


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("place", ["threads", "cluster"])
def test_a_driver_killed_again_and_again_ends_the_same(local: Any, tmp_path: Path, seed: int, place: str) -> None:
    checkpoint = tmp_path / "walk.checkpoint"
    result = tmp_path / "walk.checkpoint.result"
    chance = random.Random(seed)
    address = local.scheduler_address if place == "cluster" else ""
    deaths = 0
    while not result.exists():
        # The fourth driver lives: so many jobs as there are would otherwise take long.
        last = chance.randrange(8, 150) if deaths < 3 else 0
        done = subprocess.run(
            [sys.executable, mortal_walk.__file__, str(checkpoint), str(last), address], timeout=120, check=False
        )
        assert done.returncode == (-signal.SIGKILL if not result.exists() else 0)
        deaths += 1
    assert deaths > 1
    assert result.read_bytes() == EXPECTED


@pytest.mark.parametrize("limit", [2_000, 6_000, 12_000])
def test_a_disk_that_fills_up_leaves_the_last_checkpoint(tmp_path: Path, limit: int) -> None:
    """The operating system refuses files above a size, as it does when there is no space left."""
    checkpoint = tmp_path / "walk.checkpoint"
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
    code = f"{limited}import mortal_walk; mortal_walk.main({str(checkpoint)!r}, 0, '')"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(mortal_walk.__file__).parent), *sys.path])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "StorageError: cannot write" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["walk.checkpoint"]
    seen: list[Progress] = []
    assert bytes_of(walk(Powers(), checkpoint=checkpoint, resume=True, progress=seen.append)) == EXPECTED
    # How many jobs the last whole checkpoint holds depends on how many ended between two saves.
    assert 0 < seen[0].jobs_done < mortal_walk.JOBS


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saves = iter([None, None, OSError(28, "No space left on device")])

    def fsync(handle: int) -> None:
        error = next(saves, OSError(28, "No space left on device"))
        if error is not None:
            raise error

    monkeypatch.setattr("ait.storage.os.fsync", fsync)
    with pytest.raises(StorageError, match="the disk is full: free some space"):
        walk(Powers(), checkpoint=tmp_path / "c", save_every=0.0)
    monkeypatch.undo()
    assert bytes_of(walk(Powers(), checkpoint=tmp_path / "c", resume=True)) == EXPECTED


def test_a_checkpoint_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c"
    walk(Powers(), checkpoint=path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(CheckpointError, match=r"damaged.*delete it"):
        walk(Powers(), checkpoint=path, resume=True)


@pytest.mark.needs_jit
def test_the_command_line_on_a_cluster_writes_the_same_file(local: Any, tmp_path: Path) -> None:
    arguments = ["enumerate", "turing", "--states", "4", "--steps", "30", "--out"]
    assert run_ait(*arguments, str(tmp_path / "threads.ait")).returncode == 0
    address = local.scheduler_address
    assert run_ait(*arguments, str(tmp_path / "dask.ait"), "--scheduler", address).returncode == 0
    assert (tmp_path / "threads.ait").read_bytes() == (tmp_path / "dask.ait").read_bytes()
    both = run_ait(*arguments, str(tmp_path / "x"), "--scheduler", address, "--workers", "2")
    assert (both.returncode, len(both.stderr.splitlines())) == (1, 1)
    assert "leave one of them out" in both.stderr


@pytest.fixture
def another_version(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process takes itself for version 0.0.0; the workers do not."""
    monkeypatch.setattr(cluster_module, "__version__", "0.0.0")
    fingerprint.cache_clear()
    yield
    fingerprint.cache_clear()


@pytest.mark.usefixtures("another_version")
def test_another_version_is_refused(local: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    address = local.scheduler_address
    with pytest.raises(AitError, match=r"worker tcp://.* runs ait .*, here is 0\.0\.0 .*: install"), cluster(address):
        pytest.fail("the cluster was taken")
    # As if the workers that were looked at had gone, and others had come: each job looks again.
    monkeypatch.setattr(cluster_module, "_check_versions", len)
    with cluster(address) as executor, pytest.raises(AitError, match=r"a worker runs ait .*, not 0\.0\.0 .* as here"):
        walk(Powers(), executor=executor)


def test_a_worker_without_the_package_is_refused() -> None:
    with pytest.raises(AitError, match=r"worker w cannot load ait \(No module named 'ait'\)"):
        cluster_module._check_versions({"w": ModuleNotFoundError("No module named 'ait'")})


def test_a_cluster_without_workers_or_scheduler_is_refused() -> None:
    with local_cluster(0) as dask:
        address = dask.scheduler_address
        with (
            pytest.raises(AitError, match="has no workers: start some with  dask worker tcp://"),
            cluster(address, 0.2),
        ):
            pytest.fail("the cluster was taken")
    for wrong in (address, "tcp://", "tcp://127.0.0.1", "localhost:1", "http://localhost:1"):
        with pytest.raises(InputError, match="no Dask scheduler answers at"), cluster(wrong, 0.5):
            pytest.fail("the cluster was taken")


def test_a_scheduler_that_dies_is_told_and_finished_work_kept(tmp_path: Path) -> None:
    dask = local_cluster(1)
    checkpoint = tmp_path / "c"

    def close(progress: Progress) -> None:
        if progress.jobs_done == 10:
            dask.close()

    with pytest.raises(AitError, match="is gone: start it again"), cluster(dask.scheduler_address) as executor:
        walk(Powers(0.005), executor=executor, checkpoint=checkpoint, progress=close)
    seen: list[Progress] = []
    assert bytes_of(walk(Powers(), checkpoint=checkpoint, resume=True, progress=seen.append)) == EXPECTED
    assert seen[0].jobs_done >= 10


def test_without_the_extra_its_name_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"ait\[distributed\]"), cluster("tcp://127.0.0.1:1"):
        pytest.fail("there is no such package")
