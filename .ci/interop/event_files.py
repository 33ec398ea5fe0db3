"""Reads the event files of `alexnet export RUN --tensorboard` and `alexnet train --tensorboard` with TensorBoard's own readers.

A small run is made on the built-in scenes. Every record is read by EventFileLoader, which checks the checksums. The
numbers that EventAccumulator shows must be those of the run's journal, also after the run was resumed from an earlier step.

This needs the package `tensorboard`: python3 -m venv v && v/bin/pip install tensorboard 'setuptools<81'"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
from tensorboard.plugins.hparams import metadata

ROOT = Path(__file__).resolve().parents[2]
# All values are kept. By default TensorBoard keeps some of them only.
EVERYTHING = {name: 0 for name in ("scalars", "histograms", "compressedHistograms", "images", "tensors")}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=ROOT / ".build/release/alexnet", type=Path)
    program = parser.parse_args().program
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)

        def alexnet(command, *arguments):
            words = [program, command, *arguments, "--runs", folder / "runs"]
            if subprocess.run(words, stdout=subprocess.DEVNULL).returncode != 0:
                sys.exit(f"interop: {' '.join(map(str, words))} failed.")

        alexnet("train", "--quiet", "--network", "four-layer", "--run", "one", "--steps", "30", "--batch", "8",
                "--limit", "64", "--validate-every", "10", "--checkpoint-every", "10",
                "--tensorboard", folder / "live")
        check(folder, "live", files=1)
        alexnet("resume", "one", "--quiet", "--from", "20", "--steps", "40", "--tensorboard", folder / "live")
        check(folder, "live", files=2)
        alexnet("export", "one", "--tensorboard", folder / "export")
        check(folder, "export", files=1)


def check(folder, name, files):
    """Compares the values that TensorBoard shows with the journal, and prints their numbers."""
    paths = sorted((folder / name / "one").glob("*tfevents*"))
    assert len(paths) == files, paths
    records = sum(len(list(EventFileLoader(str(path)).Load())) for path in paths)
    events = EventAccumulator(str(folder / name / "one"), EVERYTHING).Reload()
    steps, validations = journal(folder / "runs/one/journal.jsonl")
    for tag, values in ((("loss", "train"), steps), (("top1", "train"), steps),
                        (("loss", "validation"), validations), (("top1", "validation"), validations)):
        shown = {event.step: event.value for event in events.Scalars("/".join(tag))}
        expected = {step: value[tag[0]] for step, value in values.items()}
        assert shown.keys() == expected.keys(), (tag, shown.keys() ^ expected.keys())
        assert all(abs(shown[step] - expected[step]) <= 1e-6 * abs(expected[step]) for step in expected), tag
    tags = events.Tags()
    assert tags["images"] and tags["histograms"], tags
    for tag in tags["images"]:
        assert all(image.encoded_image_string[1:4] == b"PNG" for image in events.Images(tag)), tag
    plugin = events.PluginTagToContent("hparams")
    session = metadata.parse_session_start_info_plugin_data(plugin["_hparams_/session_start_info"])
    assert session.hparams["batch"].number_value == 8, session
    assert metadata.parse_experiment_plugin_data(plugin["_hparams_/experiment"]).metric_infos
    print(f"interop: TensorBoard reads {records} records of {name}: {len(steps)} steps, {len(validations)} validations, "
          f"{len(tags['histograms'])} histograms and {len(tags['images'])} images by name")


def journal(path):
    """Returns the last report of each step and each validation."""
    steps, validations = {}, {}
    for line in path.read_text().splitlines():
        event = json.loads(line)
        if event["event"] == "resumed":
            for values in (steps, validations):
                for step in [step for step in values if step > event["step"]]:
                    del values[step]
        elif event["event"] == "step":
            steps[event["step"]] = event
        elif event["event"] == "validation":
            validations[event["step"]] = event
    return steps, validations


if __name__ == "__main__":
    main()
