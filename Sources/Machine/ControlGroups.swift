/// The mounted control groups that limit a process (cgroups(7)): its own group and all groups above it.
/// Version 1 has one hierarchy per controller, version 2 has one for all controllers, and a system can have
/// both versions.
struct ControlGroups: Hashable, Sendable {
  /// The version of a hierarchy.
  enum Version: Hashable, Sendable { case one, two }

  /// One control group of the hierarchy.
  struct Level: Hashable, Sendable {
    /// The version of the hierarchy.
    var version: Version
    /// The folder with the files of the group.
    var path: String
  }

  /// The groups from the process's own group upwards, for each hierarchy that can have the controller.
  let levels: [Level]

  /// Reads the control groups of this process.
  /// - Parameter controller: `cpu` or `memory`.
  init(of controller: String, in files: SystemFiles) {
    self.init(
      of: controller, groups: files.text(of: "/proc/self/cgroup") ?? "",
      mounts: files.text(of: "/proc/self/mountinfo") ?? "")
  }

  /// Finds the control groups in the texts of two files.
  /// - Parameters:
  ///   - controller: `cpu` or `memory`.
  ///   - groups: The text of `/proc/self/cgroup`.
  ///   - mounts: The text of `/proc/self/mountinfo`.
  init(of controller: String, groups: String, mounts: String) {
    let mounts = mounts.split(separator: "\n").compactMap(Mount.init)
    levels = groups.split(separator: "\n").flatMap { line -> [Level] in
      // "4:cpu,cpuacct:/group", and "0::/group" for version 2. A name can contain colons.
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

/// A line of `/proc/self/mountinfo` for a hierarchy of control groups (proc_pid_mountinfo(5)).
private struct Mount {
  var version: ControlGroups.Version
  /// The group at the mount point: the group of a container, or "/".
  var root: String
  /// The path of the mount point.
  var point: String
  /// The options; in version 1 the controllers are among them.
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

  /// Returns the folders of a group and of the groups above it, up to the mount point.
  func folders(of group: String) -> [String] {
    var rest = group
    if root != "/" {
      // A group outside the mounted part has no folder here. The limits at the mount point still apply,
      // because a container has only its own part mounted.
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

  /// Decodes a field, in which blanks, tabs, newlines and backslashes are written as octal escapes.
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
