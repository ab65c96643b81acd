#!/usr/bin/env python3
"""Writes what the onnx package says of every version of every operator of the standard domain.

The result, schemas.txt, is what the tests hold the reader's registry against: since when there is an
operator, which attributes each version has, and which element types its inputs may have. One line
for each version, with tabs between:

    operator  version  inputs at least  at most  attributes  types  inputs  outputs

A version that withdraws the operator has "withdrawn" instead of the rest. Attributes are
name:TYPE, with =default where there is one that is a number or a text; types are
PARAMETER=TYPE,TYPE..., inputs and outputs name:PARAMETER, with ? where optional and * where there
may be many. Sequences, optionals, texts and complex numbers are left out.

    pip install onnx==1.23.1
"""

import argparse
import re
from pathlib import Path

import onnx
from onnx.defs import OpSchema, get_all_schemas_with_history

NAMES = {"float": "FLOAT32", "double": "FLOAT64"}
MARKS = {OpSchema.FormalParameterOption.Optional: "?",
         OpSchema.FormalParameterOption.Variadic: "*",
         OpSchema.FormalParameterOption.Single: ""}


def types(allowed):
    """Element types of the tensors among the types."""
    plain = (re.fullmatch(r"tensor\((\w+)\)", t) for t in sorted(allowed))
    names = (NAMES.get(m[1], m[1].upper()) for m in plain if m)
    return ",".join(n for n in names if n not in ("STRING", "COMPLEX64", "COMPLEX128"))


def attribute(a):
    default = onnx.helper.get_attribute_value(a.default_value) if a.default_value.name else None
    if isinstance(default, bytes):
        default = default.decode()
    shown = f"={default}" if isinstance(default, (int, float, str)) else ""
    return f"{a.name}:{a.type.name}{shown}{'!' if a.required else ''}"


def parameters(formal, constrained):
    def of(p):
        name = p.type_str if p.type_str in constrained else types([p.type_str])
        return f"{p.name}:{name}{MARKS[p.option]}"
    return ";".join(of(p) for p in formal)


def line(schema):
    start = f"{schema.name}\t{schema.since_version}"
    if schema.deprecated:
        return f"{start}\twithdrawn"
    constrained = {t.type_param_str: t.allowed_type_strs for t in schema.type_constraints}
    return "\t".join([
        start, str(schema.min_input), str(schema.max_input),
        ";".join(attribute(a) for _, a in sorted(schema.attributes.items())),
        ";".join(f"{name}={types(allowed)}" for name, allowed in sorted(constrained.items())),
        parameters(schema.inputs, constrained), parameters(schema.outputs, constrained)])


def main():
    root = Path(__file__).resolve().parents[4]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path,
                        default=root / "model/src/test/resources/dev/lanewise/model/onnx/schemas.txt")
    args = parser.parse_args()
    schemas = sorted((s for s in get_all_schemas_with_history() if s.domain == ""),
                     key=lambda s: (s.name, s.since_version))
    args.out.write_text("".join(line(s) + "\n" for s in schemas))
    print(f"{args.out.name}: {len(schemas)} versions, {args.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
