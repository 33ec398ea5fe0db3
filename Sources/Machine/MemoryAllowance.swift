import Glibc

/// The memory that a process can still allocate, and the limit that decides it.
///
/// Linux grants more memory than it has, and kills a process that uses too much. A plan is therefore
/// compared with the allowance before memory is allocated.
public struct MemoryAllowance: Hashable, Sendable {
  /// The limit that leaves the least memory.
  public enum Limit: Hashable, Sendable {
    /// The memory of the machine that is available without swapping.
    case machine
    /// The limit of a control group, with the file that sets it.
    case controlGroup(file: String, bytes: Int)
    /// The limit of `ulimit -v` on all addresses of a process.
    case addressSpace(bytes: Int)
    /// The limit of `ulimit -d` on all writable memory of a process.
    case data(bytes: Int)
  }

  /// The bytes that can be allocated, 0 or more; `Int.max` if no limit is known.
  public var bytes: Int
  /// The limit that leaves the least memory.
  public var limit: Limit

  /// Creates an allowance of the given number of bytes.
  public init(bytes: Int, limit: Limit = .machine) {
    self.bytes = bytes
    self.limit = limit
  }
}

extension MemoryAllowance {
  /// The limits of a process in bytes, as `getrlimit` returns them; `nil` is unlimited.
  public struct ProcessLimits: Hashable, Sendable {
    /// The limit on all addresses (`RLIMIT_AS`).
    public var addressSpace: Int?
    /// The limit on writable memory (`RLIMIT_DATA`).
    public var data: Int?

    /// Creates limits; `nil` is unlimited.
    public init(addressSpace: Int? = nil, data: Int? = nil) {
      self.addressSpace = addressSpace
      self.data = data
    }

    /// The limits of this process.
    public static var current: ProcessLimits {
      func soft(_ resource: __rlimit_resource) -> Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else { return nil }
        return Int(exactly: limit.rlim_cur)
      }
      return ProcessLimits(addressSpace: soft(RLIMIT_AS), data: soft(RLIMIT_DATA))
    }
  }

  /// The current allowance of this process.
  public static var current: MemoryAllowance {
    MemoryAllowance(files: SystemFiles(), limits: .current, pageBytes: Int(getpagesize()))
  }

  /// Computes the allowance: the smallest of the amounts that the limits leave.
  /// - Parameters:
  ///   - files: The files that describe the process and its limits.
  ///   - limits: The limits of the process.
  ///   - pageBytes: The size of a page of memory in bytes.
  public init(files: SystemFiles, limits: ProcessLimits, pageBytes: Int) {
    var all: [MemoryAllowance] = []
    if let text = files.value(of: "MemAvailable", in: "/proc/meminfo"), let kibibytes = Int(text) {
      all.append(.init(bytes: kibibytes * 1024, limit: .machine))
    }
    all += ControlGroups(of: "memory", in: files).levels.flatMap { $0.allowances(in: files) }
    // Numbers of pages: total, resident, shared, code, 0, and writable memory with the stack (the
    // sixth number, proc_pid_statm(5)).
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

  /// The number of threads of a trainer: the main thread, the threads for signals, training, loading and
  /// checkpoints, and one more of OpenMP. The addresses of threads that do not run yet are
  /// subtracted from the allowance, because these threads need them later.
  static let trainerThreads = 6
  /// The addresses of a thread's stack, in bytes.
  static let stackBytes = 8 << 20
  /// The addresses that glibc reserves for each thread that allocates memory, in bytes (malloc/arena.c,
  /// `HEAP_MAX_SIZE`).
  static let arenaBytes = 64 << 20
  /// The unused addresses between tensors, which begin at huge pages of 2 MiB, and the addresses of code
  /// that oneDNN generates, in bytes. Without this reserve Swift's runtime ran out of memory and crashed.
  static let unusedAddresses = 96 << 20
}

extension ControlGroups.Level {
  /// Returns the memory that each limit of this group leaves. Cached files count as free, because Linux
  /// drops them when a process needs the memory.
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
      // Without a limit the file contains "max", or in version 1 the largest multiple of a page.
      guard let limit = files.number(in: file), limit < 1 << 62 else { return nil }
      let droppable = cached.reduce(0) { sum, name in
        sum + (files.value(of: name, in: "\(path)/memory.stat").flatMap { Int($0) } ?? 0)
      }
      return MemoryAllowance(
        bytes: limit - max(0, used - droppable), limit: .controlGroup(file: file, bytes: limit))
    }
  }
}
