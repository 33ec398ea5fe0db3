import Blueprint
import Foundation

/// The directory that holds all runs, a folder each.
public struct RunStore: Sendable {
  public static let longestName = 64

  public let directory: String

  public init(directory: String) {
    self.directory = directory
  }

  /// `$XDG_DATA_HOME/alexnet/runs`, by default `~/.local/share/alexnet/runs`. A relative
  /// `$XDG_DATA_HOME` is ignored, as the XDG base directory specification asks.
  public init(environment: [String: String]) throws(RunsError) {
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.local/share" : nil }
    let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let base = data ?? home else { throw .noPlaceForRuns }
    directory = "\(base)/alexnet/runs"
  }

  /// Makes a run's folder and writes its plan. Without a name the run is called after its network and
  /// its data, with the first number that is free: "compact-scenes-1". An existing run is never touched.
  ///
  /// - Parameters:
  ///   - plan: the plan of the run.
  ///   - name: the name of the run; `nil` chooses one.
  ///   - data: what the images are called, such as "CIFAR-10".
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
    if let code = FileBytes.create(run.planPath, Array((plan.json(pretty: true) + "\n").utf8)) {
      // A folder without a plan is no run.
      rmdir(run.folder)
      throw .fileFailed(action: "write", path: run.planPath, code: code)
    }
    return run
  }

  /// An existing run by its name.
  public func run(named name: String) throws(RunsError) -> Run {
    let folder = "\(directory)/\(name)"
    guard Self.isValid(name), FileManager.default.fileExists(atPath: folder) else {
      throw .noSuchRun(name, directory: directory)
    }
    return Run(name: name, folder: folder)
  }

  static func isValid(_ name: String) -> Bool {
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: false
      }
    }
    return (1...longestName).contains(name.utf8.count) && name.utf8.first.map(isPlain) == true
      && name.utf8.allSatisfy { isPlain($0) || "-_.".utf8.contains($0) }
  }

  /// A name's plain letters and digits, lower case, with '-' for everything between them.
  private static func word(_ text: String) -> String {
    let plain = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
      .joined(separator: "-").prefix(longestName / 2 - 4)
    return plain.isEmpty ? "run" : String(plain)
  }

  /// Every folder on the way; an `errno` of ours, for Foundation hides why it could not.
  private func makeDirectory() throws(RunsError) {
    var path = directory.hasPrefix("/") ? "" : "."
    for part in directory.split(separator: "/") {
      path += "/\(part)"
      guard mkdir(path, 0o755) == 0 || errno == EEXIST || access(path, F_OK) == 0 else {
        throw .fileFailed(action: "create", path: path, code: errno)
      }
    }
  }

  /// `mkdir` either makes the folder or says that it is there: two processes never get the same one.
  private func makeFolder(_ name: String) throws(RunsError) -> Run {
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
      } catch .nameTaken {
        number += 1
      }
    }
  }
}

extension Run {
  /// Where it is among others.
  public var store: RunStore {
    RunStore(directory: String(folder.prefix(max(0, folder.utf8.count - name.utf8.count - 1))))
  }
}

extension RunStore {
  /// All runs, the latest first, and the folders that could not be read.
  public struct Listing: Equatable, Sendable {
    public var runs: [RunSummary]
    public var unreadable: [Unreadable]

    public init(runs: [RunSummary], unreadable: [Unreadable]) {
      self.runs = runs
      self.unreadable = unreadable
    }

    public struct Unreadable: Equatable, Sendable {
      public var name: String
      public var error: RunsError
    }
  }

  /// Reads every run. One that cannot be read is reported beside the others; a store that was never
  /// used is empty.
  /// - Parameter earlier: journals that have not changed since are not read again.
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

  func folderNames() throws(RunsError) -> [String] {
    guard FileManager.default.fileExists(atPath: directory) else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: directory).sorted().filter {
        var isFolder: ObjCBool = false
        return !$0.hasPrefix(".")
          && FileManager.default.fileExists(atPath: "\(directory)/\($0)", isDirectory: &isFolder)
          && isFolder.boolValue
      }
    } catch {
      throw .fileFailed(action: "read", path: directory, code: EIO)
    }
  }
}
