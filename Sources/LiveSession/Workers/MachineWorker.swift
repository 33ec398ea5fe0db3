import Channels
import Glibc
import Machine
import Runs

/// Measures the load of the machine for a screen on a separate thread, while the screen shows it.
final class MachineWorker: Sendable {
  /// A measurement, with the size of the run's latest checkpoint in bytes; `nil` before it.
  struct Report: Sendable {
    var sample: MachineSample
    var checkpointBytes: Int?
  }

  /// The trainer that is measured.
  struct Subject: Equatable, Sendable {
    /// The trainer's process ID.
    var process: pid_t
    /// The run whose checkpoints and disk are measured.
    var run: Run
  }

  /// The latest measurement.
  let reports: LatestValue<Report>
  /// The subject; `nil` while nothing is shown.
  private let subject = Monitor<Subject?>(nil)

  /// The time between two measurements, and the time to the second one, which is the first with a load.
  private static let interval = Duration.seconds(2)
  private static let firstInterval = Duration.milliseconds(500)

  /// - Parameter onReport: Called on another thread after each measurement.
  init(onReport: @escaping @Sendable () -> Void) {
    reports = LatestValue(onSet: onReport)
  }

  private let isStarted = Monitor(false)

  /// Sets the trainer to measure; `nil` measures nothing.
  func follow(_ new: Subject?) {
    let isNew = subject.update { subject in
      defer { subject = new }
      return subject != new
    }
    guard isNew, new != nil else { return }
    let mustStart = isStarted.update { isStarted in
      defer { isStarted = true }
      return !isStarted
    }
    if mustStart { NamedThread.start("machine", isBackground: true) { self.measure() } }
  }

  private func measure() {
    let start = ContinuousClock.now
    while let first = subject.wait(until: { $0 }) {
      var monitor = MachineMonitor()
      var interval = Self.firstInterval
      // Another subject needs a new monitor, because the load is measured between two samples.
      while subject.update({ $0 == first }) {
        let seconds = start.duration(to: .now) / .seconds(1)
        let sample = monitor.sample(
          of: first.process, storing: first.run.store.directory, at: seconds)
        reports.set(Report(sample: sample, checkpointBytes: first.run.latestCheckpointBytes))
        _ = subject.wait(timeout: interval) { $0 == first ? nil : true }
        interval = Self.interval
      }
    }
  }
}

extension Run {
  /// The size of the latest checkpoint in bytes; `nil` before it.
  fileprivate var latestCheckpointBytes: Int? {
    guard let step = checkpoints.steps.last else { return nil }
    var status = stat()
    return stat(checkpoints.path(ofStep: step), &status) == 0 ? Int(status.st_size) : nil
  }
}
