#!/usr/bin/python3
"""Makes python.safetensors: a tensor of every type and some odd shapes, written by the reference
implementation. Running the script again gives the same bytes.

Needs python3-torch and python3-numpy of Debian, and: pip install safetensors==0.8.0
"""

from pathlib import Path

import torch
from safetensors.torch import save_file

TYPES = {
    "f64": torch.float64, "f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16,
    "i64": torch.int64, "i32": torch.int32, "i16": torch.int16, "i8": torch.int8,
    "u8": torch.uint8, "bool": torch.bool,
}

values = torch.tensor([[0, 1, 2], [100, 1, 0]])
tensors = {f"of.{name}": values.to(dtype) for name, dtype in TYPES.items()}
tensors["scalar"] = torch.tensor(-2.5)
tensors["empty"] = torch.zeros(2, 0, 3)
tensors['a "quoted" \\ name\nin zwei Zeilen: äöü 🙂'] = torch.tensor([7.0])
folder = Path(__file__).parent.parent / "resources/dev/lanewise/model/safetensors"
save_file(tensors, str(folder / "python.safetensors"),
          metadata={"format": "pt", 'quote "': "two\nlines \x01"})
