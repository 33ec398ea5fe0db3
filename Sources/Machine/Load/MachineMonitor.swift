import Glibc

/// Samples of the load of the machine. The load of the processors is measured between two samples.
public struct MachineMonitor: Sendable {
  var files: SystemFiles
  /// The ticks of the system's clock in a second, and the size of a page of memory in bytes.
  private let ticksPerSecond: Double
  private let pageBytes: Int
  private var earlier: (processors: ProcessorTimes, process: Int32, ticks: Int?, time: Double)?

  /// Creates a monitor.
  /// - Parameters:
  ///   - files: The files that describe the machine.
  ///   - ticksPerSecond: The ticks of the system's clock in a second.
  ///   - pageBytes: The size of a page of memory in bytes.
  public init(
    files: SystemFiles = SystemFiles(), ticksPerSecond: Int = sysconf(Int32(_SC_CLK_TCK)),
    pageBytes: Int = Int(getpagesize())
  ) {
    self.files = files
    self.ticksPerSecond = Double(ticksPerSecond)
    self.pageBytes = pageBytes
  }

  /// Reads the present values. It takes about a millisecond, and more with very many processors.
  /// - Parameters:
  ///   - process: The process ID of the trainer.
  ///   - folder: The folder of the runs; `nil` leaves out its disk.
  ///   - time: The time in seconds from any origin, on a clock that does not go back.
  public mutating func sample(
    of process: Int32, storing folder: String? = nil, at time: Double
  ) -> MachineSample {
    var sample = MachineSample()
    let processors = ProcessorTimes(files.text(of: "/proc/stat") ?? "")
    let own = files.text(of: "/proc/\(process)/stat").flatMap(ProcessTimes.init)
    if let earlier, time > earlier.time {
      sample.processors = processors.load(since: earlier.processors)
      // Another process can have got the number of one that has ended.
      if earlier.process == process, let ticks = own?.ticks, let before = earlier.ticks,
        ticks >= before
      {
        sample.processLoad = Double(ticks - before) / ticksPerSecond / (time - earlier.time)
      }
    }
    earlier = (processors, process, own?.ticks, time)
    sample.threads = own?.threads
    sample.residentBytes = own.map { $0.residentPages * pageBytes }
    sample.frequency = ProcessorClock.frequency(in: files)
    sample.temperature = Thermometer.temperature(in: files)
    sample.availableBytes = bytes("MemAvailable")
    sample.totalBytes = bytes("MemTotal")
    sample.group = ControlGroups(of: "memory", in: files).levels
      .compactMap { $0.memory(in: files) }.min { $0.limit < $1.limit }
    sample.freeDiskBytes = folder.flatMap(FolderAccess.freeBytes)
    return sample
  }

  private func bytes(_ name: String) -> Int? {
    files.value(of: name, in: "/proc/meminfo").flatMap { Int($0) }.map { $0 * 1024 }
  }
}

extension ControlGroups.Level {
  /// Returns the limit of the group on memory; `nil` without one.
  fileprivate func memory(in files: SystemFiles) -> MachineSample.GroupMemory? {
    let (limit, usage, cached) =
      switch version {
      case .two: ("memory.max", "memory.current", "inactive_file")
      case .one: ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
      }
    // Without a limit the file contains "max", or in version 1 the largest multiple of a page.
    guard let bytes = files.number(in: "\(path)/\(limit)"), bytes < 1 << 62,
      let used = files.number(in: "\(path)/\(usage)")
    else { return nil }
    // Linux drops cached files when a process needs the memory.
    let droppable = files.value(of: cached, in: "\(path)/memory.stat").flatMap { Int($0) } ?? 0
    return .init(used: max(0, used - droppable), limit: bytes)
  }
}
