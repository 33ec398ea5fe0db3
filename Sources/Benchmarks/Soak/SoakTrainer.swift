import Attaching
import Foundation
import Runs

/// A trainer that nobody watches, until somebody does.
final class SoakTrainer {
  let run: Run
  let process: pid_t

  init(_ place: SoakPlace, _ name: String, _ options: [String]) throws {
    let arguments = ["train", "--run", name, "--validate-every", "0", "--detach"] + options
    try place.finish(arguments)
    run = try place.store.run(named: name)
    process = try RunAttachment(to: run, interest: .nothing).process
  }

  deinit { end() }

  func end() {
    kill(process, SIGTERM)
    while run.isGoing { usleep(10_000) }
  }

  /// Attaches as a dashboard does, looks on and leaves.
  func watch(for seconds: Double) throws {
    let attachment = try RunAttachment(to: run, interest: .overview)
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      attachment.watcher.events.waitForMail(timeout: .milliseconds(20))
      _ = attachment.watcher.events.dequeueAll()
      _ = attachment.watcher.snapshots.take()
    }
    attachment.leave()
  }

  /// The last step that is recorded.
  func step() throws -> Int {
    let size = try FileManager.default.attributesOfItem(atPath: run.journalPath)[.size] as? Int ?? 0
    // In the middle of a line, which is then no event.
    let tail = try run.recording(from: max(0, size - 4096), upTo: size)
    for case .step(let step) in tail.events.reversed() { return step.step }
    return 0
  }

  /// Seconds that its threads have computed.
  func processorSeconds() throws -> Double {
    let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    // Behind the name, which may hold anything: state is the third field, times the 14th and 15th.
    let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
    let ticks = fields[12...13].compactMap { Double($0) }.reduce(0, +)
    return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  func residentBytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8)
    return (Int(text.split(separator: " ")[1]) ?? 0) * Int(getpagesize())
  }

  /// Those that it holds for longer than it takes to write a checkpoint.
  func descriptors() throws -> Int {
    let (files, folder) = (FileManager.default, "/proc/\(process)/fd")
    return try files.contentsOfDirectory(atPath: folder).count {
      let path = try? files.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
      return path?.hasPrefix(run.checkpoints.path) != true
    }
  }
}
