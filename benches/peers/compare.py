"""Runs volmatch and each peer in turn and prints ratios; called by `run`.

Holds nothing in memory: a process begins with the peak of the one that starts it.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS, VOLMATCH, PARSE, WORK = int(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4])
LINES, COUNTRIES = WORK / "lines.jsonl", WORK / "countries.json"
SCIKIT = [sys.executable, str(Path(__file__).with_name("scikit.py"))]
# numpy chooses its own way of computing, on one thread like the others: waiting threads would count.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
ENVIRONMENT |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
# The yardstick is a task of a bench, which is told so.
ENVIRONMENT |= {"VOLMATCH_BENCH_TASK": "parse", "VOLMATCH_BENCH_FOLDER": str(WORK)}

OURS = [VOLMATCH, "match", str(LINES), "--format", "jsonl", "--threads", "1"]
TANTIVY = [str(WORK / "tantivy/release/tantivy-peer"), str(LINES), str(COUNTRIES)]
PEERS = {
    "serde_json: parsing alone": [PARSE],
    "tantivy: text alone": TANTIVY,
    "tantivy: text, looking at every score": [*TANTIVY, "--every-score"],
    "scikit-learn, numpy: all criteria": [*SCIKIT, str(LINES), str(COUNTRIES)],
}


def measured(command):
    """Processor seconds, user and system; clock seconds; peak MiB; of a whole process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss / 1024


def row(name, runs, ratio):
    cpu, wall, peak = (statistics.median(figures) for figures in zip(*runs))
    print(f"{name:<38}  {cpu:>7.2f}  {wall:>7.2f}  {peak:>8.1f}  {ratio:>6}")


print(f"{LINES.stat().st_size / 1e6:.1f} MB, medians of {ROUNDS} pairs, all on one thread")
print(f"{'':<38}  {'CPU s':>7}  {'wall s':>7}  {'peak MiB':>8}  {'CPU x':>6}")
all_ours = []
for name, command in PEERS.items():
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(measured(OURS))
        theirs.append(measured(command))
    ratio = statistics.median(their[0] / our[0] for our, their in zip(ours, theirs))
    row(name, theirs, f"{ratio:.2f}")
    all_ours += ours
row("volmatch match: all criteria", all_ours, "1.00")
