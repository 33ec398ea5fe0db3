import Blueprint
import Cluster
import Compute
import FoundationEssentials
import Glibc
import LiveSession
import Machine

/// The facts about one rank that the others receive before anything is written.
struct Introduction: Codable, Equatable, Sendable {
  /// The version of the program.
  var version: String
  /// The words of the command line, without the program's name.
  var words: [String]
  /// The vector instructions that oneDNN uses.
  var instructions: String
  /// The version of oneDNN.
  var library: String
  /// The name of the computer.
  var host: String
  /// The process ID.
  var process: Int32
  /// The numbers of the processors on which the threads of the process can run.
  var processors: [Int]
  /// The numbers of the processors that the launcher itself can use on this computer.
  var launcherProcessors: [Int]
  /// The processor time per second that all processes of the control group can use; `nil` without a quota.
  var quota: Double?
  /// The number of threads to which variables of OpenMP limit the process; `nil` without a limit.
  var threadLimit: Int?
}

extension Introduction {
  /// The introduction of this process.
  /// - Parameters:
  ///   - launcher: The launcher of the process.
  ///   - words: The words of the command line, without the program's name.
  static func current(_ launcher: Launcher, words: [String]) -> Introduction {
    let allowance = ProcessorAllowance.current
    let own = ProcessorAffinity.processors(of: getpid()) ?? Array(0..<allowance.processors)
    // Slurm gives a task the processors that the user has requested for it.
    let parent = launcher.kind == .slurm ? nil : ProcessorAffinity.processorsOfStarter()
    return Introduction(
      version: AlexNetCommand.configuration.version, words: words,
      instructions: Engine.instructions, library: Engine.libraryVersion,
      host: ProcessInfo.processInfo.hostName, process: getpid(), processors: own,
      launcherProcessors: parent ?? own, quota: allowance.quota,
      threadLimit: [allowance.requested, allowance.limit].compactMap(\.self).min())
  }

  /// Returns the first difference because of which ranks cannot train together; `nil` without one.
  /// - Parameter introductions: The introductions of all ranks, in their order.
  static func difference(between introductions: [Introduction]) -> JobMismatch? {
    let first = introductions[0]
    for (rank, other) in introductions.enumerated().dropFirst() {
      for fact in JobMismatch.Fact.allCases where fact.value(of: other) != fact.value(of: first) {
        return JobMismatch(
          fact: fact, rank: rank, host: other.host, value: fact.value(of: other),
          firstHost: first.host, firstValue: fact.value(of: first))
      }
    }
    return nil
  }
}

/// The error of ranks that cannot train together because they differ.
struct JobMismatch: ProgramError, Equatable {
  /// A fact that must be the same on all ranks.
  enum Fact: CaseIterable {
    case version, commandLine, instructions, library

    /// The value of one rank as text.
    func value(of introduction: Introduction) -> String {
      switch self {
      case .version: introduction.version
      case .commandLine: RunCommandLines.text(introduction.words)
      case .instructions: introduction.instructions
      case .library: introduction.library
      }
    }

    fileprivate var name: String {
      switch self {
      case .version: "the version of the program"
      case .commandLine: "the command line"
      case .instructions: "the instruction set of the processor"
      case .library: "the version of oneDNN"
      }
    }

    fileprivate var remedy: String {
      switch self {
      case .version, .library: "Install the same program and the same libraries on all computers"
      case .commandLine: "Give all ranks the same options"
      case .instructions:
        "Use computers with the same kind of processor, or set ONEDNN_MAX_CPU_ISA to the smaller one on all"
      }
    }
  }

  /// The fact that differs.
  var fact: Fact
  /// The rank that differs from rank 0, its computer and its value.
  var rank: Int
  var host: String
  var value: String
  /// The computer of rank 0 and its value.
  var firstHost: String
  var firstValue: String

  var problem: String {
    "\(fact.name) is '\(value)' on rank \(rank) (host \(host)), but '\(firstValue)' on rank 0 (host "
      + "\(firstHost))"
  }
  var remedy: String { fact.remedy }
  var hasNotStarted: Bool { true }
}
