#!/usr/bin/python3
"""Makes hostile.npz: numbers that fast kernels get wrong first, computed by PyTorch in double precision.

Convolutions whose terms cancel, which Winograd's transforms amplify; denormals; infinities and NaN.
Running the script again gives the same bytes.

On Debian: apt install python3-torch
"""

import math

import torch
from torch.nn import functional as F

import golden
from golden import uniform

SPECIAL = [math.nan, math.inf, -math.inf, 0.0, -0.0, 1e-45, -1e-45, 1e-38, 3e38, -3e38, 1.0, -1.0,
           20.0, -20.0, 88.0, -88.0, 104.0, -104.0]

# Those of which the limits at infinity are numbers or infinities, not products of 0 and infinity.
ACTIVATIONS = {
    "relu": F.relu, "relu6": F.relu6, "leaky_relu": lambda x: F.leaky_relu(x, 0.01),
    "hardsigmoid": F.hardsigmoid, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "elu": F.elu,
    "softplus": F.softplus, "exp": torch.exp, "erf": torch.erf,
}


def conv(name, x, weight):
    i, o = x.shape[1], weight.shape[0]
    bias = torch.zeros(o).double()
    return (f"conv2d,of={name},in={i},out={o},kernel=3,stride=1,padding=1,dilation=1,groups=1",
            {"x": x, "weight": weight, "bias": bias, "y": F.conv2d(x, weight, bias, padding=1)})


def float32(x):
    return x.float().double()


def cases():
    chessboard = torch.tensor([[(-1.0) ** (i + j) for j in range(14)] for i in range(13)]).double()
    smooth = float32(uniform(1, 16, 13, 14) * 1e-3 + 1000)
    yield conv("large mean, weights that sum to 0", smooth,
               float32(uniform(16, 16, 3, 3) - uniform(16, 16, 1, 1)))
    yield conv("chessboard", float32(chessboard * 1000 + uniform(1, 16, 13, 14)),
               uniform(16, 16, 3, 3))
    scales = 10.0 ** torch.linspace(-6, 6, 16).double().reshape(1, 16, 1, 1)
    yield conv("channels of all magnitudes", float32(uniform(1, 16, 13, 14) * scales),
               uniform(16, 16, 3, 3))
    yield conv("denormal pixels", float32(uniform(1, 16, 13, 14) * 1e-39), uniform(16, 16, 3, 3))
    x = float32(torch.tensor(SPECIAL * 4).reshape(1, 4, 3, 6).double())
    for name, function in ACTIVATIONS.items():
        # In single precision, as what overflows there overflows to infinity.
        yield f"activation,function={name}", {"x": x, "y": function(x.float())}
    pixels = uniform(1, 3, 9, 9)
    pixels[0, 0, 4, 4], pixels[0, 1, 2, 3], pixels[0, 2, 6, 6] = math.nan, math.inf, -math.inf
    pixels[0, 2, 0, 0] = -math.inf
    for k, s, p in ((2, 2, 0), (3, 2, 1), (3, 1, 1)):
        yield (f"maxpool2d,kernel={k},stride={s},padding={p},ceil=0",
               {"x": pixels, "y": F.max_pool2d(pixels, k, s, p)})
    rows = 5 * uniform(6, 7)
    rows[1, 2], rows[2, 2], rows[3, 2], rows[4, 2] = math.nan, math.inf, -math.inf, 3e38
    rows[5] = torch.linspace(-3e38, 3e38, 7)
    yield "softmax,axis=1", {"x": float32(rows), "y": F.softmax(float32(rows), 1)}


if __name__ == "__main__":
    golden.write("hostile.npz", __doc__, cases)
