"""Decoders that may crash, loop or fill the memory on damaged data, in a process of their own with limits.

Three of the optional packages trust what they decode: pyppmd 1.3.1 and bzip3 0.1.10 end the whole Python process on
some cut or altered streams, and a ZPAQ archive holds programs, which may run for ever.
"""

from __future__ import annotations

import subprocess
import sys

from ait.errors import StorageError

_SECONDS, _BYTES_PER_SECOND = 20, 20_000
_MEMORY = 3 << 30
_CHILD = """
import sys
path, code, size, seconds, memory = sys.argv[1].split("\\n"), sys.argv[2], *map(int, sys.argv[3:])
sys.path[:] = [p for p in sys.path if p not in path] + path
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, ValueError, OSError):
    pass
data = sys.stdin.buffer.read()
names = {}
exec(code, names)
restored = names["restore"](data, size)
if len(restored) > size:
    sys.exit(f"they hold more than {size} bytes")
sys.stdout.buffer.write(restored)
"""


def restored_by(code: str, data: bytes, size: int) -> bytes:
    """What ``restore(data, size)``, which ``code`` defines, returns in a new process.

    Args:
        code: Python source, ours, not the data's.
        data: what is to be decoded, from anywhere.
        size: how many bytes it should hold; more are refused.

    Raises:
        ValueError: if the process failed, crashed, took too long, or asked for too much memory.
        StorageError: if no process can be started.
    """
    seconds = _SECONDS + (size + len(data)) // _BYTES_PER_SECOND
    arguments = ["\n".join(sys.path), code, str(size), str(seconds), str(_MEMORY + 8 * size)]
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _CHILD, *arguments],
            input=data,
            capture_output=True,
            timeout=3 * seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ValueError(f"the decoder did not end within {3 * seconds} seconds") from error
    except OSError as error:
        raise StorageError(f"no process can be started to decode in ({sys.executable}): {error.strerror}") from error
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ValueError(lines[-1] if lines else f"the decoder ended with signal {-done.returncode}")
    return done.stdout
