"""The comparison with other packages: what is compared with what, with a stand-in for a package."""

from bench.entropy_rate_peers import PAGE, PEERS, Peer, installed, page, row


def test_a_row_says_both_values_and_both_times() -> None:
    peer = Peer("stand-in", "rate", 400, lambda x: float(x.mean()), "blocks", (("length", 3), ("correction", None)))
    cells = [cell.strip() for cell in row(peer, "golden-mean").split("|")[1:-1]]
    assert cells[0] == "stand-in `rate`"
    assert cells[2].startswith("0.3")
    assert cells[4] == "blocks, plug-in"
    assert len(cells) == 8
    broken = Peer("stand-in", "rate", 400, lambda x: float("nan"), "lempel-ziv-76")
    assert "| nan |" in row(broken, "even")


def test_packages_that_are_missing_are_named(monkeypatch) -> None:
    assert installed("numpy") is not None
    monkeypatch.setattr("bench.entropy_rate_peers.PEERS", (Peer("no-such-package", "f", 5, float, "blocks"),))
    assert any("not installed: no-such-package" in part for part in page())


def test_the_page_in_docs_has_every_peer_twice() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert all(written.count(f"| {peer.package} `{peer.function}` |") == 2 for peer in PEERS)
