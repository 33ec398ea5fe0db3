"""Reads safetensors files, and replaces the tensors of a checkpoint."""
import json
import zlib

import numpy


def read(path):
    """Returns the metadata, and the float tensors by their names."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, tensor in header.items():
        if tensor["dtype"] == "F32":
            start, end = tensor["data_offsets"]
            tensors[name] = numpy.frombuffer(data[start:end], "<f4").reshape(tensor["shape"])
    return metadata, tensors


def replace(path, tensors):
    """Writes other elements into tensors of a checkpoint, and its new checksum."""
    with open(path, "rb") as file:
        contents = bytearray(file.read())
    start = 8 + int.from_bytes(contents[:8], "little")
    header = json.loads(contents[8:start])
    for name, elements in tensors.items():
        first, end = header[name]["data_offsets"]
        contents[start + first:start + end] = numpy.asarray(elements, "<f4").tobytes()
    # The checksum is that of the file with zeros in its place.
    place = contents.index(b'"checksum":"') + len(b'"checksum":"')
    contents[place:place + 8] = b"0" * 8
    contents[place:place + 8] = b"%08x" % zlib.crc32(contents)
    with open(path, "wb") as file:
        file.write(contents)
