#!/usr/bin/env python3
"""Writes the node cases of the installed onnx package as folders that `lanewise check` runs.

    pip install onnx==1.23.1 ml_dtypes pillow
    node_cases.py --out /tmp/cases && ./lanewise check /tmp/cases

Debian's libonnx-testdata, which the tests run, is of ONNX 1.12 and knows nothing of operator sets
after 17. With --bundle, the small ones of the cases that it lacks go into one compressed file, which
the tests run, too:

    node_cases.py --bundle
"""

import argparse
import gzip
import io
import warnings
import zipfile
from pathlib import Path

import onnx
from onnx import numpy_helper
from onnx.backend.test.case import node


BUNDLE = (Path(__file__).resolve().parents[4]
          / "model/src/test/resources/dev/lanewise/model/onnx/node-cases.zip.gz")
LARGEST = 16_000  # bytes of a case in the bundle


def proto(value, info):
    """A value as a message of the type that the model declares."""
    kind = info.type.WhichOneof("value")
    if kind == "optional_type":
        return numpy_helper.from_optional(value, info.name)
    if kind == "sequence_type":
        return numpy_helper.from_list(value, info.name)
    if isinstance(value, onnx.TensorProto):
        return value
    return numpy_helper.from_array(value, info.name)


def files(case):
    """Paths within the case's folder with their contents."""
    yield "model.onnx", case.model.SerializeToString()
    graph = case.model.graph
    for k, (inputs, outputs) in enumerate(case.data_sets):
        for kind, values, infos in (("input", inputs, graph.input), ("output", outputs, graph.output)):
            for i, (value, info) in enumerate(zip(values, infos)):
                yield (f"test_data_set_{k}/{kind}_{i}.pb",
                       proto(value, info).SerializeToString())


def bundle(cases, known, path):
    """A gzipped archive: compressed as a whole, since the cases are much alike."""
    archive = io.BytesIO()
    count = 0
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as stored:
        for case in sorted(cases, key=lambda case: case.name):
            content = dict(files(case))
            small = sum(map(len, content.values())) <= LARGEST
            if small and case.name not in known and not case.name.endswith("_expanded"):
                count += 1
                for name, data in content.items():
                    # A fixed date: the same bytes every time.
                    stored.writestr(zipfile.ZipInfo(f"{case.name}/{name}", (2026, 1, 1, 0, 0, 0)),
                                    data)
    path.write_bytes(gzip.compress(archive.getvalue(), 9, mtime=0))
    print(f"{path.name}: {count} cases, {path.stat().st_size:,} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, help="folder for all cases")
    parser.add_argument("--bundle", type=Path, nargs="?", const=BUNDLE, help="file for the new ones")
    parser.add_argument("--known", type=Path, default="/usr/share/libonnx-testdata/data/node",
                        help="folder of cases that the bundle leaves out")
    args = parser.parse_args()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cases = node.collect_testcases()
    if args.bundle:
        bundle(cases, {folder.name for folder in args.known.iterdir()}, args.bundle)
    if args.out:
        for case in cases:
            for name, data in files(case):
                target = args.out / case.name / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
    print(f"{len(cases)} cases")


if __name__ == "__main__":
    main()
