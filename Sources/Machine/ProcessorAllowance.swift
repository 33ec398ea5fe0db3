import Glibc

/// The processors that a process can use, which are often fewer than the machine has: by its affinity
/// (`taskset`, a container's set), by the quota of its control groups, and by the variables with which
/// people and batch systems limit OpenMP.
public struct ProcessorAllowance: Hashable, Sendable {
  /// Processors that its threads are allowed to run on; at least 1.
  public var processors: Int
  /// Processor time in each second of the clock, in seconds; nil without a quota.
  public var quota: Double?
  /// The first number of `OMP_NUM_THREADS`; nil where it is not set.
  public var requested: Int?
  /// `OMP_THREAD_LIMIT`; nil where it is not set.
  public var limit: Int?

  public init(
    processors: Int, quota: Double? = nil, requested: Int? = nil, limit: Int? = nil
  ) {
    self.processors = processors
    self.quota = quota
    self.requested = requested
    self.limit = limit
  }

  /// How many threads compute where no number is given; at least 1.
  ///
  /// A quota is rounded to the nearest number. With 1.5 processors two threads run three quarters of
  /// the time and together do the work of 1.5; a single thread would do that of 1. With 1.25 the second
  /// thread gains less than the threads that load images, and the waiting of one for the other, take.
  public var threads: Int {
    var threads = processors
    if let quota { threads = min(threads, Int(quota.rounded(.toNearestOrAwayFromZero))) }
    if let requested { threads = min(threads, requested) }
    if let limit { threads = min(threads, limit) }
    return max(1, threads)
  }
}

extension ProcessorAllowance {
  /// Of this process now.
  public static var current: ProcessorAllowance {
    ProcessorAllowance(
      files: SystemFiles(), installed: sysconf(Int32(_SC_NPROCESSORS_ONLN)),
      environment: { getenv($0).map { String(cString: $0) } })
  }

  /// - Parameters:
  ///   - installed: how many processors there are, for where the affinity cannot be read.
  ///   - environment: gives a variable's value.
  public init(files: SystemFiles, installed: Int, environment: (String) -> String?) {
    let allowed = files.value(of: "Cpus_allowed_list", in: "/proc/self/status")
    processors = max(1, allowed.flatMap(Self.count(ofList:)) ?? installed)
    quota = Self.quota(in: files)
    requested = environment("OMP_NUM_THREADS").flatMap(Self.threads(in:))
    limit = environment("OMP_THREAD_LIMIT").flatMap(Self.threads(in:))
  }

  /// How many numbers are in a list like "0-3,8"; nil when it is none.
  static func count(ofList list: Substring) -> Int? {
    var count = 0
    for range in list.split(separator: ",") {
      let ends = range.split(separator: "-").map { Int($0) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last,
        ends.count <= 2
      else { return nil }
      count += last - first + 1
    }
    return count > 0 ? count : nil
  }

  /// A positive number, or the first of a list with one for each level of nesting.
  static func threads(in text: String) -> Int? {
    let first = text.split(separator: ",", omittingEmptySubsequences: false)[0]
    guard let number = Int(first.filter { !$0.isWhitespace }), number > 0 else { return nil }
    return number
  }

  /// The least of all control groups.
  private static func quota(in files: SystemFiles) -> Double? {
    ControlGroups(of: "cpu", in: files).levels.compactMap { level -> Double? in
      let time: Double?
      let period: Double?
      switch level.version {
      case .two:
        // "50000 100000", or "max 100000".
        let words = (files.text(of: "\(level.path)/cpu.max") ?? "")
          .split { $0.isWhitespace }.map { Double($0) }
        time = words.first ?? nil
        period = words.count > 1 ? words[1] : 100_000
      case .one:
        time = files.number(in: "\(level.path)/cpu.cfs_quota_us").map(Double.init)
        period = files.number(in: "\(level.path)/cpu.cfs_period_us").map(Double.init)
      }
      guard let time, let period, time > 0, period > 0 else { return nil }
      return time / period
    }.min()
  }
}
