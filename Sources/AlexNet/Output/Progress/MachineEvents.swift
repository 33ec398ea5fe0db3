import DisplayText
import Glibc
import LiveSession
import Machine
import Runs

/// The events of a training as JSON, with an event `machine` after a step, at most every ten seconds. It is not an
/// event of the run: the journal does not have it.
struct MachineEvents: EventReporter {
  private var events = JSONReporter()
  private var monitor = MachineMonitor()
  /// The folder of the runs.
  private let folder: String
  private let start = ContinuousClock.now
  private var lastTime: Double?

  /// The time between two events, in seconds.
  static let interval = 10.0

  /// - Parameter folder: The folder of the runs, whose disk is measured.
  init(folder: String) {
    self.folder = folder
    // The first sample has no load, which is measured between two samples.
    _ = monitor.sample(of: getpid(), at: 0)
  }

  mutating func report(_ line: EventLine) throws(OutputFailure) {
    try events.report(line)
    guard case .step(let step) = line.event else { return }
    let time = start.duration(to: .now) / .seconds(1)
    guard time - (lastTime ?? 0) >= Self.interval else { return }
    lastTime = time
    let sample = monitor.sample(of: getpid(), storing: folder, at: time)
    try StandardOutput.print(Self.text(of: sample, run: line.run, step: step.step))
  }

  /// Returns the event as one line. Values that are not known are left out.
  static func text(of sample: MachineSample, run: String, step: Int) -> String {
    var fields = ["\"event\":\"machine\"", "\"run\":\(quoted(run))", "\"step\":\(step)"]
    func add(_ name: String, _ value: Int?) {
      if let value { fields.append("\"\(name)\":\(value)") }
    }
    func add(_ name: String, _ value: Double?) {
      if let value, value.isFinite { fields.append("\"\(name)\":\(rounded(value))") }
    }
    add("load", sample.load)
    if !sample.processors.isEmpty {
      let loads = sample.processors.map { "\"\($0.number)\":\(rounded($0.share))" }
      fields.append("\"processors\":{\(loads.joined(separator: ","))}")
    }
    add("hertz", sample.frequency)
    add("celsius", sample.temperature)
    add("processLoad", sample.processLoad)
    add("threads", sample.threads)
    add("residentBytes", sample.residentBytes)
    add("availableBytes", sample.availableBytes)
    add("totalBytes", sample.totalBytes)
    add("groupBytes", sample.group?.used)
    add("groupLimitBytes", sample.group?.limit)
    add("freeDiskBytes", sample.freeDiskBytes)
    return "{\(fields.joined(separator: ","))}"
  }

  private static func rounded(_ value: Double) -> String {
    "\((value * 1000).rounded() / 1000)"
  }

  private static func quoted(_ text: String) -> String {
    (try? JSONText.line(of: text)) ?? "\"\""
  }
}
