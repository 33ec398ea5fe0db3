/// The load of the machine, and the part of a process in it, at one time. A value that the system does not state
/// is `nil`, and never 0.
public struct MachineSample: Equatable, Sendable {
  /// The load of one processor.
  public struct ProcessorLoad: Equatable, Sendable {
    /// The number of the processor, from 0. Numbers can be missing.
    public var number: Int
    /// The share of the time in which it worked, 0…1.
    public var share: Double

    /// Creates a load.
    public init(number: Int, share: Double) {
      self.number = number
      self.share = share
    }
  }

  /// The limit of a control group on the memory of its processes.
  public struct GroupMemory: Equatable, Sendable {
    /// The memory of all processes of the group without cached files, in bytes.
    public var used: Int
    /// The limit in bytes.
    public var limit: Int

    /// Creates a limit.
    public init(used: Int, limit: Int) {
      self.used = used
      self.limit = limit
    }
  }

  /// The load of each processor in the order of their numbers; empty before the second sample.
  public var processors: [ProcessorLoad] = []
  /// The mean frequency of the processors, in hertz.
  public var frequency: Double?
  /// The temperature of the processor, in degrees Celsius.
  public var temperature: Double?
  /// The processors that the process keeps busy: 1.5 is one and a half.
  public var processLoad: Double?
  /// The threads of the process.
  public var threads: Int?
  /// The memory of the process that is in the machine's memory, in bytes.
  public var residentBytes: Int?
  /// The memory of the machine that is available without swapping, in bytes.
  public var availableBytes: Int?
  /// The memory of the machine, in bytes.
  public var totalBytes: Int?
  /// The smallest limit of the control groups of this process.
  public var group: GroupMemory?
  /// The bytes that can still be written in the folder of the runs.
  public var freeDiskBytes: Int?

  /// Creates a sample without values.
  public init() {}

  /// The mean load of all processors, 0…1; `nil` if that of none is known.
  public var load: Double? {
    processors.isEmpty
      ? nil : processors.reduce(0) { $0 + $1.share } / Double(processors.count)
  }
}
