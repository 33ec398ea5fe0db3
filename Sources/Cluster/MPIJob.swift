import Channels
import Compute
import FoundationEssentials
import Glibc

/// A job whose ranks communicate by MPI.
///
/// A thread of its own calls MPI, and nothing else does. It carries messages while the trainer computes, and
/// exchanges signs of life with the other ranks.
public final class MPIJob: RankJob, Sendable {
  private let link = Link()
  private let connection: Connection
  private let world: MPIRanks

  /// Starts MPI and connects with the other ranks. It returns when all ranks have called it.
  ///
  /// - Parameters:
  ///   - launcher: The launcher of this process.
  ///   - file: The path of the part of the program that uses MPI; `nil` to search for it.
  ///   - folders: The folders that can contain it.
  /// - Throws: ``ClusterError``.
  public init(
    launcher: Launcher, file: String? = nil, searchIn folders: [String]
  ) throws(ClusterError) {
    let paths =
      file.map { [$0] }
      ?? launcher.libraries.flatMap { library in folders.map { "\($0)/\(library.fileName)" } }
    let limit = try StartLimit.seconds(launcher, ProcessInfo.processInfo.environment)
    NamedThread.start(LocalRankProcesses.thread) { [link] in
      Engine.run(link, launcher: launcher, paths: paths, limit: limit)
    }
    // MPI does not return before all ranks have called it.
    let hasStarted = link.board.wait(timeout: .seconds(limit)) { board in
      board.hasStarted || board.connection != nil ? true : nil
    }
    guard hasStarted != nil else { throw .notStarted(.now(launcher, seconds: limit)) }
    connection = try link.board.wait { $0.connection }!.get()
    world = MPIRanks(
      link, number: 0, members: Array(connection.identities.indices), rank: connection.rank)
  }

  /// Starts MPI and connects with the other ranks. The path of the part of the program that uses MPI is the
  /// environment variable `ALEXNET_MPI_LIBRARY`, or the part is searched near the program.
  /// - Parameter launcher: The launcher of this process.
  /// - Throws: ``ClusterError``.
  public convenience init(_ launcher: Launcher) throws(ClusterError) {
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
    try self.init(
      launcher: launcher, file: ProcessInfo.processInfo.environment[Self.fileVariable],
      searchIn: Self.folders(of: program))
  }

  /// The environment variable with the path of the part of the program that uses MPI.
  public static let fileVariable = "ALEXNET_MPI_LIBRARY"

  /// Returns the folders in which the part of the program that uses MPI is searched: that of the program, and
  /// that of an installed program's libraries.
  /// - Parameter program: The path of the program.
  public static func folders(of program: String) -> [String] {
    let folder = URL(filePath: program).deletingLastPathComponent()
    return [folder.path, folder.deletingLastPathComponent().appending(path: "lib/alexnet").path]
  }

  /// The name and the version of the MPI library, such as "Open MPI v4.1.4".
  public var library: String { connection.library }

  /// The path of the part of the program that uses MPI.
  public var libraryFile: String { connection.path }

  /// The name of each rank's computer.
  public var hosts: [String] { connection.identities.map(\.host) }

  /// The process ID of each rank.
  public var processes: [Int32] { connection.identities.map(\.process) }

  public var ranks: any RankGroup { world }

  public func report(step: Int, seconds: Double) {
    link.inbox.update { $0.progress.report(step: step, seconds: seconds) }
  }

  public var statuses: [RankStatus] { link.board.update { $0.statuses } }

  public func fail(_ message: String) {
    link.send(.fail(message))
    _ = link.board.wait(timeout: .seconds(3)) { $0.failure }
  }

  /// The failure that has ended the job.
  public var failure: RankFailure? { link.board.update { $0.failure } }

  /// Ends the job as planned. All ranks must call it; it returns when all have done so.
  /// - Throws: ``RankFailure`` if a rank is missing or has failed.
  public func end() throws(RankFailure) {
    _ = try world.exchange([])
    // All ranks are here. From now on, processes end in any order, which is not a failure, and an error of one
    // of them must not keep the others.
    link.send(.prepareEnd)
    let last = world.startExchange([])
    _ = link.board.wait(timeout: .seconds(5)) { board in
      board.messages.removeValue(forKey: last) != nil || board.hasEnded ? true : nil
    }
    link.send(.end)
    _ = link.board.wait(timeout: .seconds(30)) { $0.hasEnded ? true : nil }
  }

  /// Ends the processes of all ranks.
  /// - Parameter status: The status of the processes.
  public func abort(status: Int32) -> Never {
    link.send(.abort(status: status))
    // The library ends this process. A library that waits for a missing computer must not keep it.
    sleep(3)
    _exit(status)
  }

  /// Ends the job because of a failure that this process has found by other means: the present and all later
  /// calls throw it. It returns after half a second at the latest.
  public func declare(_ failure: RankFailure) {
    link.send(.declare(failure))
    _ = link.board.wait(timeout: .milliseconds(500)) { $0.failure }
  }

  /// Finds the rank because of which the launcher ends this process: one whose process has ended, or that has
  /// sent nothing for longer than 1.5 seconds.
  ///
  /// A launcher ends all ranks soon after one has ended, often before the other ranks would miss it.
  public func missingRank() -> RankFailure? {
    let (failure, heard, statuses, lastSign) = link.board.update {
      ($0.failure, $0.heard, $0.statuses, $0.lastSign)
    }
    if let failure { return failure }
    let own = connection.identities[connection.rank]
    func found(_ rank: Int, _ reason: RankFailure.Reason) -> RankFailure {
      let identity = connection.identities[rank]
      let step = (statuses.first { $0.rank == rank } ?? statuses.first)?.step ?? 0
      return RankFailure(
        rank: rank, host: identity.host, process: identity.process, lastStep: step, reason: reason)
    }
    // The other ranks end when this process was stopped.
    if let lastSign, seconds() - lastSign > Engine.silenceLimit / 2 {
      return found(connection.rank, .silent(seconds: seconds() - lastSign))
    }
    for (rank, identity) in connection.identities.enumerated()
    where rank != connection.rank && identity.hasEnded(seenFrom: own) {
      return found(rank, .ended)
    }
    guard let (rank, time) = heard.min(by: { $0.value < $1.value }) else { return nil }
    let silence = seconds() - time
    return silence > 1.5 ? found(rank, .silent(seconds: silence)) : nil
  }
}
