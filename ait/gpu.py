"""The one place that speaks to a graphics processor: found, or refused in a sentence; its memory and its kernels.

It takes an NVIDIA card, its driver, and the extra ``gpu`` (numba-cuda and the parts of CUDA that it compiles with).
"""

from __future__ import annotations

import functools
import importlib
import importlib.metadata
import importlib.util
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import numba
import numpy as np

from ait.errors import AitError, MissingExtraError

OLDEST_DRIVER = "525"


@dataclass(frozen=True)
class Device:
    """A graphics processor: its name, multiprocessors, free memory in bytes; ``simulated`` by Numba, for tests."""

    name: str
    multiprocessors: int
    free: int
    simulated: bool = False


def _is_simulated() -> bool:
    return bool(getattr(numba.config, "ENABLE_CUDASIM", False))


def _first_line(error: object) -> str:
    lines = [line.strip(" :") for line in str(error).splitlines()]
    return next((line for line in lines if line), type(error).__name__)


def find_device() -> Device:
    """The graphics processor that walks run on: the first, or the one that CUDA_VISIBLE_DEVICES names.

    Raises:
        MissingExtraError: without the extra ``gpu``.
        AitError: if there is no such processor, or its driver cannot be used.
    """
    if _is_simulated():
        return Device("simulator", 1, 1 << 26, simulated=True)
    if importlib.util.find_spec("numba_cuda") is None:
        raise MissingExtraError("numba-cuda", "gpu")
    # The first call starts the driver, and a second thread that came meanwhile would find it half started.
    with _STARTING:
        return _first_device()


_STARTING = threading.Lock()


def _first_device() -> Device:
    from numba import cuda

    _load_compiler()
    remedy = f"this needs an NVIDIA card and its driver, {OLDEST_DRIVER} or newer; without one, walk on the processor"
    if not cuda.is_available():
        raise AitError(f"no graphics processor can be used ({_first_line(_reason(cuda))}): {remedy}")
    with failures_told():
        context = cuda.current_context()
        name = context.device.name
        return Device(
            name.decode() if isinstance(name, bytes) else str(name),
            int(context.device.MULTIPROCESSOR_COUNT),
            int(context.get_memory_info().free),
        )


def _load_compiler() -> None:
    """Load what numba-cuda declares for the device, which meets NumPy's newest version first."""
    try:
        importlib.import_module("numba.cuda.cudaimpl")
    except AttributeError as error:
        version = importlib.metadata.version("numba-cuda")
        raise AitError(
            f"numba-cuda {version} does not work with NumPy {np.__version__} ({_first_line(error)}):"
            " install versions that fit each other with  pip install 'ait[gpu]'"
        ) from error


def _reason(cuda: Any) -> object:
    error = cuda.cuda_error()
    return error if error is not None else "CUDA's compiler is not found, install it with  pip install 'ait[gpu]'"


@contextmanager
def failures_told() -> Iterator[None]:
    """Within the block, what the driver or the compiler for the device raises becomes an AitError of one line."""
    from numba import cuda

    kinds: tuple[type[Exception], ...] = (ImportError,)
    if not _is_simulated():
        driver = cuda.cudadrv.driver
        kinds += tuple(getattr(driver, name) for name in ("CudaAPIError", "LinkerError") if hasattr(driver, name))
    try:
        yield
    except kinds as error:
        said = _first_line(error)
        hint = "; its driver is older than the CUDA it was compiled with: update it" if "PTX" in said else ""
        raise AitError(f"the graphics processor failed: {said}{hint}") from error


class Memory:
    """A stream of work on the device, in order, and arrays in its memory; for one thread at a time."""

    def __init__(self, device: Device) -> None:
        from numba import cuda

        self._cuda, self.device = cuda, device
        self.stream = cuda.stream()

    def room(self, shape: tuple[int, ...]) -> Any:
        """An array of 64-bit words with anything in it."""
        return self._cuda.device_array(shape, np.uint64, stream=self.stream)

    def upload(self, array: np.ndarray) -> Any:
        """A copy on the device."""
        return self._cuda.to_device(np.ascontiguousarray(array), stream=self.stream)

    def download(self, array: Any) -> np.ndarray:
        """A copy here, once all that was launched before is done."""
        found: np.ndarray = array.copy_to_host(stream=self.stream)
        self.stream.synchronize()
        return found

    def mark(self) -> Any:
        """A mark in the stream, see :meth:`between`."""
        if self.device.simulated:
            return time.perf_counter()
        mark = self._cuda.event()
        mark.record(self.stream)
        return mark

    def between(self, first: Any, second: Any) -> float:
        """Seconds of the device between two marks, once it has come to the second."""
        if self.device.simulated:
            return float(second - first)
        second.synchronize()
        return float(first.elapsed_time(second)) / 1000.0


@functools.cache
def quiet() -> None:
    """No warning for a launch that does not fill the device: those are the short ones."""
    for name in ("numba.core.config", "numba.cuda.core.config"):
        # numba-cuda has had a configuration of its own since 0.20.
        if _exists(name):
            cast(Any, importlib.import_module(name)).CUDA_LOW_OCCUPANCY_WARNINGS = 0


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def resident_blocks(kernel: Any, threads: int, device: Device) -> int:
    """How many blocks of so many threads the device holds at once, of a kernel compiled for one signature."""
    if device.simulated:
        return 1
    compiled = next(iter(kernel.overloads.values()))
    return max(device.multiprocessors, int(compiled.max_cooperative_grid_blocks(threads)))
