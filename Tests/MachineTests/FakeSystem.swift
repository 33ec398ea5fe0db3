import Foundation

@testable import Machine

/// A system's files in a temporary folder, gone when the test is over.
final class FakeSystem {
  private let root = FileManager.default.temporaryDirectory
    .appending(path: "alexnet-machine-\(UUID().uuidString)").path()

  var files: SystemFiles { SystemFiles(root: root) }

  /// - Parameter texts: by the files' absolute paths.
  init(_ texts: [String: String]) throws {
    for (path, text) in texts {
      let url = URL(filePath: root + path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }
}

/// Lines as kernels write them, from machines of the kinds that are named.
enum Mounts {
  /// One hierarchy for all (systemd of today).
  static let unified =
    "35 24 0:30 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate\n"
  /// A hierarchy for each controller, and one of version 2 without any beside them.
  static let hybrid = """
    31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
    32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
    35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
    41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw

    """
  /// Inside of a container of version 1 that sees its own part alone, under its name outside.
  static let container = """
    700 690 0:29 /docker/4f2a /sys/fs/cgroup/cpu,cpuacct ro,relatime master:13 - cgroup cgroup rw,cpu,cpuacct
    701 690 0:32 /docker/4f2a /sys/fs/cgroup/memory ro,relatime master:16 - cgroup cgroup rw,memory

    """
}
