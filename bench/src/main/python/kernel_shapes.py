#!/usr/bin/python3
"""Lists the layer shapes of networks as works of the kernel benchmarks.

Reads the networks that export_models.py writes and prints kernel-shapes.txt: every shape once, with
the networks that have it, and some sizes that no network has but that show where kernels begin to
be fast.

    ./export_models.py --out FOLDER
    ./kernel_shapes.py FOLDER > ../resources/dev/lanewise/bench/kernel/kernel-shapes.txt

On Debian: apt install python3-onnx
"""

import sys
from collections import OrderedDict
from pathlib import Path

import onnx
from onnx import shape_inference

NETWORKS = ("resnet18", "resnet50", "vgg16", "mobilenet_v2", "mobilenet_v3_small",
            "efficientnet_b0", "densenet121", "squeezenet1_1")

ORDER = ("gemm", "matmul", "conv", "winograd", "depthwise", "maxpool", "avgpool", "globalavgpool",
         "add", "mul", "scaleshift", "relu", "relu6", "hard_swish", "silu", "sigmoid", "softmax",
         "toblocks", "fromblocks", "transpose")

CUBES = (16, 32, 64, 128, 512, 1024, 2048)
FLAT = ("relu", "hard_swish", "exp", "log", "sigmoid", "silu", "tanh", "gelu")
EXTRA = (
    [f"gemm {n}x{n}x{n}" for n in CUBES]
    + [f"gemm {m}x{n}x{k}" for m in (1, 2, 4, 8) for n in (256, 1024, 4096)
       for k in (256, 1024, 4096)]
    + [f"matmul {n}x{n}x{n}" for n in CUBES]
    + [f"matmul 1024x1024x1024 {flags}" for flags in ("transA", "transB", "transA transB")]
    + ["matmul 197x197x64 transB", "matmul 197x64x197", "matmul 1x1024x1024",
       "matmul 1024x1x1024"]
    + [f"{function} 4096" for function in FLAT]
    + ["softmax 1x1000x1", "softmax 2364x197x1", "softmax 4420x2x1", "softmax 1x4x8400",
       "softmax 128x1000x1"]
    + [f"{direction} {shape}" for direction in ("toblocks", "fromblocks")
       for shape in ("256x56x56", "512x7x7")]
    + ["transpose 1000x1000", "transpose 1024x1024"]
    + ["maxpool 480x14x14 3x3 s1 p1", "maxpool 256x20x20 5x5 s1 p2", "maxpool 256x20x20 13x13 s1 p6",
       "avgpool 192x35x35 3x3 s1 p1"])


def attributes(node):
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


def square(values):
    """A window's only number."""
    if len(set(values)) != 1:
        raise ValueError(f"not square: {values}")
    return values[0]


def image(shape):
    return "x".join(map(str, shape[1:]))


def window(attrs, kernel):
    stride = square(attrs.get("strides", [1, 1]))
    pad = square(attrs.get("pads", [0, 0, 0, 0]))
    return f"{kernel}x{kernel} s{stride}" + (f" p{pad}" if pad else "")


GATES = {"HardSigmoid": "hard_swish", "Sigmoid": "silu"}


def work(node, shapes, producers):
    """The work of a node and its kind, or None; activations of convolutions are part of these."""
    attrs = attributes(node)
    x = shapes.get(node.input[0]) if node.input else None
    y = shapes.get(node.output[0])
    if node.op_type == "Conv":
        w = shapes[node.input[1]]
        groups = attrs.get("group", 1)
        kernel = square(w[2:])
        text = f"conv {image(x)} {w[0]} {window(attrs, kernel)}"
        text += f" g{groups}" if groups > 1 else ""
        kind = ("depthwise" if groups == x[1] > 1
                else "winograd" if kernel == 3 and " s1 " in text and x[1] > 4 else "conv")
        return kind, text
    if node.op_type == "Gemm":
        return "gemm", f"gemm {x[0]}x{y[1]}x{x[1]}"
    if node.op_type in ("MaxPool", "AveragePool") and attrs["kernel_shape"] != [1, 1]:
        kind = "maxpool" if node.op_type == "MaxPool" else "avgpool"
        if attrs.get("ceil_mode"):
            # The same as padding at the far side only, which the list can't say.
            x = x[:2] + [(y[2] - 1) * attrs["strides"][0] + attrs["kernel_shape"][0]] * 2
        return kind, f"{kind} {image(x)} {window(attrs, square(attrs['kernel_shape']))}"
    if node.op_type == "GlobalAveragePool":
        return "globalavgpool", f"globalavgpool {image(x)}"
    if node.op_type in ("Add", "Mul") and len(y) == 4:
        other = shapes[node.input[1]]
        if x == y and other == y:
            gates = [GATES.get(producers.get(name)) for name in node.input]
            kind = next((gate for gate in gates if gate), node.op_type.lower())
            return kind, f"{kind} {image(y)}"
        if len(other) == 4 and sorted((x[2:], other[2:]))[0] == [1, 1]:
            return "mul", f"mul {image(y)} perChannel"
    if node.op_type == "BatchNormalization":
        return "scaleshift", f"scaleshift {image(y)}"
    if node.op_type == "Relu" and producers.get(node.input[0]) == "Add":
        return "relu", f"relu {image(y)}"
    return None


def main():
    works = OrderedDict()
    for name in NETWORKS:
        model = shape_inference.infer_shapes(onnx.load(str(Path(sys.argv[1], f"{name}.onnx"))))
        graph = model.graph
        shapes = {v.name: [d.dim_value for d in v.type.tensor_type.shape.dim]
                  for v in [*graph.value_info, *graph.input, *graph.output]}
        shapes.update({w.name: list(w.dims) for w in graph.initializer})
        producers = {output: node.op_type for node in graph.node for output in node.output}
        for node in graph.node:
            found = work(node, shapes, producers)
            if found:
                works.setdefault(found, OrderedDict())[name] = None
    for text in EXTRA:
        works.setdefault((text.split()[0], text), OrderedDict())
    print("# The works of the kernel benchmarks, written by kernel_shapes.py: layer shapes of networks at")
    print("# 224x224, batch 1, each once, and some sizes beside them.")
    print("#")
    print("#   gemm MxNxK            B constant        matmul MxNxK [transA] [transB]   B at run time")
    print("#   conv CxHxW OUT KxK [sSTRIDE] [pPAD] [gGROUPS]    with bias and ReLU")
    print("#   maxpool, avgpool CxHxW KxK [sSTRIDE] [pPAD]      globalavgpool CxHxW")
    print("#   add, mul CxHxW [perChannel]                      scaleshift CxHxW, with ReLU")
    print("#   softmax OUTERxAXISxINNER   toblocks, fromblocks CxHxW   transpose ROWSxCOLUMNS")
    print("#   any other function CxHxW or N")
    kinds = {kind: ORDER.index(kind) if kind in ORDER else ORDER.index("softmax") - 0.5
             for kind, _ in works}
    last = None
    for (kind, text), networks in sorted(works.items(), key=lambda item: kinds[item[0][0]]):
        if kinds[kind] != last:
            print()
            last = kinds[kind]
        print(f"{text:44}# {' '.join(networks)}".rstrip(" #"))


if __name__ == "__main__":
    main()
