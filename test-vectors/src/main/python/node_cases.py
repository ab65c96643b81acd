#!/usr/bin/env python3
"""Writes the node cases of the installed onnx package as folders that `lanewise check` runs.

    pip install onnx==1.23.1 ml_dtypes pillow
    node_cases.py --out /tmp/cases && ./lanewise check /tmp/cases

Debian's libonnx-testdata, which the tests run, is of ONNX 1.12 and knows nothing of operator sets
after 17.
"""

import argparse
import warnings
from pathlib import Path

import onnx
from onnx import numpy_helper
from onnx.backend.test.case import node


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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cases = node.collect_testcases()
    for case in cases:
        folder = args.out / case.name
        folder.mkdir(parents=True, exist_ok=True)
        onnx.save(case.model, folder / "model.onnx")
        graph = case.model.graph
        for k, (inputs, outputs) in enumerate(case.data_sets):
            data = folder / f"test_data_set_{k}"
            data.mkdir(exist_ok=True)
            for kind, values, infos in (("input", inputs, graph.input),
                                        ("output", outputs, graph.output)):
                for i, (value, info) in enumerate(zip(values, infos)):
                    (data / f"{kind}_{i}.pb").write_bytes(
                        proto(value, info).SerializeToString())
    print(f"{len(cases)} cases")


if __name__ == "__main__":
    main()
