#!/usr/bin/python3
"""The standing comparison: whole networks on Lanewise, ONNX Runtime and PyTorch, side by side.

Runs `lanewise bench --vs onnxruntime,pytorch --json` on each network, checks that the outputs
agree, and writes a table (NAME.md) and the numbers behind it (NAME.json). PyTorch takes part where
a TorchScript file lies beside the ONNX file. Each network and thread count has a process of its
own. A comparison can be stopped and taken up again: what NAME.json has already is left out.
"""

import argparse
import json
import math
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
ENGINES = ("onnxruntime", "pytorch")
TOLERANCE = 1e-3

# Shapes of inputs that files leave open, as the PP-OCR pipeline gives them for a page and a line.
SHAPES = {"ch_PP-OCRv4_det_infer": "x=1x3x960x960", "ch_PP-OCRv4_rec_infer": "x=1x3x48x320"}


def measure(model, threads, args):
    engines = [e for e in ENGINES if e != "pytorch" or model.with_suffix(".pt").exists()]
    command = [str(ROOT / "lanewise"), "bench", str(model), "--vs", ",".join(engines),
               "--threads", str(threads), "--seconds", str(args.seconds), "--json",
               "--settled"]
    if args.mapped:
        command.append("--mapped")
    if model.stem in SHAPES:
        command += ["--shape", SHAPES[model.stem]]
    result = subprocess.run(args.wrap.split() + command, stdout=subprocess.PIPE, text=True,
                            check=True)
    return json.loads(result.stdout)


def time(us):
    return f"{us / 1000:.2f} ms" if us >= 1000 else f"{us:.2f} us"


def mebibytes(count):
    return f"{count / 2**20:.0f}"


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def table(rows):
    rows = sorted(rows, key=lambda row: (row["model"], row["threads"]))
    lines = ["| network | threads | line | p50 | p99 | B/run | MiB |"
             + "".join(f" {e} p50 | p99 | MiB | ratio |" for e in ENGINES),
             "| --- " * (7 + 4 * len(ENGINES)) + "|"]
    for row in rows:
        ours = row["lanewise"]
        way = row.get("cacheLineNanos")
        cells = [row["model"].removesuffix(".onnx"), row["threads"],
                 "{p50} ({p5} to {p95}) ns".format(**way) if way else "",
                 time(ours["p50"]), time(ours["p99"]), f"{ours['bytesPerRun']:.0f}", mebibytes(ours["residentBytes"])]
        for engine in ENGINES:
            other = row.get(engine)
            cells += (["", "", "", ""] if other is None else
                      [time(other["p50"]), time(other["p99"]), mebibytes(other["residentBytes"]),
                       f"{other['ratio']:.2f}"])
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return lines


def summary(rows):
    lines = []
    for engine in ENGINES:
        for threads in sorted({row["threads"] for row in rows}):
            ratios = [row[engine]["ratio"] for row in rows
                      if row["threads"] == threads and engine in row]
            if ratios:
                lines.append(f"Against {engine}, {threads} thread{'s' * (threads > 1)}: geometric "
                             f"mean of {len(ratios)} ratios {geometric_mean(ratios):.2f}, "
                             f"least {min(ratios):.2f}.")
    single = {row["model"]: row["lanewise"]["p50"] for row in rows if row["threads"] == 1}
    for row in rows:
        one = single.get(row["model"])
        if row["threads"] == 2 and one and one > 5000:
            lines.append(f"Two threads, {row['model'].removesuffix('.onnx')}: "
                         f"{one / row['lanewise']['p50']:.2f} x one thread"
                         f"{others_gain(rows, row)}.")
    return lines


def others_gain(rows, two):
    """What two threads gain the other engines, of those with one."""
    one = next(r for r in rows if r["model"] == two["model"] and r["threads"] == 1)
    gains = [f"{e} {one[e]['p50'] / two[e]['p50']:.2f}"
             for e in ENGINES if e in one and e in two]
    return f" ({', '.join(gains)})" if gains else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="+", type=Path, help="ONNX files")
    parser.add_argument("--out", type=Path, required=True, help="NAME of NAME.json and NAME.md")
    parser.add_argument("--seconds", type=float, default=1.5, help="for each engine (default: 1.5)")
    parser.add_argument("--threads", default="1,2", help="thread counts (default: 1,2)")
    parser.add_argument("--mapped", action="store_true",
                        help="Lanewise keeps files mapped instead of copies of their weights")
    parser.add_argument("--title", default="Whole networks side by side")
    parser.add_argument("--note", default="", help="where and how it was measured")
    parser.add_argument("--wrap", default="", help="command to run each measurement under")
    args = parser.parse_args()
    numbers = args.out.parent / (args.out.name + ".json")
    rows = json.loads(numbers.read_text()) if numbers.exists() else []
    failed = False
    for threads in map(int, args.threads.split(",")):
        for model in args.models:
            if any((row["model"], row["threads"]) == (model.name, threads) for row in rows):
                continue
            row = measure(model, threads, args)
            for engine in ENGINES:
                difference = row.get(engine, {}).get("maxRelativeDifference", 0)
                if not difference <= TOLERANCE:
                    print(f"{model.name}: differs from {engine} by {difference}", file=sys.stderr)
                    failed = True
            rows.append(row)
            numbers.write_text(json.dumps(rows, indent=1) + "\n")
            print(model.name, threads, flush=True)
    text = [f"# {args.title}", "", args.note, ""] if args.note else [f"# {args.title}", ""]
    worst = max(row[e]["maxRelativeDifference"] for row in rows for e in ENGINES if e in row)
    versions = ", ".join(f"{e} {next(r[e]['version'] for r in rows if e in r)}"
                         for e in ENGINES if any(e in r for r in rows))
    text += [f"Against {versions}. A ratio is the other engine's p50 over Lanewise's: above 1, "
             "Lanewise is the faster. MiB: what the process grew by, outside the Java heap, with "
             "load and first run, settled, in a JVM that trims its native heap"
             f"{', Lanewise with its file mapped' if args.mapped else ''}. Line: what a cache line "
             "takes from one of two threads to another, between turns: the median, 5th and 95th "
             f"percentiles. Outputs differ by at most {worst:.1e} of the largest value.", ""]
    text += table(rows) + [""]
    text += [line for item in summary(rows) for line in (item, "")]
    (args.out.parent / (args.out.name + ".md")).write_text("\n".join(text).rstrip() + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
