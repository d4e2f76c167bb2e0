"""The command line as a user meets it: a process, its two streams and its exit code."""

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

AIT = [sys.executable, "-m", "ait"]
PLAIN = {**os.environ, "COLUMNS": "100"}


def ait(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*AIT, *arguments], input=stdin, capture_output=True, env={**PLAIN, **environment}, timeout=300, check=False
    )
    out, err = (stream.decode("utf-8", "surrogateescape") for stream in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def complains(done: subprocess.CompletedProcess[str], *words: str) -> bool:
    """Exit status 1 or 2, nothing on standard output, and one line on standard error that holds all the words."""
    lines = done.stderr.strip().splitlines()
    return done.returncode in (1, 2) and not done.stdout and len(lines) == 1 and all(word in lines[0] for word in words)


def test_help_names_every_command() -> None:
    done = ait("--help")
    assert done.returncode == 0
    for command in ("report", "prior", "search", "enumerate", "table", "run"):
        assert f"\n  {command}" in done.stdout
    assert ait("report", "--help").stdout.count("ait report") >= 5


def test_version() -> None:
    assert ait("--version").stdout.startswith("ait, version ")


def test_report_of_a_short_string() -> None:
    done = ait("report", "0101010101010101")
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("coding theorem", "LBF Km", "context tree", "Universal mixture", "from argument"):
        assert words in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100
    assert "\x1b" not in done.stdout


def test_report_as_json_has_the_same_figures() -> None:
    record = json.loads(ait("report", "0101010101010101", "--json").stdout)
    assert record["format"] == 1
    (only,) = record["reports"]
    measures = {measure["name"]: measure for measure in only["measures"]}
    assert measures["literal"]["bits"] == 16.0
    assert (measures["LBF Km"]["kind"], measures["LBF Km"]["bits"]) == ("exact", 7.0)
    assert only["mixture"]["bits"] <= min(m["bits"] for m in only["measures"] if m["is_code"]) + 5
    assert only["best_code"]["name"] in measures


def test_an_argument_is_a_string_unless_it_names_a_file(tmp_path: Path) -> None:
    path = tmp_path / "0110"
    path.write_text("111111")
    found = json.loads(
        subprocess.run(
            [*AIT, "report", "0110", "--json", "--measure", "KT"], cwd=tmp_path, capture_output=True, check=True
        ).stdout
    )
    assert found["reports"][0]["input"]["source"] == "file 0110"
    assert found["reports"][0]["input"]["symbols"] == 6
    assert "4 bits from argument" in ait("report", "0110", "--measure", "KT").stdout
    string = subprocess.run([*AIT, "report", "0110", "--string"], cwd=tmp_path, capture_output=True, check=True)
    assert b"from argument" in string.stdout


def test_standard_input() -> None:
    done = ait("report", "-", "--measure", "KT", stdin=bytes(range(256)))
    assert "256 bytes from standard input" in done.stdout
    bits = ait("report", "-", "--as", "bits", "--measure", "KT", stdin=b"\x00\xff")
    assert "16 bits from standard input" in bits.stdout


def test_several_inputs_are_compared(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_text("the quick brown fox " * 20)
    done = ait("report", "0101010101", str(path), "0110")
    assert "[3]" in done.stdout
    assert "saved on the literal" in done.stdout
    assert len(json.loads(ait("report", "01", "10", "--json", "--measure", "KT").stdout)["reports"]) == 2


def test_bad_input_gets_one_line_and_code_2(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "damaged.ait").write_bytes(b"ait container 1\n" + bytes(100))
    assert complains(ait("report", ""), "empty")
    assert complains(ait("report", "-"), "standard input", "empty")
    assert complains(ait("report", str(tmp_path / "empty")), "empty")
    assert complains(ait("report", str(tmp_path)), "folder")
    assert complains(ait("report", str(tmp_path / "absent.txt")), "no file")
    assert complains(ait("report", "absent", "--file"), "no such file")
    assert complains(ait("report", "0120", "--alphabet", "01"), "'2'", "position 2")
    assert complains(ait("report", "01", "--as", "bits", "--alphabet", "01"), "own alphabet")
    assert complains(ait("report", "01", "--measure", "magic"), "magic")
    assert complains(ait("prior", "01a"), "'a'", "position 2")
    assert complains(ait("prior", ""), "empty")
    assert complains(ait("prior", "01", "--bits", "99"), "99", "48")
    assert complains(ait("search", "012"), "'2'")
    assert complains(ait("run", "turing", "1234567890", "--states", "2"), "1234567890")
    assert complains(ait("run", "turing", "1RB1LB_1LA1-H", "--blank", "7"), "7")
    assert complains(ait("run", "lbf", ",;]", "--input", "2"), "2")
    assert complains(ait("run", "blc", "x"), "x")
    assert complains(ait("run", "turing", "1RB1LB_1LA"), "1RB1LB_1LA")
    assert complains(ait("run", "lbf", "01x"), "x")
    assert complains(ait("table", "show", "absent"), "no table")
    assert complains(ait("table", "verify", str(tmp_path / "damaged.ait")), "damaged")
    assert complains(ait("enumerate", "turing", "--states", "9", "--steps", "5", "--out", str(tmp_path / "t")), "9")
    assert complains(ait("enumerate", "turing", "--states", "2", "--steps", "6", "--out", str(tmp_path)), "folder")
    assert complains(ait("enumerate", "turing", "--states", "2", "--steps", "6", "--out", str(tmp_path / "a" / "b")))
    assert complains(ait("nonsense"), "nonsense")
    assert complains(ait("report"), "INPUT")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_a_redirection() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*AIT, "report", "0101"], stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=PLAIN
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "No space left" in done.stderr


def test_a_closed_pipe_is_no_complaint() -> None:
    command = f"{sys.executable} -m ait table export turing-5-2-500 | head -n 2"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, env=PLAIN)
    assert done.stdout == "string,count\n0,2414538435584\n"
    assert done.stderr == ""


