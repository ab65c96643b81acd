#!/usr/bin/env python3
"""Writes docs/networks.md from what export_torchvision.py --check said.

    networks_page.py networks.log
"""

import argparse
import re
import textwrap
from collections import defaultdict
from pathlib import Path

PAGE = Path(__file__).resolve().parents[4] / "docs/networks.md"

HEAD = """\
# Whole networks beside ONNX Runtime

torchvision 0.14's networks, exported by PyTorch 1.13 with seeded random weights, and those of
ONNX's suite, run by Lanewise and by ONNX Runtime 1.29 on the same random input
(`bench.Agreement`). The number is the largest difference of any output element, |expected -
actual| / (|expected| + |largest expected| / 100); at most 1e-3 counts as agreement.

`bench/src/main/python/networks_page.py` makes this page of the log of `export_torchvision.py`, whose
first lines tell how to repeat it. Pictures are 224x224, for ssd300_vgg16 300x300; of detectors it
is the backbone with its pyramid. Of Swin v2 one line is exported as others of the same meaning:
PyTorch 1.13 can't export a part of a bias that is zeroed in place.

"""

TAIL = """\

## The suite's whole networks

At opset 9 on generated weights, built by `export_suite_networks.py`: bvlc_alexnet 5.4e-05,
densenet121 2.4e-05, inception_v1 2.2e-05, inception_v2 2.4e-05, resnet50 2.2e-05, shufflenet
1.4e-05, squeezenet 2.2e-06, vgg19 8.0e-05, zfnet512 4.2e-05.

PP-OCRv3 and v4 (detection, recognition) and the direction classifier are in
`OnnxRuntimeAgreementTest`, which also takes the real models that lie beside the project where there
are any.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("log", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=PAGE)
    parser.add_argument("--expected", nargs="*", default=[], help="networks that are to be listed")
    args = parser.parse_args()
    results, refusals = defaultdict(dict), {}
    for line in "".join(log.read_text() for log in args.log).splitlines():
        if match := re.match(r"(agrees|DIFFERS|FAILED)\s+(.*)\s+(\S+)_opset(\d+)\.onnx", line):
            verdict, detail, name, opset = match.groups()
            results[name][int(opset)] = detail.strip() if verdict == "agrees" else (
                f"**{verdict}** {detail.strip()}")
        elif match := re.match(r"no export\s+(\S+)_opset(\d+)\.onnx\s+(.*)", line):
            name, opset, reason = match.groups()
            results[name][int(opset)] = "no export"
            operator = re.search(r"aten::\w+", reason)
            refusals[name, int(opset)] = f"`{operator[0]}`" if operator else reason
    reasons = defaultdict(list)
    for (name, opset), reason in refusals.items():
        if results[name][opset] == "no export":  # and no later line says otherwise
            reasons[reason].append(f"{name} at {opset}")
    for name in args.expected:
        results[name]  # a row, if only of what has not been run
    opsets = sorted({opset for by in results.values() for opset in by})
    rows = [f"| {name} | " + " | ".join(by.get(o, "not run") for o in opsets) + " |"
            for name, by in sorted(results.items())]
    numbers = [v for by in results.values() for v in by.values()]
    agree = sum(v[0].isdigit() for v in numbers)
    fail = sum(v.startswith("**") for v in numbers)
    full = sum(all(by.get(o, "?")[0].isdigit() for o in opsets) for by in results.values())
    summary = (f"{len(results)} networks, {agree} files that agree, {fail} that do not;"
               f" {full} networks agree at all of opsets {', '.join(map(str, opsets))}.")
    text = HEAD + textwrap.fill(summary, 100) + "\n\n"
    text += "| network | " + " | ".join(f"opset {o}" for o in opsets) + " |\n"
    text += "| --- |" + " ---: |" * len(opsets) + "\n" + "\n".join(rows) + "\n"
    if reasons:
        text += "\n**No export**, because PyTorch 1.13 has no translation of an operator:\n"
        for reason, names in sorted(reasons.items()):
            text += "\n" + textwrap.fill(f"* {reason}: {', '.join(names)}.", 100,
                                         subsequent_indent="  ") + "\n"
    args.out.write_text(text + TAIL)
    print(summary)


if __name__ == "__main__":
    main()
