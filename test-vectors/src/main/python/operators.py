#!/usr/bin/python3
"""Makes operators.npz: ONNX operators that its test suite of 1.12 has no cases of, or few, computed
by PyTorch and torchvision in double precision.

The format is that of layers.npz. Running the script again gives the same bytes.

On Debian: apt install python3-torchvision
"""

import math

import torch
import torchvision.ops
from torch.nn import functional as F

import golden
from golden import uniform


def deform_conv(groups, offset_groups, masked, stride, padding, dilation):
    x, weight, bias = uniform(2, 4, 7, 8), uniform(6, 4 // groups, 3, 2), uniform(6)
    height = (7 + 2 * padding - dilation * 2 - 1) // stride + 1
    width = (8 + 2 * padding - dilation - 1) // stride + 1
    offset = 2 * uniform(2, offset_groups * 3 * 2 * 2, height, width)
    mask = uniform(2, offset_groups * 3 * 2, height, width).abs() if masked else None
    y = torchvision.ops.deform_conv2d(x, offset, weight, bias, stride, padding, dilation, mask)
    tensors = {"x": x, "weight": weight, "offset": offset, "bias": bias}
    return tensors | ({"mask": mask} if masked else {}) | {"y": y}


def attention(q, k, v, mask=None, causal=False, softcap=0.0):
    k, v = (t.repeat_interleave(q.shape[1] // t.shape[1], 1) for t in (k, v))
    scores = q @ k.transpose(2, 3) / math.sqrt(q.shape[3])
    if softcap:
        scores = softcap * torch.tanh(scores / softcap)
    if mask is not None:
        scores = scores + mask
    if causal:
        before = k.shape[2] - q.shape[2]
        unseen = torch.ones(q.shape[2], k.shape[2]).triu(before + 1).bool()
        scores = scores.masked_fill(unseen, -math.inf)
    return torch.softmax(scores, 3) @ v


def joined(x):
    """[N, heads, S, D] as [N, S, heads * D]."""
    return x.transpose(1, 2).flatten(2)


def rotated(x, cos, sin, interleaved):
    """Pairs as complex numbers, turned; x [N, heads, S, D], cos and sin [N, S, D / 2]."""
    half = cos.shape[2]
    if interleaved:
        pairs = torch.complex(x[..., 0:2 * half:2], x[..., 1:2 * half:2])
    else:
        pairs = torch.complex(x[..., :half], x[..., half:2 * half])
    turned = pairs * torch.complex(cos, sin)[:, None]
    y = x.clone()
    if interleaved:
        y[..., 0:2 * half:2], y[..., 1:2 * half:2] = turned.real, turned.imag
    else:
        y[..., :half], y[..., half:2 * half] = turned.real, turned.imag
    return y


def cases():
    for parameters in ((1, 1, 0, 1, 1, 1), (2, 2, 1, 2, 0, 1), (1, 4, 1, 1, 1, 2)):
        names = "groups", "offset_groups", "masked", "stride", "padding", "dilation"
        name = ",".join(f"{n}={p}" for n, p in zip(names, parameters))
        yield f"deform_conv2d,{name}", deform_conv(*parameters)
    x = uniform(2, 3, 9, 11)
    rois = torch.tensor([[0, 0, 0, 20, 16], [1, 3, 2, 9, 17], [1, 30, 4, 60, 40], [0, 5, 5, 5, 5]])
    yield "roi_pool,height=3,width=4", {
        "x": x, "rois": rois, "y": torchvision.ops.roi_pool(x, rois.double(), (3, 4), 0.5)}
    for k, s, p, d in ((2, 1, 0, 1), (3, 2, 1, 1), (2, 2, 1, 2)):
        image = uniform(2, 3, 7, 8)
        columns = F.unfold(image, k, d, p, s)
        yield (f"fold,kernel={k},stride={s},padding={p},dilation={d}",
               {"x": columns, "y": F.fold(columns, (7, 8), k, d, p, s)})
    for align in (0, 1):
        theta = uniform(2, 2, 3)
        yield (f"affine_grid,align={align}",
               {"theta": theta, "y": F.affine_grid(theta, (2, 3, 4, 5), bool(align))})
        theta = uniform(1, 3, 4)
        yield (f"affine_grid,align={align},space=3",
               {"theta": theta, "y": F.affine_grid(theta, (1, 3, 3, 1, 5), bool(align))})
    q, k, v = uniform(2, 4, 3, 6), uniform(2, 2, 5, 6), uniform(2, 2, 5, 7)
    mask = uniform(3, 5)
    yield "attention,kind=plain", {"q": q, "k": k, "v": v, "y": attention(q, k, v)}
    yield "attention,kind=mask", {
        "q": q, "k": k, "v": v, "mask": mask, "y": attention(q, k, v, mask)}
    yield "attention,kind=softcap", {
        "q": q, "k": k, "v": v, "mask": mask, "y": attention(q, k, v, mask, softcap=0.5)}
    yield "attention,kind=past", {
        "q": q, "k": k[:, :, 2:], "v": v[:, :, 2:], "past_k": k[:, :, :2], "past_v": v[:, :, :2],
        "y": attention(q, k, v, causal=True)}
    yield "attention,kind=joined", {
        "q": joined(q), "k": joined(k), "v": joined(v), "y": joined(attention(q, k, v))}
    x, scale = uniform(2, 3, 5), uniform(5)
    yield "rms_norm", {
        "x": x, "scale": scale, "y": x / (x.square().mean(2, True) + 1e-5).sqrt() * scale}
    for interleaved in (0, 1):
        x, angle = uniform(2, 3, 4, 6), 3 * uniform(2, 4, 2)
        cos, sin = (f(angle).float().double() for f in (torch.cos, torch.sin))
        y = rotated(x, cos, sin, interleaved)
        yield f"rotary,interleaved={interleaved}", {"x": x, "cos": cos, "sin": sin, "y": y}
        yield f"rotary,interleaved={interleaved},heads=3", {
            "x": joined(x), "cos": cos, "sin": sin, "y": joined(y)}


if __name__ == "__main__":
    golden.write("operators.npz", __doc__, cases)
