import os
import signal
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from ait.enumeration.driver import Progress, walk
from ait.enumeration.space import Part
from ait.errors import AitError, CheckpointError, InputError, StorageError
from ait.tables import container


@dataclass(frozen=True)
class Squares:
    """A toy space: job j finds j² in cell j mod 7."""

    size: int = 40
    fails_at: int = -1

    def identity(self) -> dict[str, int | str]:
        return {"space": "squares", "size": self.size}

    def job_count(self) -> int:
        return self.size

    def run_job(self, job: int) -> Part:
        if job == self.fails_at:
            raise AitError("job failed")
        cells = np.zeros(7, np.uint64)
        cells[job % 7] = job * job
        return {"cells": cells, "jobs": np.array([1])}

    def empty(self) -> Part:
        return {"cells": np.zeros(7, np.uint64), "jobs": np.array([0])}

    def merge(self, whole: Part, part: Part) -> Part:
        return {name: whole[name] + part[name] for name in whole}

    def nodes(self, whole: Part) -> int:
        return int(whole["jobs"][0])

    def share_done(self, whole: Part) -> float:
        return self.nodes(whole) / self.size


class StopsAt:
    """A progress function that does something once so many jobs are done."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def __call__(self, progress: Progress) -> None:
        if progress.jobs_done >= self.jobs:
            os.kill(os.getpid(), signal.SIGINT)


def cells(part: Part) -> list[int]:
    return part["cells"].tolist()


EXPECTED = [sum(j * j for j in range(40) if j % 7 == cell) for cell in range(7)]


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_same_result_for_any_number_of_workers(workers: int) -> None:
    assert cells(walk(Squares(), workers=workers)) == EXPECTED


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_will_do(pool: type[ThreadPoolExecutor]) -> None:
    with pool(2) as executor:
        assert cells(walk(Squares(), workers=2, executor=executor)) == EXPECTED
        assert executor.submit(abs, -1).result() == 1


@pytest.mark.parametrize("stop", [1, 7, 23, 39])
def test_interrupted_and_resumed_is_bit_identical(tmp_path: Path, stop: int) -> None:
    path = tmp_path / "walk.checkpoint"
    with pytest.raises(KeyboardInterrupt):
        walk(Squares(), workers=2, checkpoint=path, progress=StopsAt(stop))
    before = signal.getsignal(signal.SIGINT)
    seen: list[Progress] = []
    part = walk(Squares(), checkpoint=path, resume=True, progress=seen.append)
    assert signal.getsignal(signal.SIGINT) is before
    assert seen[0].jobs_done >= stop
    assert seen[-1].jobs_done == 40
    assert seen[-1].share == 1.0
    assert cells(part) == EXPECTED


def test_a_signal_that_arrives_twice_is_one_interrupt(tmp_path: Path) -> None:
    def twice(progress: Progress) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)

    path = tmp_path / "walk.checkpoint"
    with pytest.raises(KeyboardInterrupt):
        walk(Squares(), checkpoint=path, progress=twice)
    assert cells(walk(Squares(), checkpoint=path, resume=True)) == EXPECTED


def test_a_place_that_cannot_be_written_is_known_before_any_work(tmp_path: Path) -> None:
    seen: list[Progress] = []
    with pytest.raises(StorageError):
        walk(Squares(), checkpoint=tmp_path / "absent" / "file", progress=seen.append)
    assert seen == []


def test_a_finished_walk_resumes_to_the_same_result(tmp_path: Path) -> None:
    path = tmp_path / "walk.checkpoint"
    walk(Squares(), checkpoint=path)
    assert cells(walk(Squares(), checkpoint=path, resume=True)) == EXPECTED


def test_what_was_finished_survives_a_failing_job(tmp_path: Path) -> None:
    path = tmp_path / "walk.checkpoint"
    with pytest.raises(AitError, match="job failed"):
        walk(Squares(fails_at=20), checkpoint=path)
    seen: list[Progress] = []
    assert cells(walk(Squares(), checkpoint=path, resume=True, progress=seen.append)) == EXPECTED
    assert seen[0].jobs_done >= 18


def test_no_file_is_left_where_nothing_was_finished(tmp_path: Path) -> None:
    path = tmp_path / "walk.checkpoint"
    with pytest.raises(AitError, match="job failed"):
        walk(Squares(fails_at=0), checkpoint=path)
    assert not path.exists()
    with pytest.raises(KeyboardInterrupt):
        walk(Squares(), checkpoint=path, progress=StopsAt(0))
    assert cells(walk(Squares(), checkpoint=path)) == EXPECTED


def test_a_file_of_finished_work_stays_where_the_rest_fails(tmp_path: Path) -> None:
    path = tmp_path / "walk.checkpoint"
    with pytest.raises(AitError, match="job failed"):
        walk(Squares(fails_at=20), checkpoint=path)
    before = path.read_bytes()
    with pytest.raises(AitError, match="job failed"):
        walk(Squares(fails_at=20), checkpoint=path, resume=True)
    assert path.read_bytes() == before


@dataclass(frozen=True)
class Torn(Squares):
    """Sixteen jobs cannot be merged, which shows only when half of the last has been."""

    def merge(self, whole: Part, part: Part) -> Part:
        for name in ("cells", "jobs"):
            if name == "jobs" and whole["jobs"][0] + part["jobs"][0] >= 16:
                raise MemoryError
            whole[name] += part[name]
        return whole


@pytest.mark.parametrize(("save_every", "kept"), [(0.0, range(10, 16)), (30.0, range(1))])
def test_a_half_merged_part_is_never_saved(tmp_path: Path, save_every: float, kept: range) -> None:
    path = tmp_path / "walk.checkpoint"
    with pytest.raises(MemoryError):
        walk(Torn(), checkpoint=path, save_every=save_every)
    seen: list[Progress] = []
    assert cells(walk(Squares(), checkpoint=path, resume=True, progress=seen.append)) == EXPECTED
    assert seen[0].jobs_done in kept


@pytest.mark.parametrize("lost", ["done", "part cells", "part jobs"])
def test_a_checkpoint_without_all_its_columns_is_refused(tmp_path: Path, lost: str) -> None:
    path = tmp_path / "walk.checkpoint"
    walk(Squares(), checkpoint=path)
    fields, columns = container.load(path, "checkpoint")
    del columns[lost]
    container.save(path, "checkpoint", fields, columns)
    with pytest.raises(CheckpointError, match="delete it"):
        walk(Squares(), checkpoint=path, resume=True)


def test_an_existing_checkpoint_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "walk.checkpoint"
    walk(Squares(), checkpoint=path)
    before = path.read_bytes()
    with pytest.raises(CheckpointError, match="--resume"):
        walk(Squares(), checkpoint=path)
    assert path.read_bytes() == before


def test_a_checkpoint_of_another_walk_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "walk.checkpoint"
    walk(Squares(), checkpoint=path)
    with pytest.raises(CheckpointError, match="another walk"):
        walk(Squares(size=41), checkpoint=path, resume=True)


@pytest.mark.parametrize("at", [0, 20, 60, -40, -1])
def test_a_damaged_checkpoint_is_refused(tmp_path: Path, at: int) -> None:
    path = tmp_path / "walk.checkpoint"
    walk(Squares(), checkpoint=path)
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(CheckpointError, match="delete it"):
        walk(Squares(), checkpoint=path, resume=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_in_one_line(tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.symlink_to("/dev/full")
    with pytest.raises(CheckpointError, match="earlier walk"):
        walk(Squares(), checkpoint=full)
    with pytest.raises(StorageError, match="no such file"):
        walk(Squares(), checkpoint=tmp_path / "absent" / "walk.checkpoint")


def test_at_least_one_worker() -> None:
    with pytest.raises(InputError, match="workers = 0"):
        walk(Squares(), workers=0)


@dataclass(frozen=True)
class Counting(Squares):
    """Counts how many jobs' worth of rows are copied in merging."""

    def merge(self, whole: Part, part: Part) -> Part:
        COPIED.append(int(whole["jobs"][0] + part["jobs"][0]))
        return super().merge(whole, part)


COPIED: list[int] = []


def test_a_large_sum_is_not_copied_for_every_job() -> None:
    COPIED.clear()
    part = walk(Counting(size=1024))
    assert part["jobs"][0] == 1024
    assert sum(COPIED) == 10 * 1024 + 1  # one by one it would be 524,800; the last is the sum of nothing
