#!/usr/bin/python3
"""Makes layers.npz: the layers of convolutional networks, computed by PyTorch in double precision.

Each case is an input (and parameters) and the output, rounded to float32 at the end, so that the
golden values are right to half a unit in the last place of the inputs' products. Running the script
again gives the same bytes.

On Debian: apt install python3-torch
"""

import torch
from torch.nn import functional as F

import golden
from golden import uniform

CONVS = [
    # in, out, kernel, stride, padding, dilation, groups, height, width
    (1, 32, 5, 1, 0, 1, 1, 8, 8),
    (3, 8, 3, 2, 1, 1, 1, 15, 17),
    (3, 64, 7, 2, 3, 1, 1, 23, 20),
    (8, 16, 1, 1, 0, 1, 1, 7, 9),
    (16, 24, 3, 1, 1, 1, 1, 14, 14),
    (24, 17, 3, 1, 1, 1, 1, 7, 7),
    (13, 11, 3, 1, 1, 2, 1, 11, 13),
    (64, 64, 3, 1, 1, 1, 1, 13, 12),
    (12, 18, 3, 1, 1, 1, 6, 9, 8),
    (16, 16, 3, 1, 1, 1, 16, 12, 11),
    (20, 20, 5, 2, 2, 1, 20, 13, 14),
    (19, 19, 3, 2, 1, 1, 19, 10, 9),
    (10, 20, 3, 1, 1, 1, 10, 9, 9),
    (32, 16, 1, 2, 0, 1, 1, 9, 9),
    (5, 6, 2, 1, 1, 1, 1, 6, 5),
]

POOLS = [
    # channels, kernel, stride, padding, ceil, height, width
    (3, 2, 2, 0, 0, 8, 8),
    (16, 3, 2, 1, 0, 13, 14),
    (9, 3, 2, 0, 1, 12, 11),
    (8, 5, 1, 2, 0, 7, 9),
    (17, 3, 2, 0, 1, 17, 17),
]

ACTIVATIONS = {
    "relu": F.relu, "relu6": F.relu6, "leaky_relu": lambda x: F.leaky_relu(x, 0.01),
    "hardswish": F.hardswish, "hardsigmoid": F.hardsigmoid, "sigmoid": torch.sigmoid,
    "silu": F.silu, "tanh": torch.tanh, "gelu": F.gelu, "elu": F.elu, "softplus": F.softplus,
    "exp": torch.exp, "erf": torch.erf,
}


def cases():
    for i, o, k, s, p, d, g, h, w in CONVS:
        for batch in (1, 2) if i <= 3 else (1,):
            x, weight, bias = uniform(batch, i, h, w), uniform(o, i // g, k, k), uniform(o)
            y = F.conv2d(x, weight, bias, s, p, d, g)
            yield (f"conv2d,batch={batch},in={i},out={o},kernel={k},stride={s},padding={p},"
                   f"dilation={d},groups={g},size={h}x{w}",
                   {"x": x, "weight": weight, "bias": bias, "y": y})
    for c, k, s, p, ceil, h, w in POOLS:
        x = uniform(2, c, h, w)
        name = f"channels={c},kernel={k},stride={s},padding={p},ceil={ceil},size={h}x{w}"
        yield f"maxpool2d,{name}", {"x": x, "y": F.max_pool2d(x, k, s, p, ceil_mode=bool(ceil))}
        for include in (0, 1):
            y = F.avg_pool2d(x, k, s, p, ceil_mode=bool(ceil), count_include_pad=bool(include))
            yield f"avgpool2d,{name},include={include}", {"x": x, "y": y}
    x = uniform(2, 13, 5, 6)
    mean, var, weight, bias = uniform(13), uniform(13).abs() + 0.1, uniform(13), uniform(13)
    yield "batchnorm2d", {"x": x, "mean": mean, "var": var, "weight": weight, "bias": bias,
                          "y": F.batch_norm(x, mean, var, weight, bias, eps=1e-5)}
    for rows, inputs, outputs in ((1, 128, 20), (3, 33, 10), (7, 100, 64)):
        x, weight, bias = uniform(rows, inputs), uniform(outputs, inputs), uniform(outputs)
        yield (f"linear,rows={rows},in={inputs},out={outputs}",
               {"x": x, "weight": weight, "bias": bias, "y": F.linear(x, weight, bias)})
    for axis in (1, 3):
        x = 20 * uniform(2, 11, 3, 5)
        yield f"softmax,axis={axis}", {"x": x, "y": F.softmax(x, axis)}
        yield f"log_softmax,axis={axis}", {"x": x, "y": F.log_softmax(x, axis)}
    for name, function in ACTIVATIONS.items():
        x = torch.cat([6 * uniform(90), torch.tensor([0, -0.0, 1, -1, 3, -3, 6, -6, 20, -20]).double()])
        yield f"activation,function={name}", {"x": x, "y": function(x)}


if __name__ == "__main__":
    golden.write("layers.npz", __doc__, cases)
