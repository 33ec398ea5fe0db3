import ArgumentParser
import Blueprint
import Foundation
import Images
import Runs
import Training

/// The trainer's side of `Launch`: what a process does that was started to train for others.
struct Launched {
  /// Where the line to the starter is.
  static let descriptor: Int32 = 3
  /// In the environment, that there is one.
  static let mark = "ALEXNET_LAUNCHED"
  static let prepared = "prepared"
  static let goOn = "go on"
  static let training = "training"

  /// Nil in a process that somebody has started by hand. To be asked once, before there are threads.
  static func current() -> Launched? {
    guard getenv(mark) != nil else { return nil }
    unsetenv(mark)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    takeName()
    return Launched()
  }

  /// In lists of processes it would be called after what it was started by, "exe".
  private static func takeName() {
    let name = CommandLine.arguments[0].split(separator: "/").last ?? "alexnet"
    try? Data(name.utf8).write(to: URL(filePath: "/proc/self/comm"))
  }

  private init() {}

  /// Trains, for whoever attaches, and gives what it has trained.
  @discardableResult
  func train(
    in store: StoreOptions, _ makeEntries: () throws -> [TrainingSession.Entry]
  ) throws -> ([TrainingSession.Entry], StopSignals) {
    Self.say(Self.prepared, to: Self.descriptor)
    // The starter has gone away, and so nothing is wanted.
    guard Self.line(from: Self.descriptor) == Self.goOn else { throw ExitCode(2) }
    // The terminal that it was started from may go.
    signal(SIGHUP, SIG_IGN)
    let entries = try makeEntries()
    let signals = StopSignals()
    let run = entries[0].run
    try Train.follow(entries, in: store, until: signals, nil, isWatchable: true) {
      openLog(of: run)
      Self.say("\(Self.training) \(run.name)", to: Self.descriptor)
      close(Self.descriptor)
    }
    return (entries, signals)
  }

  /// From here on all that is printed goes into the run's folder.
  private func openLog(of run: Run) {
    let log = open(run.logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    // Nothing else is lost without it than words.
    guard log >= 0 else { return }
    dup2(log, STDOUT_FILENO)
    dup2(log, STDERR_FILENO)
    close(log)
  }

  // MARK: - Lines

  static func say(_ line: String, to descriptor: Int32) {
    let bytes = Array("\(line)\n".utf8)
    _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Waits for a line; nil when the other end is gone.
  static func line(from descriptor: Int32) -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      let count = read(descriptor, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return nil }
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
  }
}
