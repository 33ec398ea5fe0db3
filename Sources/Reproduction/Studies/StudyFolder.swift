import Blueprint
import FoundationEssentials
import Glibc
import Runs

/// The folder of a study: `study.json`, and `records` with a file for each finished run.
///
/// Each file is replaced as a whole, so a process that is killed leaves no incomplete one.
public struct StudyFolder: Hashable, Sendable {
  /// The path of the folder.
  public let path: String

  /// Creates the description of a folder, which need not exist.
  public init(path: String) { self.path = path }

  /// The path of the study.
  public var studyPath: String { "\(path)/study.json" }
  /// The path of the folder with the records.
  public var recordsPath: String { "\(path)/records" }

  /// Reads the study; `nil` if there is none.
  /// - Throws: `StudyError.damagedFile` or `.newerFile`.
  public func study() throws(StudyError) -> Study? {
    guard access(studyPath, F_OK) == 0 else { return nil }
    return try read(Study.self, studyPath, newest: Study.currentVersion)
  }

  /// Writes the study.
  /// - Throws: `RunsError.fileFailed`.
  public func write(_ study: Study) throws(RunsError) {
    try create()
    try FileBytes.replace(studyPath, StudyJSON.bytes(of: study))
  }

  /// Creates the folder and that of the records.
  /// - Throws: `RunsError.fileFailed`.
  public func create() throws(RunsError) { try makeFolder(recordsPath) }

  /// Reads the record of a run; `nil` if the run is not finished.
  /// - Throws: `StudyError.damagedFile` or `.newerFile`.
  public func record(of run: String) throws(StudyError) -> RunRecord? {
    let path = recordPath(of: run)
    guard access(path, F_OK) == 0 else { return nil }
    return try read(RunRecord.self, path, newest: RunRecord.currentVersion)
  }

  /// Reads the records of the finished runs of a study, in the order of its runs.
  /// - Throws: `StudyError.damagedFile` or `.newerFile`.
  public func records(of study: Study) throws(StudyError) -> [RunRecord] {
    var records: [RunRecord] = []
    for run in study.runs {
      if let record = try record(of: run.name) { records.append(record) }
    }
    return records
  }

  /// Writes the record of a finished run.
  /// - Throws: `RunsError.fileFailed`.
  public func write(_ record: RunRecord) throws(RunsError) {
    try makeFolder(recordsPath)
    try FileBytes.replace(recordPath(of: record.run), record.bytes)
  }

  /// Writes another file into the folder, such as the report.
  /// - Throws: `RunsError.fileFailed`.
  public func write(_ text: String, as name: String) throws(RunsError) {
    try makeFolder(path)
    try FileBytes.replace("\(path)/\(name)", Array(text.utf8))
  }

  private func recordPath(of run: String) -> String { "\(recordsPath)/\(run).json" }

  private func makeFolder(_ path: String) throws(RunsError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .fileFailed(action: "create", path: path, code: error.systemCode ?? EIO)
    }
  }

  private func read<Value: Decodable>(
    _ type: Value.Type, _ path: String, newest: Int
  ) throws(StudyError) -> Value {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw .damagedFile(path: path, reason: error.systemReason ?? "\(error)")
    }
    do {
      let version = try StudyJSON.decoder.decode(Versioned.self, from: bytes).version
      guard version <= newest else { throw StudyError.newerFile(path: path, version: version) }
      return try StudyJSON.decoder.decode(type, from: bytes)
    } catch let error as StudyError {
      throw error
    } catch {
      throw .damagedFile(path: path, reason: "it is not JSON of this program")
    }
  }
}

/// The field that files of all versions have.
private struct Versioned: Decodable {
  var version: Int
}

/// The JSON of a study's files.
enum StudyJSON {
  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }

  /// Returns the JSON of a value with sorted keys.
  static func bytes(of value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("JSON can represent numbers and texts")
    }
    return Array(data) + Array("\n".utf8)
  }
}
