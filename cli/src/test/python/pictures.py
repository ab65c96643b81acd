#!/usr/bin/python3
"""Writes the pictures that PictureFormatsTest reads: 16x16, four quadrants of one colour each.

Usage: pictures.py FOLDER        On Debian: apt install python3-pil
"""

import sys
from pathlib import Path

from PIL import Image

SIZE = 16
QUADRANTS = [(220, 30, 30), (30, 200, 40), (40, 60, 210), (240, 230, 60)]


def picture():
    image = Image.new("RGB", (SIZE, SIZE))
    half = SIZE // 2
    for i, colour in enumerate(QUADRANTS):
        image.paste(colour, (i % 2 * half, i // 2 * half, (i % 2 + 1) * half, (i // 2 + 1) * half))
    return image


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    rgb = picture()
    rgb.save(folder / "rgb.png", optimize=True)
    rgb.save(folder / "rgb.bmp")
    rgb.save(folder / "rgb.gif")
    # No chroma subsampling: the borders between the quadrants stay sharp.
    rgb.save(folder / "rgb.jpg", quality=95, subsampling=0)
    rgb.convert("CMYK").save(folder / "cmyk.jpg", quality=95, subsampling=0)
    rgb.save(folder / "lossy.webp", quality=95, method=6)
    rgb.save(folder / "lossless.webp", lossless=True, method=6)
    transparent = rgb.convert("RGBA")
    transparent.putpixel((0, 0), (0, 0, 0, 0))
    transparent.save(folder / "transparent.png", optimize=True)
    rgb.convert("P", palette=Image.Palette.ADAPTIVE, colors=4).save(folder / "palette.png")


if __name__ == "__main__":
    main()
