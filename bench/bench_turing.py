"""All Turing machines with four states, and with five for 500 steps, which the published run spent 450 CPU-days on."""

import pytest

from ait.enumeration.driver import walk
from ait.enumeration.turing import TuringSpace

# Halting machines that first move right into another state (Soler-Toscano, Zenil, Delahaye and Gauvrit 2014).
HALTING = {4: 880_472_208, 5: 2_241_362_726_544}


@pytest.mark.parametrize(("states", "steps", "rounds"), [(4, 107, 3), (5, 500, 1)])
def test_walk(speed, states, steps, rounds):
    space = TuringSpace(states, steps)

    def check(part):
        space.check(part)
        assert int(part["machines"][0]) == HALTING[states]

    def nodes(part):
        return space.nodes(part)

    task = f"Turing machines, {states} states, {steps} steps"
    speed(task, lambda: walk(space), check, amount=nodes, unit="nodes", rounds=rounds)
