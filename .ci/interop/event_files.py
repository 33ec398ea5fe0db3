"""Reads the event files of `alexnet export --tensorboard` and `alexnet train --tensorboard` with TensorBoard's readers.

A small run is made on the built-in scenes. Every record is read by EventFileLoader, which checks the checksums. The
numbers that EventAccumulator shows must be those of the run's journal, also after the run was resumed from an earlier
step."""
import argparse
import io
import json
import logging
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
from tensorboard.plugins.hparams import metadata

ROOT = Path(__file__).resolve().parents[2]
# The largest difference of a number, as a share of it: event files have numbers in single precision.
LIMIT = 1e-6
# The names of the numbers, with the events and keys of the journal that have them.
NUMBERS = {
    "loss/train": ("step", "loss"),
    "top1Error/train": ("step", "top1"),
    "training/learningRate": ("step", "rate"),
    "training/epoch": ("step", "epoch"),
    "loss/validation": ("validation", "loss"),
    "top1Error/validation": ("validation", "top1"),
}
# All values are kept. By default TensorBoard keeps some of them only.
EVERYTHING = {name: 0 for name in ("scalars", "histograms", "compressedHistograms", "images", "tensors")}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=ROOT / ".build/release/alexnet", type=Path)
    program = parser.parse_args().program
    if not program.exists():
        sys.exit(f"interop: {program} was not found. Build it with make build.")
    # The reader reports the steps that a later file replaces, as it should.
    logging.getLogger("tensorboard").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)

        def alexnet(command, *arguments):
            words = [program, command, *arguments, "--runs", folder / "runs"]
            if subprocess.run(words, stdout=subprocess.DEVNULL).returncode != 0:
                sys.exit(f"interop: {' '.join(map(str, words))} failed.")

        alexnet("train", "--quiet", "--network", "four-layer", "--run", "one", "--steps", "30", "--batch", "8",
                "--limit", "64", "--validate-every", "10", "--checkpoint-every", "10",
                "--tensorboard", folder / "live")
        passed = check(folder, "live", "written during training", files=1)
        alexnet("resume", "one", "--quiet", "--from", "20", "--steps", "40", "--tensorboard", folder / "live")
        passed &= check(folder, "live", "continued from an earlier step", files=2)
        alexnet("export", "one", "--tensorboard", folder / "export")
        passed &= check(folder, "export", "exported", files=1)
    sys.exit(0 if passed else 1)


def check(folder, name, origin, files):
    """Compares the values that TensorBoard shows with the journal and prints the result. Returns true if they agree."""
    paths = sorted((folder / name / "one").glob("*tfevents*"))
    assert len(paths) == files, paths
    written = sum(records(path.read_bytes()) for path in paths)
    read = sum(len(list(EventFileLoader(str(path)).Load())) for path in paths)
    events = EventAccumulator(str(folder / name / "one"), EVERYTHING).Reload()
    recorded = journal(folder / "runs/one/journal.jsonl")
    difference = 0.0
    for tag, (kind, key) in NUMBERS.items():
        shown = {event.step: event.value for event in events.Scalars(tag)}
        expected = {step: event[key] for step, event in recorded[kind].items()}
        assert shown.keys() == expected.keys(), (tag, shown.keys() ^ expected.keys())
        for step, value in expected.items():
            difference = max(difference, abs(shown[step] - value) / (abs(value) or 1))
    tags = events.Tags()
    for kind in ("unitActivations", "weights", "weightGradients"):
        assert f"{kind}/conv1" in tags["histograms"], (kind, tags)
    pictures = [image for tag in tags["images"] for image in events.Images(tag)]
    assert pictures, tags
    for image in pictures:
        assert Image.open(io.BytesIO(image.encoded_image_string)).size == (image.width, image.height), image
    plugin = events.PluginTagToContent("hparams")
    session = metadata.parse_session_start_info_plugin_data(plugin["_hparams_/session_start_info"])
    assert session.hparams["batch"].number_value == 8, session
    assert metadata.parse_experiment_plugin_data(plugin["_hparams_/experiment"]).metric_infos
    passed = read == written and difference <= LIMIT
    print(f"interop: event files {origin}: TensorBoard reads {read} of {written} records; largest difference from the "
          f"journal, {len(recorded['step'])} steps and {len(recorded['validation'])} validations: {difference:.1e} of "
          f"a number (limit {LIMIT:.0e}); {len(pictures)} pictures, {len(tags['histograms'])} names of histograms"
          + ("" if passed else ": FAILED"), flush=True)
    return passed


def records(contents):
    """Returns the number of records of a file, which follow one another without a gap: a length of 8 bytes, its
    checksum of 4, the record and its checksum of 4."""
    count = position = 0
    while position < len(contents):
        position += 16 + int.from_bytes(contents[position:position + 8], "little")
        count += 1
    assert position == len(contents), (position, len(contents))
    return count


def journal(path):
    """Returns the last report of each step and each validation, by the kind of event."""
    events = {"step": {}, "validation": {}}
    for line in path.read_text().splitlines():
        event = json.loads(line)
        if event["event"] == "resumed":
            for values in events.values():
                for step in [step for step in values if step > event["step"]]:
                    del values[step]
        elif event["event"] in events:
            events[event["event"]][event["step"]] = event
    return events


if __name__ == "__main__":
    main()