def test_prior() -> None:
    record = json.loads(ait("prior", "01", "--bits", "16", "--json").stdout)
    assert (record["mass_low"] / 2**4, record["km"], record["certified"]) == (3011.0, 7, True)
    assert record["low"] < record["high"]
    text = ait("prior", "0110100110010110").stdout
    assert "Km     19 bits, exact" in text


@pytest.mark.needs_jit
def test_search() -> None:
    record = json.loads(ait("search", "0101010101010101", "--bits", "24", "--json").stdout)
    assert (record["bits"], record["program"], record["certified"]) == (7, "0010001", True)
    none = json.loads(ait("search", "0110100110010110", "--bits", "12", "--json").stdout)
    assert (none["bits"], none["certified"]) == (23, False)
    assert none["program"].endswith("110100110010110")


def test_run() -> None:
    turing = json.loads(ait("run", "turing", "1RB1LB_1LA1-H", "--json").stdout)
    assert (turing["output"], turing["steps"], turing["status"]) == ("1111", 6, "halted")
    assert ait("run", "turing", "1597", "--states", "2").stdout == ait("run", "turing", "1RB1LB_1LA1-H").stdout
    diagram = ait("run", "turing", "1RB1LB_1LA1-H", "--diagram").stdout
    assert "     1   0  0  1 [0]\n" in diagram
    assert diagram.endswith("     6   1 [1] 1  1\n")
    lbf = json.loads(ait("run", "lbf", ",;]", "--input", "0110", "--json").stdout)
    assert (lbf["output"], lbf["status"], lbf["program"]) == ("0110", "wants more input", ",0;]110")
    blc = json.loads(ait("run", "blc", "0010", "--input", "0110", "--json").stdout)
    assert blc["output"] == "0110"
    assert "normal   λx.x" in ait("run", "blc", r"(\x y.x) (\z.z) (\w.w w)").stdout


@pytest.mark.needs_jit
def test_a_table_is_built_shown_exported_and_verified(tmp_path: Path) -> None:
    out = str(tmp_path / "d3.ait")
    built = ait("enumerate", "turing", "--states", "3", "--steps", "21", "--out", out)
    assert built.returncode == 0
    assert "128 strings, total 4,294,368" in built.stdout
    assert not (tmp_path / "d3.ait.checkpoint").exists()
    assert "4,294,368" in ait("table", "show", out).stdout
    assert ait("table", "export", out).stdout.startswith("string,count\n0,1075648\n1,1075648\n00,432040\n")
    verified = ait("table", "verify", out)
    assert verified.returncode == 0
    assert "ait enumerate turing --states 3 --steps 21" in verified.stdout
    assert complains(ait("enumerate", "turing", "--states", "3", "--steps", "21", "--out", out), "--force")


