import Foundation

@testable import Machine

/// The files of a system in a temporary folder, which is removed after the test.
final class FakeSystem {
  private let root = FileManager.default.temporaryDirectory
    .appending(path: "alexnet-machine-\(UUID().uuidString)").path()

  var files: SystemFiles { SystemFiles(root: root) }

  /// - Parameter texts: The texts of the files, by absolute path.
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

/// A process in control groups: the files of one way to mount them, as kernels write them, and the texts of
/// its own groups.
struct FakeControlGroups {
  /// The text of `/proc/self/mountinfo`.
  let mounts: String

  /// A system with one hierarchy of version 2 for all controllers (systemd today).
  static let unified = FakeControlGroups(
    mounts: "35 24 0:30 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9"
      + " - cgroup2 cgroup2 rw,nsdelegate\n")

  /// A system with a hierarchy of version 1 per controller, and one of version 2 without controllers.
  static let hybrid = FakeControlGroups(
    mounts: """
      31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
      32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
      35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
      41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw

      """)

  /// A container with version 1. Only its own groups are mounted, under their names outside.
  static let container = FakeControlGroups(
    mounts: """
      700 690 0:29 /docker/4f2a /sys/fs/cgroup/cpu,cpuacct ro,relatime master:13 - cgroup cgroup rw,cpu,cpuacct
      701 690 0:32 /docker/4f2a /sys/fs/cgroup/memory ro,relatime master:16 - cgroup cgroup rw,memory

      """)

  /// Returns the files of a process in groups.
  /// - Parameters:
  ///   - groups: The text of `/proc/self/cgroup`.
  ///   - limits: The texts of the groups' files, by path below `/sys/fs/cgroup`.
  func process(in groups: String, limits: [String: String] = [:]) -> [String: String] {
    let files = limits.map { ("/sys/fs/cgroup/\($0.key)", $0.value) }
    return Dictionary(uniqueKeysWithValues: files)
      .merging(["/proc/self/cgroup": groups, "/proc/self/mountinfo": mounts]) { first, _ in first }
  }
}
