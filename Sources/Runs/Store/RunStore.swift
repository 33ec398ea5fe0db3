import Blueprint
import FoundationEssentials
import Glibc
import Machine

/// The directory of all runs, with one folder for each run.
public struct RunStore: Sendable {
  /// The maximum length of a run's name, in characters.
  public static let maximumNameLength = 64

  /// The path of the directory.
  public let directory: String

  /// Creates a store in a directory, which need not exist.
  public init(directory: String) {
    self.directory = directory
  }

  /// Creates the store in `$XDG_DATA_HOME/alexnet/runs`, by default `~/.local/share/alexnet/runs`. A
  /// relative `$XDG_DATA_HOME` is ignored, as the XDG base directory specification requires.
  /// - Throws: `RunsError.noPlaceForRuns` if neither variable names a directory.
  public init(environment: [String: String]) throws(RunsError) {
    guard let data = UserFolders.data(environment) else { throw .noPlaceForRuns }
    directory = "\(data)/runs"
  }

  /// Creates a run's folder and writes its plan. Existing runs are never changed.
  ///
  /// - Parameters:
  ///   - plan: The plan of the run.
  ///   - name: The name of the run; `nil` for a name made of the network's and the data's, with the first
  ///     free number: "compact-scenes-1".
  ///   - data: The name of the images, such as "CIFAR-10".
  /// - Throws: `RunsError.invalidName`, `.nameTaken` or `.fileFailed`.
  public func create(
    _ plan: RunPlan, name: String? = nil, data: String
  ) throws(RunsError) -> Run {
    if let name, !Self.isValid(name) { throw .invalidName(name) }
    try makeDirectory()
    let run: Run
    if let name {
      run = try makeFolder(name)
    } else {
      run = try makeNumberedFolder("\(Self.word(plan.network.name))-\(Self.word(data))")
    }
    if let code = FileBytes.create(run.planPath, plan.fileBytes) {
      // A folder without a plan would be listed as a damaged run.
      rmdir(run.folder)
      throw .fileFailed(action: "write", path: run.planPath, code: code)
    }
    return run
  }

  /// Returns an existing run.
  /// - Throws: `RunsError.noSuchRun`.
  public func run(named name: String) throws(RunsError) -> Run {
    let folder = "\(directory)/\(name)"
    guard Self.isValid(name), FileManager.default.fileExists(atPath: folder) else {
      let names = (try? folderNames()) ?? []
      throw .noSuchRun(name, directory: directory, nearest: name.nearest(in: names))
    }
    return Run(name: name, folder: folder)
  }

  /// The names that a run can have, in words.
  public static let allowedNames =
    "1 to \(maximumNameLength) letters, digits, '-', '_' or '.', a letter or digit first"

  /// Returns true if a run can have this name.
  public static func isValid(_ name: String) -> Bool {
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: false
      }
    }
    return (1...maximumNameLength).contains(name.utf8.count) && name.utf8.first.map(isPlain) == true
      && name.utf8.allSatisfy { isPlain($0) || "-_.".utf8.contains($0) }
  }

  /// Returns the ASCII letters and digits of a text in lower case, with one '-' for everything between
  /// them.
  private static func word(_ text: String) -> String {
    let plain = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
      .joined(separator: "-").prefix(maximumNameLength / 2 - 4)
    return plain.isEmpty ? "run" : String(plain)
  }

  /// Creates the directory and the directories above it. Foundation's errors would hide the `errno`.
  func makeDirectory() throws(RunsError) {
    var path = directory.hasPrefix("/") ? "" : "."
    for part in directory.split(separator: "/") {
      path += "/\(part)"
      guard mkdir(path, 0o755) == 0 || errno == EEXIST || access(path, F_OK) == 0 else {
        throw .fileFailed(action: "create", path: path, code: errno)
      }
    }
  }

  /// Creates a run's folder. `mkdir` fails if the folder exists, so two processes never get the same one.
  private func makeFolder(_ name: String) throws(RunsError) -> Run {
    try checkIsNotDeletedParent(name)
    let folder = "\(directory)/\(name)"
    guard mkdir(folder, 0o755) == 0 else {
      throw errno == EEXIST
        ? .nameTaken(name, directory: directory)
        : .fileFailed(action: "create", path: folder, code: errno)
    }
    return Run(name: name, folder: folder)
  }

  private func makeNumberedFolder(_ stem: String) throws(RunsError) -> Run {
    var number = 1
    while true {
      do {
        return try makeFolder("\(stem)-\(number)")
      } catch {
        guard error.isAboutTakenName else { throw error }
        number += 1
      }
    }
  }
}

extension Run {
  /// The store that the run is in.
  public var store: RunStore {
    RunStore(directory: String(folder.prefix(max(0, folder.utf8.count - name.utf8.count - 1))))
  }
}

extension RunStore {
  /// All runs of a store.
  public struct Listing: Equatable, Sendable {
    /// The runs, the latest first.
    public var runs: [RunSummary]
    /// The folders that could not be read as runs.
    public var unreadable: [Unreadable]

    /// Creates a listing.
    public init(runs: [RunSummary], unreadable: [Unreadable]) {
      self.runs = runs
      self.unreadable = unreadable
    }

    /// A folder that could not be read as a run.
    public struct Unreadable: Equatable, Sendable {
      /// The name of the folder.
      public var name: String
      /// The reason.
      public var error: RunsError
    }
  }

  /// Reads the summaries of all runs. A store that does not exist has no runs.
  /// - Parameter earlier: An earlier listing. Journals that have not changed since are not read again.
  /// - Throws: `RunsError.fileFailed` if the directory cannot be read. Errors of one run are part of the
  ///   listing.
  public func list(after earlier: Listing? = nil) throws(RunsError) -> Listing {
    let known = Dictionary(
      earlier?.runs.map { ($0.name, $0) } ?? [], uniquingKeysWith: { first, _ in first })
    var listing = Listing(runs: [], unreadable: [])
    for name in try folderNames() {
      do {
        listing.runs.append(
          try RunSummary(of: Run(name: name, folder: "\(directory)/\(name)"), after: known[name]))
      } catch {
        listing.unreadable.append(.init(name: name, error: error))
      }
    }
    listing.runs.sort { ($0.started ?? .infinity, $1.name) > ($1.started ?? .infinity, $0.name) }
    return listing
  }

  /// Returns the runs that processes train now, in alphabetical order. No plan or journal is read.
  public func runsInTraining() -> [Run] {
    ((try? folderNames()) ?? []).map { Run(name: $0, folder: "\(directory)/\($0)") }
      .filter(\.isTraining)
  }

  /// Returns the names of the visible folders, each of which is a run, in alphabetical order.
  public func folderNames() throws(RunsError) -> [String] {
    guard FileManager.default.fileExists(atPath: directory) else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: directory).sorted().filter {
        var isFolder = false
        return !$0.hasPrefix(".")
          && FileManager.default.fileExists(atPath: "\(directory)/\($0)", isDirectory: &isFolder)
          && isFolder
      }
    } catch {
      throw .fileFailed(action: "read", path: directory, code: error.systemCode ?? EIO)
    }
  }
}
