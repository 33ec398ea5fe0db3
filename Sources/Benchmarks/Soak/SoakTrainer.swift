import Attaching
import Foundation
import Runs

/// A detached trainer, to which dashboards can attach.
final class SoakTrainer {
  /// The run that it trains.
  let run: Run
  /// The number of its process.
  let process: pid_t

  init(_ workspace: SoakWorkspace, _ name: String, _ options: [String]) throws {
    let arguments = ["train", "--run", name, "--validate-every", "0", "--detach"] + options
    try workspace.finish(arguments)
    run = try workspace.store.run(named: name)
    process = try RunAttachment(to: run, interest: .nothing).process
  }

  deinit { end() }

  /// Ends the trainer and waits for its end.
  func end() {
    kill(process, SIGTERM)
    while run.isTraining { usleep(10_000) }
  }

  /// Attaches like a dashboard, receives events and snapshots for a time, and leaves.
  func watch(for seconds: Double) throws {
    let attachment = try RunAttachment(to: run, interest: .overview)
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      attachment.watcher.events.waitForMessage(timeout: .milliseconds(20))
      _ = attachment.watcher.events.drain()
      _ = attachment.watcher.snapshots.removeValue()
    }
    attachment.leave()
  }

  /// Returns the last recorded step; 0 if there is none.
  func step() throws -> Int {
    let size = try FileManager.default.attributesOfItem(atPath: run.journalPath)[.size] as? Int ?? 0
    // The range begins inside a line, which is ignored.
    let tail = try run.recording(from: max(0, size - 4096), upTo: size)
    for case .step(let step) in tail.events.reversed() { return step.step }
    return 0
  }

  /// Returns the processor time of all its threads, in seconds.
  func processorSeconds() throws -> Double {
    let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    // The name can contain any character, so the fields are counted after it: the state is the
    // third, the times are the 14th and 15th.
    let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
    let ticks = fields[12...13].compactMap { Double($0) }.reduce(0, +)
    return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Returns the resident memory in bytes.
  func residentBytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8)
    return (Int(text.split(separator: " ")[1]) ?? 0) * Int(getpagesize())
  }

  /// Returns the number of open descriptors, without those of checkpoints that are being written.
  func descriptors() throws -> Int {
    let (files, folder) = (FileManager.default, "/proc/\(process)/fd")
    return try files.contentsOfDirectory(atPath: folder).count {
      let path = try? files.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
      return path?.hasPrefix(run.checkpoints.path) != true
    }
  }
}
