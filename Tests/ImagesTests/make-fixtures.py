#!/usr/bin/env python3
"""Writes the small odd images that the tests of the decoder read, and what Pillow decodes from some of them.

Needs Pillow and libturbojpeg. Run it in its folder: `python3 make-fixtures.py`. The picture is a formula
that the tests also have (`TestPicture`), so that their expected values do not come from a decoder.
"""

import ctypes
import ctypes.util
import io
import pathlib
import struct
import zlib

from PIL import Image, ImageOps

FOLDER = pathlib.Path(__file__).parent / "Fixtures"
WIDTH, HEIGHT = 40, 30


def color(x, y, width, height):
    """Red increases to the right, green downwards, and blue is highest in the middle."""
    red = x * 255 // (width - 1)
    green = y * 255 // (height - 1)
    blue = 255 - (abs(2 * x - width) * 127 // width + abs(2 * y - height) * 127 // height)
    return red, green, blue


def picture(width=WIDTH, height=HEIGHT):
    image = Image.new("RGB", (width, height))
    image.putdata([color(x, y, width, height) for y in range(height) for x in range(width)])
    return image


def save(name, data):
    folder = FOLDER / name.split("-")[0]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def jpeg(image, **options):
    file = io.BytesIO()
    image.save(file, "JPEG", quality=95, **options)
    return file.getvalue()


def make_jpegs():
    image = picture()
    for name in ("4:4:4", "4:2:2", "4:2:0", "4:1:1"):
        save(f"jpeg-{name.replace(':', '')}.jpg", jpeg(image, subsampling=name))
    save("jpeg-progressive.jpg", jpeg(image, progressive=True))
    save("jpeg-gray.jpg", jpeg(image.convert("L")))
    save("jpeg-restarts.jpg", jpeg(image, restart_marker_blocks=1))
    save("jpeg-restarts-progressive.jpg", jpeg(image, restart_marker_rows=1, progressive=True))
    make_orientations(image)
    make_inks(image)


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def make_orientations(image):
    """All show the same picture when they are upright. The orientations 0 and 9 are invalid."""
    for value in range(10):
        exif = Image.Exif()
        exif[0x0112] = value
        stored = image.transpose(TURNS[value]) if value in TURNS else image
        upright = jpeg(stored, subsampling="4:4:4", exif=exif.tobytes())
        shown = ImageOps.exif_transpose(Image.open(io.BytesIO(upright)))
        assert shown.size == image.size
        save(f"jpeg-orientation-{value}.jpg", upright)


def make_inks(image):
    """Writes CMYK with a quarter of black, with Adobe's marker and without it, and YCCK."""
    inks = Image.merge("CMYK", [c.point(lambda v: 255 - v) for c in image.split()] + [
        Image.new("L", image.size, 64)
    ])
    adobe = jpeg(inks)
    save("jpeg-cmyk-adobe.jpg", adobe)
    # Pillow and djpeg decode the same bytes in the same way with the marker and without it.
    start = adobe.index(b"\xff\xee")
    length = struct.unpack(">H", adobe[start + 2 : start + 4])[0]
    save("jpeg-cmyk-plain.jpg", adobe[:start] + adobe[start + 2 + length :])
    for name, sampling in (("444", 0), ("420", 2)):
        inverted = inks.point(lambda v: 255 - v).tobytes()
        save(f"jpeg-ycck-{name}.jpg", turbo(inverted, image.size, format=11, sampling=sampling))
    save("jpeg-440.jpg", turbo(image.tobytes(), image.size, format=0, sampling=4))


def turbo(pixels, size, format, sampling):
    """Encodes with TurboJPEG, which converts TJPF_CMYK to YCCK. Pillow cannot write YCCK."""
    library = ctypes.CDLL(ctypes.util.find_library("turbojpeg"))
    library.tjInitCompress.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(library.tjInitCompress())
    output, length = ctypes.POINTER(ctypes.c_ubyte)(), ctypes.c_ulong()
    status = library.tjCompress2(
        handle, pixels, size[0], 0, size[1], format, ctypes.byref(output), ctypes.byref(length),
        sampling, 95, 0)
    assert status == 0
    return bytes(output[: length.value])


# PNG is written by hand, because Pillow writes neither interlaced images nor 16 bits of colour.

GRAY, COLOR, PALETTE, GRAY_ALPHA, COLOR_ALPHA = 0, 2, 3, 4, 6
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def row_bytes(samples, depth):
    if depth == 16:
        return b"".join(struct.pack(">H", s) for s in samples)
    bits = "".join(f"{s:0{depth}b}" for s in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def png(pixel, depth, kind, interlaced=False, extra=b"", width=WIDTH, height=HEIGHT):
    """Writes a PNG. `pixel(x, y)` returns the samples of a pixel."""
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    rows = b""
    for left, top, across, down in passes:
        if left >= width:
            continue
        for y in range(top, height, down):
            samples = [s for x in range(left, width, across) for s in pixel(x, y)]
            rows += b"\0" + row_bytes(samples, depth)
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
            + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def make_pngs():
    def rgb(x, y):
        return color(x, y, WIDTH, HEIGHT)

    def red(x, y, depth):
        return rgb(x, y)[0] * ((1 << depth) - 1) // 255

    for depth in (1, 2, 4, 8, 16):
        save(f"png-gray-{depth}.png", png(lambda x, y: [red(x, y, depth)], depth, GRAY))
    for depth in (8, 16):
        scale = 257 if depth == 16 else 1
        save(f"png-color-{depth}.png", png(lambda x, y: [v * scale for v in rgb(x, y)], depth, COLOR))
        save(f"png-color-{depth}-interlaced.png",
             png(lambda x, y: [v * scale for v in rgb(x, y)], depth, COLOR, interlaced=True))
        # Alpha equals green, so that the top is transparent.
        save(f"png-alpha-{depth}.png",
             png(lambda x, y: [v * scale for v in (*rgb(x, y), rgb(x, y)[1])], depth, COLOR_ALPHA))
        save(f"png-gray-alpha-{depth}.png",
             png(lambda x, y: [v * scale for v in rgb(x, y)[:2]], depth, GRAY_ALPHA))
    for depth in (1, 2, 4, 8):
        colors = b"".join(bytes([i * 255 // ((1 << depth) - 1), 10, 200]) for i in range(1 << depth))
        palette = chunk(b"PLTE", colors)
        # The first colour is transparent.
        for name, extra in (("", palette), ("-clear", palette + chunk(b"tRNS", b"\0"))):
            save(f"png-palette-{depth}{name}.png",
                 png(lambda x, y: [red(x, y, depth)], depth, PALETTE, extra=extra))
    exif = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)
    save("png-orientation-6.png",
         png(lambda x, y: rgb(WIDTH - 1 - y, x), 8, COLOR, extra=chunk(b"eXIf", exif),
             width=HEIGHT, height=WIDTH))


def webp(image, **options):
    file = io.BytesIO()
    image.save(file, "WEBP", method=6, **options)
    return file.getvalue()


def riff(*chunks):
    """Returns a WebP file of chunks, each a name and its contents."""
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def make_webps():
    image = picture()
    save("webp-lossless.webp", webp(image, lossless=True))
    save("webp-lossy.webp", webp(image, quality=95))
    # Alpha equals green, as in the PNGs.
    clear = image.copy()
    clear.putalpha(image.split()[1])
    save("webp-alpha-lossless.webp", webp(clear, lossless=True, exact=True))
    save("webp-alpha-lossy.webp", webp(clear, quality=95))
    for name, stored, value in (("6", image.transpose(TURNS[6]), 6), ("9", image, 9)):
        exif = Image.Exif()
        exif[0x0112] = value
        save(f"webp-orientation-{name}.webp", webp(stored, lossless=True, exif=exif.tobytes()))
    save("webp-animated.webp", webp(
        image, lossless=True, save_all=True, duration=100,
        append_images=[Image.new("RGB", image.size, (9, 9, 9))]))
    # The first frame is 20×10 at (10, 6), which Pillow does not write.
    part = webp(image.crop((10, 6, 30, 16)), lossless=True)
    assert part[12:16] == b"VP8L"
    place = b"".join(struct.pack("<I", v)[:3] for v in (10 // 2, 6 // 2, 20 - 1, 10 - 1, 100))
    save("webp-animated-part.webp", riff(
        (b"VP8X", b"\x02\0\0\0" + struct.pack("<I", WIDTH - 1)[:3] + struct.pack("<I", HEIGHT - 1)[:3]),
        (b"ANIM", bytes(6)), (b"ANMF", place + b"\0" + part[12:])))


def square(image, side):
    """Prepares an image as in the paper with Pillow's antialiased bicubic."""
    image = ImageOps.exif_transpose(image).convert("RGB")
    width, height = image.size
    scale = side / min(width, height)
    image = image.resize((round(width * scale), round(height * scale)), Image.Resampling.BICUBIC)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.crop((left, top, left + side, top + side))


def texture(width, height):
    """Returns rings that become finer outwards, which show any aliasing."""
    image = Image.new("RGB", (width, height))
    middle = (width // 2, height // 2)
    image.putdata([
        (((x - middle[0]) ** 2 + (y - middle[1]) ** 2) // 40 % 256, x * 255 // width,
         ((x // 8 + y // 8) % 2) * 255)
        for y in range(height) for x in range(width)
    ])
    return image


def make_squares():
    for name, image, side in (
        ("texture-smaller", texture(150, 101), 48),
        ("texture-larger", texture(31, 43), 64),
        ("texture-scaled", texture(301, 210), 48),
    ):
        file = io.BytesIO()
        exif = Image.Exif()
        exif[0x0112] = 6
        image.save(file, "JPEG", quality=85, exif=exif.tobytes())
        save(f"{name}.jpg", file.getvalue())
        result = io.BytesIO()
        square(Image.open(file), side).save(result, "PNG")
        save(f"{name}-{side}.png", result.getvalue())


make_jpegs()
make_pngs()
make_webps()
make_squares()
