#!/usr/bin/python3
"""Checks ONNX files with ONNX's own checker, shape inference included: check_written.py FOLDER.

Files of an operator set that this version of ONNX doesn't know are passed over. Prints what is wrong
and ends with 1 if anything is; the last line says how many files were checked.

On Debian: apt install python3-onnx
"""

import sys
from pathlib import Path

import onnx

checked = 0
wrong = 0
for file in sorted(Path(sys.argv[1]).glob("*.onnx")):
    model = onnx.load(str(file))
    if model.opset_import[0].version > onnx.defs.onnx_opset_version():
        continue
    try:
        onnx.checker.check_model(model, full_check=True)
    except Exception as e:
        wrong += 1
        print(f"{file.name}: {str(e).splitlines()[0]}")
    checked += 1
print(f"{checked} checked, {wrong} wrong")
sys.exit(1 if wrong else 0)
