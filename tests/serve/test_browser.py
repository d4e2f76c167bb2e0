"""The calculator as a visitor meets it: the real command, a real browser where there is one, and hostile input."""

import http.client
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.needs_jit, pytest.mark.slow]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    command = [sys.executable, "-m", "ait", "serve", "--port", "0", "--no-browser", "--size", "100000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield int(server.stdout.readline().rstrip("/\n").rpartition(":")[2])
        server.send_signal(signal.SIGINT)
        _, complaint = server.communicate(timeout=60)
        assert server.returncode == 130
        assert complaint.endswith("ait: interrupted\n")


def ask(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, {"Content-Type": "application/json", **headers})
    reply = connection.getresponse()
    whole = reply.read()
    connection.close()
    return reply.status, json.loads(whole) if whole.startswith(b"{") else whole


def test_it_listens_on_this_machine_alone(port: int) -> None:
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    addresses = [words[1].split(":") for words in listening if words[3] == "0A"]
    assert [address for address, number in addresses if int(number, 16) == port] == ["0100007F"]


def test_wrong_host_and_huge_input(port: int) -> None:
    assert ask(port, "GET", "/", Host="evil.example")[0] == 403
    huge = json.dumps({"kind": "string", "text": "0" * 100_001}).encode()
    status, record = ask(port, "POST", "/jobs", huge)
    assert status == 400
    assert "100,001 bytes" in record["error"]
    # Far beyond: refused before it is read.
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest("POST", "/jobs")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", "5000000")
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_many_requests_at_once(port: int) -> None:
    """A few are taken, to run and to wait; all others are told so, and the page is served meanwhile."""
    body = json.dumps({"kind": "string", "text": "01101" * 4000}).encode()
    found: list[tuple[int, Any]] = []
    visitors = [threading.Thread(target=lambda: found.append(ask(port, "POST", "/jobs", body))) for _ in range(30)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    taken = [record["job"] for status, record in found if status == 202]
    assert 8 <= len(taken) < 30
    assert {status for status, _ in found} == {202, 503}
    assert ask(port, "GET", "/")[0] == 200
    for job in taken:
        assert ask(port, "DELETE", f"/jobs/{job}")[0] == 200


@pytest.fixture(scope="module")
def browser(browser: Any, port: int) -> Any:
    """The shared one, at the calculator's page."""
    browser.get(f"http://127.0.0.1:{port}/")
    return browser


def status_of(browser: Any, text: str) -> str:
    for _ in range(600):
        found: str = browser.find_element("id", "status").text
        if text in found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"the page says {browser.find_element('id', 'status').text!r}")


def type_in(browser: Any, text: str, kind: str) -> None:
    script = (
        "const [text, kind] = arguments; document.getElementById('kind').value = kind;"
        "document.getElementById('text').value = text;"
        "document.getElementById('status').textContent = ''; document.getElementById('run').click();"
    )
    browser.execute_script(script, text, kind)


def test_a_visitor_sees_figures_with_their_kind(browser: Any) -> None:
    status_of(browser, "done")
    cells = [cell.text for cell in browser.find_elements("css selector", "#answer tbody tr *")]
    assert {"literal", "exact", "upper bound", "estimate", "LBF Km", "block urn"} <= set(cells)


def test_hostile_text_stays_text(browser: Any) -> None:
    type_in(browser, "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">", "string")
    status_of(browser, "done")
    assert browser.title == "ait: how complex is it, in bits"
    assert browser.find_elements("css selector", "#answer script, #answer img") == []
    assert "<script>" in browser.find_element("css selector", "#answer code").text


def test_wrong_input_is_one_sentence(browser: Any) -> None:
    type_in(browser, "012\n", "matrix")
    assert "cell '2'" in status_of(browser, "cell")
    type_in(browser, "0" * 100_001, "string")
    assert "100,001 bytes" in status_of(browser, "bytes")


def test_a_calculation_is_cancelled(browser: Any) -> None:
    type_in(browser, "01101" * 4000, "string")
    status_of(browser, "computing")
    browser.find_element("id", "cancel").click()
    status_of(browser, "cancelled")
    type_in(browser, "0110", "string")
    status_of(browser, "done")


def test_the_browser_has_nothing_to_complain_of(browser: Any) -> None:
    refused = "400 (Bad Request)"  # The wrong input above, which the page shows as a sentence.
    assert [entry["message"] for entry in browser.get_log("browser") if refused not in entry["message"]] == []


def test_a_port_that_is_taken_is_named(port: int) -> None:
    command = [sys.executable, "-m", "ait", "serve", "--port", str(port), "--no-browser"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"cannot listen on port {port}" in done.stderr
    assert done.stderr.count("\n") == 1
