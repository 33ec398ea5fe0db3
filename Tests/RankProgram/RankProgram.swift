import Cluster
import Compute
import Foundation
import RankFixtures

/// A program for tests, which a launcher starts as several ranks. Each rank writes lines with its number.
@main struct RankProgram {
  /// Keeps ranks 1 and 2 from calling MPI: one is stopped, and the other waits.
  private static func delay(_ rank: Int) {
    guard rank > 0 else { return }
    writeLine("\(rank): process \(getpid())")
    if rank == 1 { raise(SIGSTOP) }
    sleep(100)
  }

  /// The argument does not name a trial.
  private struct UnknownArgument: Error {}

  static func main() throws {
    RankGuard.begin()
    guard let launcher = Launcher.current else {
      print("no launcher")
      return
    }
    let argument = CommandLine.arguments.dropFirst().first
    if argument == "late" { delay(launcher.rank) }
    let job: MPIJob
    do {
      job = try MPIJob(launcher)
    } catch {
      writeLine("\(launcher.rank): \(error.problem)")
      _exit(2)
    }
    let trial = Trial(job: job)
    do {
      switch argument {
      case "transfers": try trial.transfers()
      case "steps": try trial.steps()
      case "failing": try trial.failing()
      case "speed": try trial.speed()
      default: throw UnknownArgument()
      }
    } catch let failure as RankFailure {
      trial.write("failure \(failure.rank) \(failure.process) \(failure.reason)")
      _exit(3)
    }
  }
}

/// Writes a line at once, so that lines of several ranks are not mixed.
private func writeLine(_ text: String) {
  _ = "\(text)\n".utf8.withContiguousStorageIfAvailable {
    Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
  }
}

private struct Trial: Sendable {
  let job: MPIJob
  var ranks: any RankGroup { job.ranks }

  func write(_ text: String) { writeLine("\(ranks.rank): \(text)") }

  func transfers() throws {
    write("library \(job.library)")
    for line in try TransferTrial(ranks).lines { write(line) }
    try job.end()
    write("end")
  }

  /// Makes steps until a rank is missing, or the launcher ends this process.
  func steps() throws {
    signal(SIGTERM, SIG_IGN)
    let termination = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .global())
    termination.setEventHandler { [job] in
      let missing = job.missingRank().map { "\($0.rank) \($0.process) \($0.reason)" } ?? "none"
      Trial(job: job).write("terminated, missing \(missing)")
      _exit(4)
    }
    termination.resume()
    defer { termination.cancel() }
    write("process \(getpid())")
    let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: 10_000)
    memory.initialize(repeating: 0)
    let sum = ranks.makeSum(of: memory)
    for step in 1... {
      usleep(1_000)
      sum.start()
      try sum.wait()
      job.report(step: step, seconds: 0.001)
      if step == 20 { write("step 20") }
    }
  }

  /// Makes some steps, and then the last rank reports an error.
  func failing() throws {
    _ = try ranks.exchange([])
    if ranks.rank == ranks.count - 1 {
      job.fail("An image cannot be read. Check the disk.")
    }
    _ = try ranks.exchange([])
  }
}

extension Trial {
  /// Measures messages, transfers and the processor time of the communication thread.
  func speed() throws {
    try measure("exchange of 64 bytes", times: 2_000, unit: "µs", scale: 1e6) {
      _ = try ranks.exchange([UInt8](repeating: 1, count: 64))
    }
    try measure("sum of 2.3 M numbers", 2_300_000, ranks.makeSum)
    try measure("gather of 3.4 M numbers each", 3_400_000 * ranks.count, ranks.makeGather)
    try measure("sum of 37.7 M numbers", 37_748_736, ranks.makeSum)
    let start = processorSeconds()
    sleep(10)
    if ranks.rank == 0 { write("processor time of 10 s: \(processorSeconds() - start) s") }
    if ranks.rank == 0 { write("\(job.statuses)") }
    try job.end()
  }

  private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private func measure(
    _ name: String, times: Int, unit: String, scale: Double, _ body: () throws -> Void
  ) throws {
    var all: [Double] = []
    for _ in 0..<times {
      let start = ContinuousClock.now
      try body()
      all.append((ContinuousClock.now - start) / .seconds(1))
    }
    all.sort()
    guard ranks.rank == 0 else { return }
    let median = String(format: "%.1f", all[times / 2] * scale)
    let best = String(format: "%.1f", all[0] * scale)
    write("\(name): median \(median) \(unit), best \(best) \(unit)")
  }

  private func measure(
    _ name: String, _ count: Int,
    _ make: (UnsafeMutableBufferPointer<Float>) -> any RankTransfer
  ) throws {
    let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: count)
    memory.initialize(repeating: 1)
    defer { memory.deallocate() }
    let transfer = make(memory)
    try measure(name, times: 30, unit: "ms", scale: 1e3) {
      transfer.start()
      try transfer.wait()
    }
  }
}
