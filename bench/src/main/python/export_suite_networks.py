#!/usr/bin/python3
"""Builds the whole networks of ONNX's backend suite on generated weights, as ONNX files.

The suite's folder `real` holds nothing but addresses of files. The architectures are those of the
papers and of Caffe's model zoo, in the form in which the old converters wrote them: opset 9, every
weight also listed as an input, LRN, grouped convolutions, paddings on one side, dropout with a mask
and softmax over flattened axes. vgg19, densenet121 and squeezenet differ from torchvision's by
that form only.

On Debian: apt install python3-onnx
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 9
SIDE = 224


class Network:
    """A graph that grows node by node; values are (name, channels)."""

    def __init__(self):
        self.random = np.random.default_rng(1)
        self.nodes, self.weights = [], []

    def node(self, kind, inputs, channels, outputs=1, **attributes):
        names = [f"{kind.lower()}_{len(self.nodes)}"]
        names += [f"{names[0]}_{i}" for i in range(1, outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names[0], channels

    def weight(self, array):
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(array.astype(np.float32), name))
        return name

    def normal(self, *shape):
        fan_in = int(np.prod(shape[1:]))
        return self.weight(self.random.standard_normal(shape) * np.sqrt(2 / fan_in))

    def uniform(self, count, low, high):
        return self.weight(self.random.uniform(low, high, count))

    def conv(self, x, out, kernel, stride=1, pad=0, group=1, bias=True):
        inputs = [x[0], self.normal(out, x[1] // group, kernel, kernel)]
        if bias:
            inputs.append(self.uniform(out, -0.1, 0.1))
        return self.node("Conv", inputs, out, kernel_shape=[kernel] * 2, strides=[stride] * 2,
                         pads=[pad] * 4, group=group)

    def relu(self, x):
        return self.node("Relu", [x[0]], x[1])

    def conv_relu(self, x, *args, **options):
        return self.relu(self.conv(x, *args, **options))

    def norm(self, x):
        c = x[1]
        return self.node("BatchNormalization", [
            x[0], self.uniform(c, 0.8, 1.2), self.uniform(c, -0.1, 0.1),
            self.uniform(c, -0.1, 0.1), self.uniform(c, 0.5, 1.5)], c, epsilon=1e-5)

    def conv_norm(self, x, *args, **options):
        return self.norm(self.conv(x, *args, bias=False, **options))

    def conv_norm_relu(self, x, *args, **options):
        return self.relu(self.conv_norm(x, *args, **options))

    def max_pool(self, x, kernel, stride, pads=(0, 0, 0, 0)):
        return self.node("MaxPool", [x[0]], x[1], kernel_shape=[kernel] * 2,
                         strides=[stride] * 2, pads=list(pads))

    def average_pool(self, x, kernel, stride, pad=0):
        return self.node("AveragePool", [x[0]], x[1], kernel_shape=[kernel] * 2,
                         strides=[stride] * 2, pads=[pad] * 4)

    def lrn(self, x, size=5, alpha=1e-4, beta=0.75):
        return self.node("LRN", [x[0]], x[1], size=size, alpha=alpha, beta=beta, bias=1.0)

    def add(self, a, b):
        return self.node("Add", [a[0], b[0]], a[1])

    def concat(self, *values):
        return self.node("Concat", [v[0] for v in values], sum(v[1] for v in values), axis=1)

    def dropout(self, x):
        return self.node("Dropout", [x[0]], x[1], outputs=2, ratio=0.5)

    def reshape(self, x, *shape):
        name = f"shape{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.array(shape, np.int64), name))
        return self.node("Reshape", [x[0], name], x[1])

    def linear(self, x, size, out):
        flat = self.reshape(x, 1, size)
        inputs = [flat[0], self.normal(out, size), self.uniform(out, -0.1, 0.1)]
        return self.node("Gemm", inputs, out, transB=1)

    def model(self, y):
        """The scores are an output too: on random weights softmax is often 0 and 1, which anything
        agrees with."""
        y = (y, self.node("Softmax", [y[0]], y[1]))
        inputs = [helper.make_tensor_value_info("data_0", TensorProto.FLOAT, [1, 3, SIDE, SIDE])]
        inputs += [helper.make_tensor_value_info(w.name, w.data_type, w.dims) for w in self.weights]
        outputs = [helper.make_tensor_value_info(v[0], TensorProto.FLOAT, None) for v in y]
        graph = helper.make_graph(self.nodes, "network", inputs, outputs, self.weights)
        return helper.make_model(graph, ir_version=3,
                                 opset_imports=[helper.make_opsetid("", OPSET)])


IMAGE = ("data_0", 3)


def classifier(n, x, size):
    for _ in range(2):
        x = n.dropout(n.relu(n.linear(x, size, 4096)))
        size = 4096
    return n.linear(x, size, 1000)


def bvlc_alexnet(n):
    x = n.max_pool(n.lrn(n.conv_relu(IMAGE, 96, 11, 4)), 3, 2)
    x = n.max_pool(n.lrn(n.conv_relu(x, 256, 5, pad=2, group=2)), 3, 2)
    x = n.conv_relu(x, 384, 3, pad=1)
    x = n.conv_relu(x, 384, 3, pad=1, group=2)
    x = n.max_pool(n.conv_relu(x, 256, 3, pad=1, group=2), 3, 2)
    return classifier(n, x, 256 * 5 * 5)


def zfnet512(n):
    x = n.max_pool(n.lrn(n.conv_relu(IMAGE, 96, 7, 2), alpha=5e-4), 3, 2, (0, 0, 1, 1))
    x = n.max_pool(n.lrn(n.conv_relu(x, 256, 5, 2), alpha=5e-4), 3, 2, (0, 0, 1, 1))
    for out in (512, 1024):
        x = n.conv_relu(x, out, 3, pad=1)
    x = n.max_pool(n.conv_relu(x, 512, 3, pad=1), 3, 2, (0, 0, 1, 1))
    return classifier(n, x, 512 * 6 * 6)


def vgg19(n):
    x = IMAGE
    for out, count in ((64, 2), (128, 2), (256, 4), (512, 4), (512, 4)):
        for _ in range(count):
            x = n.conv_relu(x, out, 3, pad=1)
        x = n.max_pool(x, 2, 2)
    return classifier(n, x, 512 * 7 * 7)


def squeezenet(n):
    x = n.max_pool(n.conv_relu(IMAGE, 64, 3, 2), 3, 2)
    for i, squeeze in enumerate((16, 16, 32, 32, 48, 48, 64, 64)):
        if i in (2, 4):
            x = n.max_pool(x, 3, 2)
        s = n.conv_relu(x, squeeze, 1)
        x = n.concat(n.conv_relu(s, 4 * squeeze, 1), n.conv_relu(s, 4 * squeeze, 3, pad=1))
    x = n.conv_relu(n.dropout(x), 1000, 1)
    return n.node("GlobalAveragePool", [x[0]], 1000)


def inception_v1(n):
    x = n.lrn(n.max_pool(n.conv_relu(IMAGE, 64, 7, 2, 3), 3, 2, (0, 0, 1, 1)))
    x = n.lrn(n.conv_relu(n.conv_relu(x, 64, 1), 192, 3, pad=1))
    x = n.max_pool(x, 3, 2, (0, 0, 1, 1))
    for i, (a, b, bb, c, cc, d) in enumerate((
            (64, 96, 128, 16, 32, 32), (128, 128, 192, 32, 96, 64), (192, 96, 208, 16, 48, 64),
            (160, 112, 224, 24, 64, 64), (128, 128, 256, 24, 64, 64), (112, 144, 288, 32, 64, 64),
            (256, 160, 320, 32, 128, 128), (256, 160, 320, 32, 128, 128),
            (384, 192, 384, 48, 128, 128))):
        if i in (2, 7):
            x = n.max_pool(x, 3, 2, (0, 0, 1, 1))
        x = n.concat(n.conv_relu(x, a, 1), n.conv_relu(n.conv_relu(x, b, 1), bb, 3, pad=1),
                     n.conv_relu(n.conv_relu(x, c, 1), cc, 5, pad=2),
                     n.conv_relu(n.max_pool(x, 3, 1, (1, 1, 1, 1)), d, 1))
    return n.linear(n.dropout(n.average_pool(x, 7, 1)), 1024, 1000)


def inception_v2(n):
    x = n.max_pool(n.conv_norm_relu(IMAGE, 64, 7, 2, 3), 3, 2, (0, 0, 1, 1))
    x = n.conv_norm_relu(n.conv_norm_relu(x, 64, 1), 192, 3, pad=1)
    x = n.max_pool(x, 3, 2, (0, 0, 1, 1))
    for a, b, bb, c, cc, d in (
            (64, 64, 64, 64, 96, 32), (64, 64, 96, 64, 96, 64), (0, 128, 160, 64, 96, 0),
            (224, 64, 96, 96, 128, 128), (192, 96, 128, 96, 128, 128),
            (160, 128, 160, 128, 160, 96), (96, 128, 192, 160, 192, 96), (0, 128, 192, 192, 256, 0),
            (352, 192, 320, 160, 224, 128), (352, 192, 320, 192, 224, 128)):
        stride = 1 if a else 2
        three = n.conv_norm_relu(n.conv_norm_relu(x, b, 1), bb, 3, stride, 1)
        twice = n.conv_norm_relu(n.conv_norm_relu(x, c, 1), cc, 3, pad=1)
        twice = n.conv_norm_relu(twice, cc, 3, stride, 1)
        if a:
            x = n.concat(n.conv_norm_relu(x, a, 1), three, twice,
                         n.conv_norm_relu(n.average_pool(x, 3, 1, 1), d, 1))
        else:
            x = n.concat(three, twice, n.max_pool(x, 3, 2, (0, 0, 1, 1)))
    return n.linear(n.average_pool(x, 7, 1), 1024, 1000)


def resnet50(n):
    x = n.max_pool(n.conv_norm_relu(IMAGE, 64, 7, 2, 3), 3, 2, (1, 1, 1, 1))
    for width, blocks in ((64, 3), (128, 4), (256, 6), (512, 3)):
        for i in range(blocks):
            stride = 2 if i == 0 and width > 64 else 1
            y = n.conv_norm_relu(x, width, 1, stride)
            y = n.conv_norm(n.conv_norm_relu(y, width, 3, pad=1), 4 * width, 1)
            x = n.relu(n.add(y, n.conv_norm(x, 4 * width, 1, stride) if i == 0 else x))
    return n.linear(n.average_pool(x, 7, 1), 2048, 1000)


def densenet121(n):
    x = n.max_pool(n.conv_norm_relu(IMAGE, 64, 7, 2, 3), 3, 2, (1, 1, 1, 1))
    for i, layers in enumerate((6, 12, 24, 16)):
        for _ in range(layers):
            y = n.conv(n.relu(n.norm(x)), 128, 1, bias=False)
            x = n.concat(x, n.conv(n.relu(n.norm(y)), 32, 3, pad=1, bias=False))
        x = n.relu(n.norm(x))
        if i < 3:
            x = n.average_pool(n.conv(x, x[1] // 2, 1, bias=False), 2, 2)
    return n.linear(n.node("GlobalAveragePool", [x[0]], x[1]), x[1], 1000)


def shufflenet(n, groups=3):
    x = n.max_pool(n.conv_norm_relu(IMAGE, 24, 3, 2, 1), 3, 2, (1, 1, 1, 1))
    side = 56
    for out, blocks in ((240, 4), (480, 8), (960, 4)):
        for i in range(blocks):
            stride = 2 if i == 0 else 1
            inner = out // 4
            y = n.conv_norm_relu(x, inner, 1, group=1 if x[1] == 24 else groups)
            y = n.reshape(y, 1, groups, inner // groups, side, side)
            y = n.node("Transpose", [y[0]], inner, perm=[0, 2, 1, 3, 4])
            y = n.reshape(y, 1, inner, side, side)
            y = n.conv_norm(y, inner, 3, stride, 1, group=inner)
            y = n.conv_norm(y, out - (x[1] if stride == 2 else 0), 1, group=groups)
            if stride == 2:
                x = n.relu(n.concat(n.average_pool(x, 3, 2, 1), y))
                side //= 2
            else:
                x = n.relu(n.add(x, y))
    return n.linear(n.average_pool(x, 7, 1), 960, 1000)


NETWORKS = (bvlc_alexnet, densenet121, inception_v1, inception_v2, resnet50, shufflenet,
            squeezenet, vgg19, zfnet512)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("names", nargs="*", help="which networks")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for build in NETWORKS:
        if not args.names or build.__name__ in args.names:
            network = Network()
            model = network.model(build(network))
            path = args.out / f"{build.__name__}.onnx"
            onnx.save(model, str(path))
            print(f"{path.name}: {path.stat().st_size:,} bytes", flush=True)


if __name__ == "__main__":
    main()
