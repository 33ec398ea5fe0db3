import CMPI
import Channels
import Compute
import Glibc

extension Engine {
  /// Starts MPI, connects with the other ranks, and serves requests until the job ends.
  ///
  /// - Parameters:
  ///   - paths: The files that can contain the functions of MPI. The first that can be opened is used.
  ///   - limit: The time in which all ranks must have introduced themselves after the start of MPI, in seconds.
  static func run(_ link: Link, launcher: Launcher, paths: [String], limit: Int) {
    cm_prepare_thread()
    let engine: Engine
    do {
      engine = try connect(link, launcher, paths, limit)
    } catch {
      link.board.update { $0.connection = .failure(error) }
      return
    }
    link.board.update { board in
      board.connection = .success(engine.connection)
      board.statuses = [engine.meter.status]
    }
    engine.run()
  }

  private static func connect(
    _ link: Link, _ launcher: Launcher, _ paths: [String], _ limit: Int
  ) throws(ClusterError) -> Engine {
    let (functions, path) = try open(paths)
    let status = functions.start()
    link.board.update { $0.hasStarted = true }
    guard status == 0 else { throw .refused(function: "MPI_Init_thread", status: Int(status)) }
    let library = Self.name(ofLibrary: String(cString: functions.library()!))
    let size = Int(functions.size())
    if let expected = launcher.ranks, expected != size {
      throw .otherSize(library: library, found: size, expected: expected)
    }
    let rank = Int(functions.rank())
    let requests = Requests(functions)
    let identities = try introduce(rank, size, requests, launcher, limit)
    return Engine(
      link, functions, requests,
      Connection(rank: rank, identities: identities, library: library, path: path))
  }

  /// Opens the first file that exists and can be opened.
  private static func open(_ paths: [String]) throws(ClusterError) -> (cm_functions, String) {
    var refusal: ClusterError?
    for path in paths where access(path, F_OK) == 0 {
      do {
        return (try functions(of: path), path)
      } catch {
        refusal = refusal ?? error
      }
    }
    throw refusal ?? .shimMissing(places: paths)
  }

  /// Opens the part of the program that uses MPI.
  static func functions(of path: String) throws(ClusterError) -> cm_functions {
    var problem: UnsafePointer<CChar>?
    if let functions = cm_open(path, &problem) { return functions.pointee }
    throw problem.map { .shimRefused(path: path, message: String(cString: $0)) }
      ?? .otherVersion(path: path)
  }

  /// Returns the first part of the description of an MPI library: "Open MPI v4.1.4", "MPICH Version: 4.0.2".
  static func name(ofLibrary text: String) -> String {
    let line = text.prefix { !$0.isNewline && $0 != "," }
    return line.replacing("\t", with: " ").replacing("Version: ", with: "")
      .split(separator: " ").joined(separator: " ")
  }

  /// Exchanges the names of computers and the process IDs.
  private static func introduce(
    _ rank: Int, _ size: Int, _ requests: Requests, _ launcher: Launcher, _ limit: Int
  ) throws(ClusterError) -> [Identity] {
    let own = Link()
    let queue = WorkQueue(number: 0, members: Array(0..<size), rank: rank)
    queue.start(Exchange(Identity.current().bytes, number: 0, rank: rank, ranks: size))
    var heard: Set<Int> = [rank]
    let end = seconds() + Double(limit)
    while queue.isActive {
      do {
        _ = try queue.advance(requests, own) { heard.insert($0) }
      } catch {
        throw .notReached(rank: error.rank)
      }
      guard seconds() < end else {
        throw .notConnected(
          missing: (0..<size).filter { !heard.contains($0) }, .now(launcher, seconds: limit))
      }
      pause(microseconds: 50)
    }
    let messages = own.board.update { $0.messages[0] } ?? []
    let identities = messages.compactMap(Identity.init)
    guard identities.count == size else {
      throw .notConnected(
        missing: messages.indices.filter { Identity(messages[$0]) == nil },
        .now(launcher, seconds: limit))
    }
    return identities
  }
}

extension ClusterError.Delay {
  /// Finds the ranks of this computer that are late now.
  static func now(_ launcher: Launcher, seconds: Int) -> Self {
    let found = LocalRankProcesses(of: launcher)
    return Self(seconds: seconds, ranks: found.delayed, reporter: found.reporter)
  }
}

/// Waits for a short time.
func pause(microseconds: Int) {
  var time = timespec(tv_sec: 0, tv_nsec: microseconds * 1000)
  nanosleep(&time, nil)
}
