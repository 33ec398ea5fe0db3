"""The images on which networks are compared, as PNG files in the size of a network's images."""
from pathlib import Path

import numpy
from PIL import Image


def real(folder, count):
    """Returns the paths of pictures from all parts of a folder, fewer if it has fewer."""
    suffixes = {".jpg", ".jpeg", ".png", ".webp"}
    found = sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in suffixes)
    return found[::max(1, len(found) // count)][:count]


def random(count, side, seed=18):
    """Returns images of noise in all sizes, from single pixels to the whole image, [count, side, side, 3]."""
    generator = numpy.random.default_rng(seed)
    images = []
    for number in range(count):
        image = numpy.zeros((side, side, 3))
        cells = 1
        while cells < 2 * side:
            noise = generator.standard_normal((min(cells, side), min(cells, side), 3))
            noise = Image.fromarray(
                (127.5 + 40 * noise).clip(0, 255).astype("uint8")).resize((side, side))
            image += generator.random() * (numpy.asarray(noise, float) - 127.5)
            cells *= 4
        contrast = generator.uniform(20, 80) / image.std()
        images.append((127.5 + contrast * image).clip(0, 255).astype("uint8"))
    return numpy.array(images)


def write(folder, paths, count, side):
    """Writes pictures, scaled to squares, and random images. Returns the paths of the files."""
    files = []
    for number, path in enumerate(paths):
        picture = Image.open(path).convert("RGB")
        edge = min(picture.size)
        left, top = (picture.width - edge) // 2, (picture.height - edge) // 2
        picture = picture.crop((left, top, left + edge, top + edge)).resize((side, side))
        files.append(folder / f"picture-{number:03}.png")
        picture.save(files[-1])
    for number, image in enumerate(random(count, side)):
        files.append(folder / f"random-{number:03}.png")
        Image.fromarray(image).save(files[-1])
    return files


def centres(files, height, width):
    """Returns the centre crops of images as grey levels, [count, 3, height, width]."""
    images = []
    for file in files:
        image = numpy.asarray(Image.open(file), "float32")
        top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
        images.append(image[top:top + height, left:left + width].transpose(2, 0, 1))
    return numpy.array(images)
