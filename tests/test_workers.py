"""The pool of processes that read: one that crashes, hangs or raises fails its own job, and none is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from motionsearch.index.workers import Heard, Line, Pool

TIDY = "the other files are not concerned"


def work(what: Any, line: Line) -> Any:
    """A job for tests: what it does is what it is given."""
    name, *rest = what if isinstance(what, tuple) else (what,)
    if name == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if name == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "exit":
        os._exit(3)
    if name == "hang":
        time.sleep(3600)
    if name == "raise":
        raise ValueError("no good")
    if name == "ask":
        return line.ask(rest[0])
    if name == "big":
        return b"x" * rest[0]
    if name == "cannot be pickled":
        return lambda: None
    if name == "talk":
        for i in range(rest[0]):
            line.progress(i + 1, rest[0])
            time.sleep(rest[1])
    if name == "env":
        return (os.environ["OMP_NUM_THREADS"], "tests.test_workers" in sys.modules, os.getpid())
    return os.getpid() if name == "pid" else what


def finish(pool: Pool, jobs: dict[int, Any], answers: Any = None) -> dict[int, Heard]:
    """Runs all jobs, with as many at once as there is room for; the last word of each."""
    waiting, last = list(jobs.items()), {}
    while waiting or pool.busy:
        while waiting and pool.has_room:
            key, what = waiting.pop(0)
            pool.start(key, work, what)
        for heard in pool.hear():
            if heard.kind == "ask":
                pool.answer(heard.key, answers[heard.value])
            elif heard.kind != "progress":
                assert heard.key not in last
                last[heard.key] = heard
    return last


def alive(pid: int) -> bool:
    """Whether there is such a process, and it is no mere entry that nobody has collected yet."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def gone(pids: list[int], within: float = 10.0) -> bool:
    end = time.monotonic() + within
    while any(map(alive, pids)) and time.monotonic() < end:
        time.sleep(0.02)
    return not any(map(alive, pids))


def test_every_job_is_done_once_and_faults_are_their_own() -> None:
    bad = {3: "crash", 7: "raise", 11: "kill", 12: "exit", 13: "cannot be pickled"}
    jobs = {i: bad.get(i, ("value", i)) for i in range(30)}
    with Pool(2) as pool:
        last = finish(pool, jobs)
        assert pool.busy == 0
    assert sorted(last) == list(range(30))
    assert {i: h.value for i, h in last.items() if h.kind == "done"} == {
        i: ("value", i) for i in range(30) if i not in bad
    }
    told = {i: " ".join(h.value) for i, h in last.items() if h.kind == "failed"}
    assert "the reader crashed on this file (signal 11)" in told[3]
    assert "ValueError: no good" in told[7]
    assert TIDY in told[7]
    assert "want of memory" in told[11]
    assert "exit code 3" in told[12]
    assert "pickle" in told[13]


def test_a_hung_job_is_given_up_and_others_go_on() -> None:
    with Pool(2, patience=1.0) as pool:
        last = finish(pool, {0: "hang", **{i: ("value", i) for i in range(1, 6)}})
    assert last.pop(0).value[0] == "the reader hung: nothing was heard from it for 1 s"
    assert all(heard.kind == "done" for heard in last.values())


def test_patience_is_with_silence_and_not_with_length() -> None:
    with Pool(1, patience=1.2) as pool:
        pool.start(0, work, ("talk", 6, 0.6))
        heard = []
        while pool.busy:
            heard += pool.hear()
    assert heard[-1].kind == "done"
    told = [h.value for h in heard[:-1]]
    assert told[1:] == sorted(told[1:])
    assert len(told) >= 3
    assert told[:2] == [(0.0, None), (1.0, 6.0)]


def test_what_was_said_while_nobody_listened_counts() -> None:
    with Pool(2, patience=1.0) as pool:
        pool.start(0, work, ("value", 1))
        pool.start(1, work, ("talk", 12, 0.3))
        time.sleep(2.5)
        # Listening, and then busy for longer than there is patience.
        last: dict[int, str] = {}
        while pool.busy:
            for heard in pool.hear():
                last[heard.key] = heard.kind
                if heard.key == 0:
                    time.sleep(1.2)
    assert last == {0: "done", 1: "done"}


def test_a_job_asks_and_is_answered() -> None:
    with Pool(2) as pool:
        last = finish(pool, {i: ("ask", i) for i in range(4)}, answers=[False, "yes", None, 3])
    assert [last[i].value for i in range(4)] == [False, "yes", None, 3]


def test_large_results_wait_until_they_are_taken() -> None:
    with Pool(2) as pool:
        pool.start(0, work, ("big", 8 << 20))
        pool.start(1, work, ("big", 8 << 20))
        time.sleep(1)
        assert not pool.has_room
        taken = []
        while pool.busy:
            taken += [len(heard.value) for heard in pool.hear() if heard.kind == "done"]
        assert taken == [8 << 20] * 2


def test_workers_are_used_again_and_replaced() -> None:
    with Pool(1) as pool:
        pids = [finish(pool, {i: "pid"})[i].value for i in range(3)]
        assert len(set(pids)) == 1
        os.kill(pids[0], signal.SIGKILL)  # while it waits for work
        assert gone(pids[:1])
        assert finish(pool, {9: "pid"})[9].value not in pids


def test_a_worker_finds_few_threads_and_no_script_of_the_user() -> None:
    before = dict(os.environ)
    main = sys.modules["__main__"]
    with Pool(1, threads=3) as pool:
        threads, _, pid = finish(pool, {0: "env"})[0].value
        assert threads == "3"
        assert pid != os.getpid()
    assert dict(os.environ) == before
    assert sys.modules["__main__"] is main


def test_a_script_without_a_main_guard_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from motionsearch.index.workers import Pool\nfrom tests.test_workers import finish\n"
        "print('begun')\nwith Pool(2) as pool:\n    print(finish(pool, {0: ('value', 5)})[0].value)\n"
    )
    done = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    assert (done.stdout, done.stderr) == ("begun\n('value', 5)\n", "")


def test_from_several_threads_at_once() -> None:
    results: list[Any] = []
    main = sys.modules["__main__"]

    def run() -> None:
        with Pool(1) as pool:
            results.append(finish(pool, {0: ("value", 1)})[0].kind)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["done"] * 3
    assert sys.modules["__main__"] is main


def test_leaving_ends_every_process() -> None:
    pids: list[int] = []

    def interrupted() -> None:
        with Pool(2) as pool:
            pool.start(1, work, "hang")
            pool.start(2, work, "hang")
            pids.extend(worker.process.pid for worker in pool._workers)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(pids) == 2
    assert gone(pids)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks at processes through /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_orphans_however_the_parent_ends(how: signal.Signals) -> None:
    code = (
        "from motionsearch.index.workers import Pool\nfrom tests.test_workers import work\n"
        "with Pool(2) as pool:\n"
        "    pool.start(0, work, 'hang')\n    pool.start(1, work, 'hang')\n"
        "    print(*[worker.process.pid for worker in pool._workers], flush=True)\n"
        "    list(pool.hear())\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert parent.stdout is not None
    pids = [int(word) for word in parent.stdout.readline().split()]
    assert len(pids) == 2
    # At once: a worker that has hardly begun must not answer Ctrl-C, which goes to the whole group.
    os.killpg(parent.pid, how) if how is signal.SIGINT else parent.send_signal(how)
    _, err = parent.communicate(timeout=30)
    assert gone(pids)
    assert err.count("KeyboardInterrupt") == (how is signal.SIGINT)
