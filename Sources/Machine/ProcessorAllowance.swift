import Glibc

/// The processors that a process can use.
///
/// They are often fewer than those of the machine. Three things can limit them: the affinity of the
/// process (`taskset`, containers), the quota of its control groups, and the environment variables
/// of OpenMP, which users and batch systems set.
public struct ProcessorAllowance: Hashable, Sendable {
  /// The number of processors on which the threads of the process can run; at least 1.
  public var processors: Int
  /// The seconds of processor time that the process can use per second; `nil` without a quota.
  public var quota: Double?
  /// The first number of `OMP_NUM_THREADS`; `nil` if the variable is not set or this number is not
  /// positive.
  public var requested: Int?
  /// The number of `OMP_THREAD_LIMIT`; `nil` if the variable is not set or the number is not
  /// positive.
  public var limit: Int?

  /// Creates an allowance; by default without a quota and without variables of OpenMP.
  public init(
    processors: Int, quota: Double? = nil, requested: Int? = nil, limit: Int? = nil
  ) {
    self.processors = processors
    self.quota = quota
    self.requested = requested
    self.limit = limit
  }

  /// The default number of compute threads; at least 1.
  ///
  /// A quota is rounded to the nearest whole number. With a quota of 1.5, two threads run three
  /// quarters of the time and do the work of 1.5 processors. With a quota of 1.25, one thread is
  /// better: a second one could add a quarter of a processor at most, and its synchronisation and
  /// the loader threads cost more than that.
  public var threads: Int { max(1, smallest.threads) }

  /// The limit that determines the default number of threads. Of equal ones it is the first.
  public var decisiveLimit: Limit { smallest.limit }

  /// A limit on the default number of threads.
  public enum Limit: Hashable, Sendable {
    /// The processors on which the process can run.
    case processors
    /// The quota of a control group.
    case quota
    /// `OMP_NUM_THREADS`.
    case requested
    /// `OMP_THREAD_LIMIT`.
    case threadLimit
  }

  private var smallest: (threads: Int, limit: Limit) {
    let rounded = quota.map { Int($0.rounded(.toNearestOrAwayFromZero)) }
    let others = [(rounded, Limit.quota), (requested, .requested), (limit, .threadLimit)]
    return others.reduce((processors, .processors)) { smallest, other in
      guard let threads = other.0, threads < smallest.threads else { return smallest }
      return (threads, other.1)
    }
  }

  /// The greatest useful number of compute threads; at least 1. `OMP_NUM_THREADS` does not limit it,
  /// because it is a wish, as the option is. A part of a processor counts as one.
  public var maximumThreads: Int {
    var threads = processors
    if let quota { threads = min(threads, Int(quota.rounded(.up))) }
    if let limit { threads = min(threads, limit) }
    return max(1, threads)
  }
}

extension ProcessorAllowance {
  /// The number of processors of the machine that are in operation.
  public static var installed: Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }

  /// The current allowance of this process.
  public static var current: ProcessorAllowance {
    ProcessorAllowance(
      files: SystemFiles(), installed: installed,
      environment: { getenv($0).map { String(cString: $0) } })
  }

  /// Reads the allowance.
  /// - Parameters:
  ///   - files: The files that describe the process and its limits.
  ///   - installed: The number of processors of the machine, used if the affinity cannot be read.
  ///   - environment: Returns the value of an environment variable.
  public init(files: SystemFiles, installed: Int, environment: (String) -> String?) {
    let allowed = files.value(of: "Cpus_allowed_list", in: "/proc/self/status")
    processors = max(1, allowed.flatMap(Self.count(ofList:)) ?? installed)
    quota = Self.quota(in: files)
    requested = environment("OMP_NUM_THREADS").flatMap(Self.threads(in:))
    limit = environment("OMP_THREAD_LIMIT").flatMap(Self.threads(in:))
  }

  /// Returns how many numbers a list such as "0-3,8" contains (5); `nil` for other texts.
  static func count(ofList list: Substring) -> Int? {
    ProcessorAffinity.numbers(ofList: list)?.count
  }

  /// Returns the first number of a list such as "4,2", in which OpenMP expects one number for each
  /// level of nested parallel regions; `nil` if the first is not a positive number.
  static func threads(in text: String) -> Int? {
    let first = text.split(separator: ",", omittingEmptySubsequences: false)[0]
    guard let number = Int(first.filter { !$0.isWhitespace }), number > 0 else { return nil }
    return number
  }

  /// Returns the smallest quota of all control groups, in processors; `nil` if none has a quota.
  private static func quota(in files: SystemFiles) -> Double? {
    ControlGroups(of: "cpu", in: files).levels.compactMap { level -> Double? in
      let time: Double?
      let period: Double?
      switch level.version {
      case .two:
        // The time and the period in microseconds: "50000 100000", or "max 100000" without a quota.
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
