"""What the scripts that make golden tensors have in common."""

import argparse
import io
import zipfile
from pathlib import Path

import numpy as np
import torch


def uniform(*shape):
    """Doubles that are exact in float32, so that both sides start from the same numbers."""
    return (torch.rand(shape, dtype=torch.float32) * 2 - 1).double()


def write(file, description, cases):
    """Writes what cases() yields, pairs of a name and tensors by name, into an .npz file.

    Tensors are rounded to float32. The same cases give the same bytes.
    """
    default = Path(__file__).resolve().parent.parent / "resources/dev/lanewise/testvectors" / file
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--out", type=Path, default=default)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    with zipfile.ZipFile(args.out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, tensors in cases():
            for key, tensor in tensors.items():
                data = io.BytesIO()
                array = np.asarray(tensor.detach().float().numpy(), order="C")
                np.lib.format.write_array(data, array, version=(1, 0))
                # A fixed date: the same bytes every time.
                archive.writestr(zipfile.ZipInfo(f"{name}/{key}.npy", (2026, 1, 1, 0, 0, 0)),
                                 data.getvalue(), zipfile.ZIP_DEFLATED)
    print(f"{args.out.name}: {args.out.stat().st_size:,} bytes")
