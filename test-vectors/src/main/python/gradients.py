#!/usr/bin/python3
"""Makes gradients.npz: gradients of layers, computed by PyTorch in double precision.

Each case has inputs in0, in1, ..., a gradient dy of the output and the gradients d0, d1, ... of the
inputs, rounded to float32 at the end. Running the script again gives the same bytes.

On Debian: apt install python3-torch
"""

import torch
from torch.nn import functional as F

import golden
from golden import uniform

CONVS = [
    # in, out, kernel, stride, padding, dilation, groups, height, width
    (1, 6, 5, 1, 0, 1, 1, 9, 8),
    (3, 8, 3, 2, 1, 1, 1, 9, 11),
    (16, 17, 3, 1, 1, 1, 1, 7, 6),
    (7, 5, 1, 2, 0, 1, 1, 6, 7),
    (4, 6, 3, 1, 1, 2, 2, 8, 7),
    (18, 18, 3, 2, 1, 1, 18, 7, 7),
]

POOLS = [
    # channels, kernel, stride, padding, ceil, height, width
    (3, 2, 2, 0, 0, 8, 8),
    (17, 3, 2, 1, 0, 9, 10),
    (5, 3, 2, 0, 1, 8, 7),
    (4, 3, 1, 1, 0, 5, 6),
]

ACTIVATIONS = {
    "relu": F.relu, "relu6": F.relu6, "leaky_relu": lambda x: F.leaky_relu(x, 0.01),
    "hardswish": F.hardswish, "hardsigmoid": F.hardsigmoid, "sigmoid": torch.sigmoid,
    "silu": F.silu, "tanh": torch.tanh, "gelu": F.gelu, "elu": F.elu, "softplus": F.softplus,
    "exp": torch.exp, "erf": torch.erf,
}


def case(function, *inputs, fixed=()):
    """The tensors of a case; inputs whose indices are fixed have no gradient."""
    leaves = [x.clone().requires_grad_(i not in fixed) for i, x in enumerate(inputs)]
    y = function(*leaves)
    dy = uniform(*y.shape)
    y.backward(dy)
    tensors = {f"in{i}": x for i, x in enumerate(inputs)}
    tensors["dy"] = dy
    tensors.update({f"d{i}": x.grad for i, x in enumerate(leaves) if i not in fixed})
    return tensors


def cases():
    for i, o, k, s, p, d, g, h, w in CONVS:
        name = f"in={i},out={o},kernel={k},stride={s},padding={p},dilation={d},groups={g},size={h}x{w}"
        yield f"conv2d,{name}", case(
            lambda x, weight, bias: F.conv2d(x, weight, bias, s, p, d, g),
            uniform(2, i, h, w), uniform(o, i // g, k, k), uniform(o))
        if i % g == 0 and p < k:
            yield f"conv_transpose2d,{name}", case(
                lambda x, weight, bias: F.conv_transpose2d(x, weight, bias, s, p, 0, g, d),
                uniform(2, o, 4, 5), uniform(o, i // g, k, k), uniform(i))
    for c, k, s, p, ceil, h, w in POOLS:
        name = f"channels={c},kernel={k},stride={s},padding={p},ceil={ceil},size={h}x{w}"
        yield f"maxpool2d,{name}", case(
            lambda x: F.max_pool2d(x, k, s, p, ceil_mode=bool(ceil)), uniform(2, c, h, w))
        for include in (0, 1):
            yield f"avgpool2d,{name},include={include}", case(
                lambda x: F.avg_pool2d(x, k, s, p, ceil_mode=bool(ceil),
                                       count_include_pad=bool(include)), uniform(2, c, h, w))
    for rows, inputs, outputs in ((1, 33, 10), (7, 20, 5)):
        yield f"linear,rows={rows},in={inputs},out={outputs}", case(
            F.linear, uniform(rows, inputs), uniform(outputs, inputs), uniform(outputs))
    for n, c, h, w in ((3, 17, 3, 5), (2, 4, 5, 4)):
        x, weight, bias, mean = uniform(n, c, h, w), uniform(c), uniform(c), uniform(c)
        var = uniform(c).abs() + 0.1
        yield f"batchnorm,channels={c}", case(
            lambda x, weight, bias, mean, var: F.batch_norm(x, mean, var, weight, bias, eps=1e-5),
            x, weight, bias, mean, var, fixed=(3, 4))
        yield f"batchnorm_training,channels={c}", case(
            lambda x, weight, bias, mean, var: F.batch_norm(
                x, mean.clone(), var.clone(), weight, bias, True, 0.1, 1e-5),
            x, weight, bias, mean, var, fixed=(3, 4))
        yield f"instancenorm,channels={c}", case(
            lambda x, weight, bias: F.instance_norm(x, None, None, weight, bias, eps=1e-5),
            x, weight, bias)
    yield "groupnorm,groups=3", case(
        lambda x, weight, bias: F.group_norm(x, 3, weight, bias, 1e-5),
        uniform(2, 6, 3, 4), uniform(6), uniform(6))
    yield "layernorm", case(
        lambda x, weight, bias: F.layer_norm(x, (7,), weight, bias, 1e-5),
        uniform(3, 2, 7), uniform(7), uniform(7))
    yield "lrn,size=5", case(lambda x: F.local_response_norm(x, 5, 0.3, 0.75, 1), uniform(2, 9, 3, 3))
    for axis in (1, 3):
        yield f"softmax,axis={axis}", case(lambda x: F.softmax(x, axis), 5 * uniform(2, 11, 3, 5))
        yield f"log_softmax,axis={axis}", case(
            lambda x: F.log_softmax(x, axis), 5 * uniform(2, 11, 3, 5))
    yield "prelu", case(F.prelu, uniform(2, 5, 3, 4), uniform(5))
    for align in (0, 1):
        yield f"bilinear,align={align}", case(
            lambda x: F.interpolate(x, size=(7, 9), mode="bilinear", align_corners=bool(align)),
            uniform(2, 3, 4, 5))
    yield "nearest", case(lambda x: F.interpolate(x, scale_factor=2), uniform(2, 3, 4, 5))
    for name, function in ACTIVATIONS.items():
        # Not 3: at that bend of hardswish PyTorch's own vector and scalar loops disagree.
        x = torch.cat([6 * uniform(90), torch.tensor([0, 1, -1, 4, -4, 6, -6, 20, -20]).double()])
        yield f"activation,function={name}", case(function, x)


if __name__ == "__main__":
    golden.write("gradients.npz", __doc__, cases)