@pytest.mark.slow
@pytest.mark.needs_jit
def test_ctrl_c_keeps_what_is_finished_and_resume_gives_the_same_file(tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole.ait", tmp_path / "parts.ait"
    arguments = ["enumerate", "turing", "--states", "5", "--steps", "60", "--workers", "1"]
    assert ait(*arguments, "--out", str(whole)).returncode == 0
    process = subprocess.Popen([*AIT, *arguments, "--out", str(parts)], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    # The first line of progress says that a tenth of the jobs is done.
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    complaint = process.stderr.read()
    assert "\n\n" not in complaint
    process.stderr.close()
    assert process.wait(timeout=60) == 130
    assert "--resume" in complaint
    assert not parts.exists()
    assert complains(ait(*arguments, "--out", str(parts)), "--resume")
    assert ait(*arguments, "--out", str(parts), "--resume").returncode == 0
    assert parts.read_bytes() == whole.read_bytes()
    assert not (tmp_path / "parts.ait.checkpoint").exists()


def test_help_is_quick() -> None:
    """Under 0.3 s on an idle machine; here the least processor time of five runs, and twice that for a busy one."""
    times = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ait("--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < 0.6


def test_no_color_and_color(tmp_path: Path) -> None:
    assert "\x1b" not in ait("report", "01", "--measure", "KT", NO_COLOR="1").stdout


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-"])
def test_closed_standard_streams_leave_no_traceback(closed: str) -> None:
    command = f"{sys.executable} -m ait report - {closed}"
    done = subprocess.run(
        ["bash", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert not done.stdout
    assert len(done.stderr.splitlines()) == ("2>" not in closed)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_standard_error_leaves_the_exit_code() -> None:
    with open("/dev/full", "wb") as full:
        assert subprocess.run([*AIT, "bogus"], stderr=full, check=False).returncode == 2


def test_a_stream_without_the_letters_gets_look_alikes() -> None:
    done = ait("run", "blc", "0010", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\x.x" in done.stdout


def test_ctrl_c_during_the_imports_is_clean() -> None:
    code = (
        "import sys, ait.__main__ as entry\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name.startswith('ait.cli'):\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "sys.exit(entry.main())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "ait: interrupted\n")


def test_limits_of_any_size_get_one_line() -> None:
    digits = "1" * 5000
    assert complains(ait("run", "turing", digits, "--states", "2"), "1000 digits")
    assert complains(ait("run", "turing", "1597", "--states", "2", "--symbols", "99999999"), "10 symbols")
    assert complains(ait("run", "turing", "1597", "--states", "999999999999"), "25 states")
    assert complains(ait("run", "blc", "0010", "--steps", "9" * 25), "steps = 9999")


def test_a_table_needs_a_file_name(tmp_path: Path) -> None:
    for out in (".", "", "/", str(tmp_path)):
        assert complains(ait("enumerate", "turing", "--states", "2", "--steps", "6", "--out", out), "folder")


def test_standard_input_is_read_once() -> None:
    assert complains(ait("report", "-", "-", stdin=b"0101"), "once")


def test_a_link_that_leads_nowhere_is_no_string_of_symbols(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    done = subprocess.run([*AIT, "report", "loop"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert complains(done, "cannot read loop")


def test_report_for_spreadsheets_and_documents() -> None:
    done = ait("report", "0101", "0110", "--measure", "KT", "--csv")
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (0, 7, "")
    assert "| KT | " in ait("report", "0101", "--measure", "KT", "--markdown").stdout
    assert complains(ait("report", "0101", "--csv", "--json"), "choose one")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands_and_options(shell: str) -> None:
    assert "_AIT_COMPLETE" in ait("completion", shell).stdout
    line = {"COMP_WORDS": "ait rep", "COMP_CWORD": "1" if shell != "fish" else "rep"}
    done = ait(**line, _AIT_COMPLETE=f"{shell}_complete")
    assert "report" in done.stdout
    assert "search" not in done.stdout
