/// The control groups that limit a process (cgroups(7)): its own and all above it, as far as they are
/// mounted. Version 1 has a hierarchy for each controller, version 2 has one for all; a system can have
/// both.
struct ControlGroups: Hashable, Sendable {
  enum Version: Hashable, Sendable { case one, two }

  struct Level: Hashable, Sendable {
    var version: Version
    /// The folder with its files.
    var path: String
  }

  /// From the process's own group upwards, for each hierarchy that has the controller or may have it.
  let levels: [Level]

  /// - Parameter controller: `cpu` or `memory`.
  init(of controller: String, in files: SystemFiles) {
    self.init(
      of: controller, groups: files.text(of: "/proc/self/cgroup") ?? "",
      mounts: files.text(of: "/proc/self/mountinfo") ?? "")
  }

  /// - Parameters:
  ///   - groups: the text of `/proc/self/cgroup`.
  ///   - mounts: the text of `/proc/self/mountinfo`.
  init(of controller: String, groups: String, mounts: String) {
    let mounts = mounts.split(separator: "\n").compactMap(Mount.init)
    levels = groups.split(separator: "\n").flatMap { line -> [Level] in
      // "4:cpu,cpuacct:/group", and "0::/group" for version 2. A name may contain colons.
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return [] }
      let version: Version
      if fields[0] == "0", fields[1].isEmpty {
        version = .two
      } else if fields[1].split(separator: ",").contains(Substring(controller)) {
        version = .one
      } else {
        return []
      }
      let mount = mounts.last { mount in
        mount.version == version
          && (version == .two || mount.options.contains(Substring(controller)))
      }
      return mount?.folders(of: String(fields[2])).map { Level(version: version, path: $0) } ?? []
    }
  }
}

/// A line of `/proc/self/mountinfo` about a hierarchy of control groups (proc_pid_mountinfo(5)).
private struct Mount {
  var version: ControlGroups.Version
  /// The group that is seen at the mount point: that of a container, or "/".
  var root: String
  var point: String
  /// Of version 1, its controllers among them.
  var options: [Substring]

  init?(_ line: Substring) {
    // 31 23 0:28 /root /mount/point rw,relatime shared:1 - cgroup cgroup rw,memory
    let fields = line.split(separator: " ")
    guard let separator = fields.firstIndex(of: "-"), separator >= 6,
      fields.count > separator + 3
    else { return nil }
    switch fields[separator + 1] {
    case "cgroup": version = .one
    case "cgroup2": version = .two
    default: return nil
    }
    root = Self.unescaped(fields[3])
    point = Self.unescaped(fields[4])
    options = fields[separator + 3].split(separator: ",")
  }

  /// The folders of a group and of those above it, up to the mount point.
  func folders(of group: String) -> [String] {
    var rest = group
    if root != "/" {
      // A group outside of what is mounted has no folder; the mount point's limits apply to it all the
      // same where a container has been given only its own part.
      rest = group == root || group.hasPrefix(root + "/") ? String(group.dropFirst(root.count)) : ""
    }
    var names = rest.split(separator: "/")
    if names.contains("..") { names = [] }
    var folders: [String] = []
    while true {
      folders.append(([point] + names.map(String.init)).joined(separator: "/"))
      if names.isEmpty { return folders }
      names.removeLast()
    }
  }

  /// Blanks, tabs, newlines and backslashes stand there in octal.
  private static func unescaped(_ field: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Substring(field).utf8
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      if byte == UInt8(ascii: "\\"), digits.count == 3,
        let code = UInt8(String(Substring(digits)), radix: 8)
      {
        bytes.append(code)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
