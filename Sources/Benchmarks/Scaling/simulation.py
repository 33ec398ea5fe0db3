"""Runs of the skeleton under SimGrid's SMPI."""
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from network import Failure

HERE = Path(__file__).resolve().parent
# Of 1,538 bytes that a full Ethernet frame occupies on a link, 1,448 are those of a message: the rest is the
# pause between frames and the headers of Ethernet, IP and TCP.
PAYLOAD = 1448 / 1538
# Simulated time is that of the schedule alone, and links share their capacity among all messages fairly.
SETTINGS = {"smpi/simulate-computation": "no", "network/model": "CM02", "network/latency-factor": "1",
            "network/crosstraffic": "0", "network/bandwidth-factor": f"{PAYLOAD:.6f}",
            "contexts/stack-size": "64"}
# The longest time of one simulation in seconds.
PATIENCE = 1800


class Simulator:
    """A compiled skeleton, in a folder of its own that is removed at the end."""

    def __enter__(self):
        missing = [tool for tool in ("smpicc", "smpirun") if not shutil.which(tool)]
        if missing:
            raise Failure(f"SimGrid's {' and '.join(missing)} cannot be found. `make scaling` installs SimGrid on "
                          "Debian (libsimgrid-dev). Elsewhere install SimGrid 3.30 or newer with SMPI.")
        self.folder = Path(tempfile.mkdtemp(prefix="alexnet-scaling-"))
        try:
            self.run("smpicc", "-O2", "-o", self.folder / "skeleton", HERE / "skeleton.c")
        except BaseException:
            shutil.rmtree(self.folder)
            raise
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def run(self, *command):
        environment = os.environ | {"TMPDIR": str(self.folder)}
        try:
            result = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                                    cwd=self.folder, env=environment, timeout=PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise Failure(f"A simulation takes longer than {PATIENCE} s.") from error
        if result.returncode != 0:
            lines = (result.stderr or result.stdout).strip().splitlines()
            raise Failure("\n".join([f"{command[0]} ended with {result.returncode}.", *lines[:10]]))
        return result.stdout

    def step(self, schedule, ranks, rate, latency):
        """Returns the time of a step and the part of it in which the trainer waits, in seconds.

        The rate is that of each node's link in Gbit/s, in each direction. The latency is the time in seconds
        from one node to another.
        """
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            folder = Path(name)
            (folder / "schedule").write_text(schedule)
            (folder / "hosts").write_text("".join(f"node-{rank}:2\n" for rank in range(ranks)))
            (folder / "cluster.xml").write_text(cluster(ranks, rate, latency))
            output = self.run("smpirun", "-np", 2 * ranks, "-platform", folder / "cluster.xml",
                              "-hostfile", folder / "hosts", "-no-privatize",
                              *(f"--cfg={key}:{value}" for key, value in SETTINGS.items()),
                              "--log=root.thres:warning", self.folder / "skeleton", folder / "schedule")
        steps = re.findall(r"step (\S+) waiting (\S+)", output)
        if not steps:
            raise Failure(f"The simulation printed no step: {output[-500:]}")
        # In the first step the links are idle; all later ones are equal.
        return tuple(map(float, steps[-1]))


def cluster(nodes, rate, latency):
    """Returns the description of nodes at a switch that all links can use at their full rate at once."""
    return f"""<?xml version='1.0'?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<platform version="4.1">
  <cluster id="nodes" prefix="node-" suffix="" radical="0-{nodes - 1}" speed="1Gf" core="1"
           bw="{rate}Gbps" lat="{latency / 2 * 1e9:.0f}ns" sharing_policy="SPLITDUPLEX"
           loopback_bw="100GBps" loopback_lat="1us"/>
</platform>
"""
