"""Two network namespaces of Linux, which a link with a limited rate connects."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENTER, ECHO = HERE / "enter", HERE / "echo.py"
ADDRESSES = ["10.99.0.1", "10.99.0.2"]
NETWORK = "10.99.0.0/24"
# The end of the link in each namespace.
DEVICE = "lan0"


class Failure(Exception):
    """A problem that ends the program, in one or more sentences."""


def run(*command):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise Failure(f"`{' '.join(command)}` failed: {(result.stderr or result.stdout).strip()}")
    return result.stdout


class Link:
    """The namespaces. They are removed at the end."""

    def __init__(self, gigabits):
        self.gigabits = gigabits
        self.names = [f"alexnet-{os.getpid()}-{number}" for number in (1, 2)]

    def __enter__(self):
        if os.geteuid() != 0:
            raise Failure("Network namespaces need root. Run it as root, or leave out the cases with a link "
                          "(--cases shared columns).")
        missing = [tool for tool in ("ip", "tc", "unshare") if not shutil.which(tool)]
        if missing:
            raise Failure(f"{', '.join(missing)} cannot be found. On Debian, install iproute2 and util-linux.")
        try:
            self.make()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *_):
        self.remove()

    def make(self):
        first, second = self.names
        for name in self.names:
            run("ip", "netns", "add", name)
        run("ip", "link", "add", DEVICE, "netns", first, "type", "veth", "peer", "name", DEVICE, "netns", second)
        for name, address in zip(self.names, ADDRESSES):
            run("ip", "-n", name, "address", "add", f"{address}/24", "dev", DEVICE)
            for device in (DEVICE, "lo"):
                run("ip", "-n", name, "link", "set", device, "up")
            # Bursts are those of a network adapter: a larger one would let short messages pass without a limit.
            burst = max(256 << 10, int(self.gigabits * 1e9 / 8 / 1000))
            run("tc", "-n", name, "qdisc", "replace", "dev", DEVICE, "root", "tbf", "rate",
                f"{self.gigabits * 1e6:.0f}kbit", "burst", str(burst), "latency", "50ms")

    def remove(self):
        for name in self.names:
            subprocess.run(["ip", "netns", "delete", name], capture_output=True)

    @property
    def variables(self):
        """The environment of a launcher that runs in the first namespace."""
        pairs = zip(ADDRESSES, self.names)
        return {"ALEXNET_NAMESPACES": " ".join(f"{address}={name}" for address, name in pairs)}

    def inside(self, command):
        """Returns a command that runs another in the first namespace."""
        return [str(ENTER), self.names[0], *command]

    def latency(self):
        """Returns the time of a short message from one end to the other in seconds."""
        def command(name, action):
            return ["ip", "netns", "exec", name, sys.executable, "-B", str(ECHO), action, ADDRESSES[1]]

        with subprocess.Popen(command(self.names[1], "serve"), stdout=subprocess.PIPE, text=True) as server:
            server.stdout.readline()
            try:
                return float(run(*command(self.names[0], "measure")))
            finally:
                server.terminate()
