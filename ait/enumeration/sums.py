"""Adding up the parts of a walk: small ones with small ones, so that the large sum is not copied for each job."""

from __future__ import annotations

from ait.enumeration.space import Part, Space


class Sums:
    """What a walk has found, as a few partial sums, each over at least twice as many jobs as the next.

    A table that grows to millions of rows is copied whenever something is merged into it: half a second for the ten
    million of six states, whose 15,000 jobs take one second each. In this way each row is copied a dozen times or so.
    """

    def __init__(self, space: Space, whole: Part, jobs: int) -> None:
        self._space = space
        self._parts = [(jobs, whole)]
        self._nothing = space.share_done(space.empty())

    @property
    def nodes(self) -> int:
        """How many machines or programs were run so far."""
        return sum(self._space.nodes(part) for _, part in self._parts)

    @property
    def share(self) -> float:
        """The share of the space's mass that is accounted for so far, 0 to 1."""
        first, *others = [self._space.share_done(part) for _, part in self._parts]
        return min(1.0, first + sum(share - self._nothing for share in others))

    def add(self, part: Part) -> None:
        """Count what one more job found; ``part`` may be changed."""
        self._parts.append((1, part))
        while len(self._parts) > 1 and self._parts[-2][0] < 2 * self._parts[-1][0]:
            self._merge_last()

    def total(self) -> Part:
        """Everything found so far, as one part."""
        while len(self._parts) > 1:
            self._merge_last()
        return self._parts[0][1]

    def _merge_last(self) -> None:
        (jobs, larger), (more, smaller) = self._parts[-2:]
        self._parts[-2:] = [(jobs + more, self._space.merge(larger, smaller))]
