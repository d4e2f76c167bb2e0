"""One file, one claim: each has ``run(seed, size, told)``, which gives a :class:`ait.lab.record.Record`."""
