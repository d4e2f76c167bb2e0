"""The walk of many lanes with a single one, in this process: the same source, compiled for the processor."""

import numba
import numpy as np

from ait.enumeration import turing_lane_kernel as lanes


@numba.njit
def add(array, index, value):
    before = array[index]
    array[index] = before + value
    return before


@numba.njit
def claim(array, index, value):
    before = array[index]
    if before == 0:
        array[index] = value
    return before


@numba.njit
def raise_to(array, index, value):
    if value > array[index]:
        array[index] = value


@numba.njit
def lowest(word):
    place = 0
    while (word >> np.uint64(place)) & np.uint64(1) == 0:
        place += 1
    return place


@numba.njit
def votes(flag):
    return 1 if flag else 0


TARGET = lanes.Target(numba.njit, add, claim, raise_to, lowest, votes)


class OneLane:
    """A machine in the sense of ait.enumeration.turing_lanes with one lane and NumPy arrays for memory."""

    blocks = 1
    seconds = 0.0

    def __init__(self, tuning, rows=1 << 12, frames_at_once=1 << 12):
        self.rows, self.frames_at_once = rows, frames_at_once
        self._lane, self._add_output = lanes.lane_for(TARGET, tuning)

    def zeros(self, shape):
        return np.zeros(shape, np.uint64)

    def room(self, shape):
        return np.full(shape, 0xABCDEF, np.uint64)

    def upload(self, array):
        return array.copy()

    def download(self, array):
        return array.copy()

    def walk(self, items, settings, shares, powers, counters, classes, times, spans, rows, kept, back):
        counts, stack = np.zeros(lanes.CLASSES, np.uint32), np.zeros(lanes.STACK, np.uint64)
        common_counts, common_times = np.zeros((2, lanes.COMMON), np.uint32)
        best = np.zeros(lanes.COMMON, np.uint64)
        near = (shares, powers, stack, counts, common_counts, best, common_times)
        self._lane(items, settings, *near, counters, times, spans, rows, kept, back)
        classes += counts
        share = shares[settings[lanes.STATES] * lanes.USED_CLASS]
        for key in np.flatnonzero(common_counts):
            self._add_output(rows, counters, np.uint64(key), np.uint64(common_counts[key]) * share, best[key])
        reached = min(len(times), lanes.COMMON)
        times[:reached] += common_times[:reached].astype(np.uint64) * (share + share)

    def gather(self, rows, listed, used):
        table = rows.reshape(-1, lanes.ROW)
        found = np.flatnonzero(table[:, lanes.KEY])
        used[0] = len(found)
        listed[: len(found)] = table[found][:, :3]
        table[:] = 0
