import Glibc

/// The memory that a process can still take, and the limit that decides it. Linux promises memory that
/// it does not have and kills the process that uses it, so a plan is compared with this beforehand.
public struct MemoryAllowance: Hashable, Sendable {
  public enum Limit: Hashable, Sendable {
    /// Memory of the machine that can be taken without swapping.
    case machine
    /// A control group's, by the file that sets it.
    case controlGroup(file: String, bytes: Int)
    /// `ulimit -v`, of all addresses that a process uses.
    case addressSpace(bytes: Int)
    /// `ulimit -d`, of all memory that a process can write to.
    case data(bytes: Int)
  }

  /// Never negative; `Int.max` where nothing is known.
  public var bytes: Int
  public var limit: Limit

  public init(bytes: Int, limit: Limit = .machine) {
    self.bytes = bytes
    self.limit = limit
  }
}

extension MemoryAllowance {
  /// Limits of a process in bytes, as `getrlimit` gives them; nil is unlimited.
  public struct ProcessLimits: Hashable, Sendable {
    public var addressSpace: Int?
    public var data: Int?

    public init(addressSpace: Int? = nil, data: Int? = nil) {
      self.addressSpace = addressSpace
      self.data = data
    }

    public static var current: ProcessLimits {
      func soft(_ resource: __rlimit_resource) -> Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else { return nil }
        return Int(exactly: limit.rlim_cur)
      }
      return ProcessLimits(addressSpace: soft(RLIMIT_AS), data: soft(RLIMIT_DATA))
    }
  }

  /// Of this process now.
  public static var current: MemoryAllowance {
    MemoryAllowance(files: SystemFiles(), limits: .current, pageBytes: Int(getpagesize()))
  }

  /// The least that any limit leaves.
  public init(files: SystemFiles, limits: ProcessLimits, pageBytes: Int) {
    var all: [MemoryAllowance] = []
    if let text = files.value(of: "MemAvailable", in: "/proc/meminfo"), let kibibytes = Int(text) {
      all.append(.init(bytes: kibibytes * 1024, limit: .machine))
    }
    all += ControlGroups(of: "memory", in: files).levels.flatMap { $0.allowances(in: files) }
    // Pages: all, resident, shared, text, 0, data and stack.
    let sizes = (files.text(of: "/proc/self/statm") ?? "").split { $0.isWhitespace }
      .map { (Int($0) ?? 0) * pageBytes }
    let running = files.value(of: "Threads", in: "/proc/self/status").flatMap { Int($0) } ?? 1
    let threads = max(0, Self.trainerThreads - running)
    if let limit = limits.addressSpace {
      let left =
        limit - (sizes.first ?? 0) - threads * (Self.stackBytes + Self.arenaBytes)
        - Self.unusedAddresses
      all.append(.init(bytes: left, limit: .addressSpace(bytes: limit)))
    }
    if let limit = limits.data {
      let left = limit - (sizes.count > 5 ? sizes[5] : 0) - threads * Self.stackBytes
      all.append(.init(bytes: left, limit: .data(bytes: limit)))
    }
    self = all.min { $0.bytes < $1.bytes } ?? .init(bytes: .max, limit: .machine)
    bytes = max(0, bytes)
  }

  /// The threads of a trainer: the first one, those for signals, training, loading and checkpoints, and
  /// one more of OpenMP's. Those that do not run yet will take their addresses.
  static let trainerThreads = 6
  static let stackBytes = 8 << 20
  /// Addresses that glibc reserves for each thread that allocates (malloc/arena.c, `HEAP_MAX_SIZE`).
  static let arenaBytes = 64 << 20
  /// Addresses between tensors, which begin at huge pages of 2 MiB, and those of code that oneDNN
  /// generates. Where they were not counted, Swift's runtime found no memory for itself and crashed.
  static let unusedAddresses = 96 << 20
}

extension ControlGroups.Level {
  /// What each limit of this group leaves. Cached files count as used, and are dropped for who needs
  /// the memory.
  fileprivate func allowances(in files: SystemFiles) -> [MemoryAllowance] {
    let limits: [String]
    let usage: String
    let cached: [String]
    switch version {
    case .two:
      limits = ["memory.max", "memory.high"]
      usage = "memory.current"
      cached = ["inactive_file", "active_file"]
    case .one:
      limits = ["memory.limit_in_bytes"]
      usage = "memory.usage_in_bytes"
      cached = ["total_inactive_file", "total_active_file"]
    }
    guard let used = files.number(in: "\(path)/\(usage)") else { return [] }
    return limits.compactMap { name in
      let file = "\(path)/\(name)"
      // "max" is no number; version 1 has the largest multiple of a page instead.
      guard let limit = files.number(in: file), limit < 1 << 62 else { return nil }
      let droppable = cached.reduce(0) { sum, name in
        sum + (files.value(of: name, in: "\(path)/memory.stat").flatMap { Int($0) } ?? 0)
      }
      return MemoryAllowance(
        bytes: limit - max(0, used - droppable), limit: .controlGroup(file: file, bytes: limit))
    }
  }
}
