import FoundationEssentials
import Glibc

extension Run {
  /// The path of the folder with the results of evaluations, which need not exist.
  public var evaluationsPath: String { "\(folder)/evaluations" }

  /// The results of evaluations, the latest first. Files that cannot be read are left out, and so are
  /// results of other weights than those that the checkpoint of the step now has.
  public var evaluations: [Evaluation] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: evaluationsPath)) ?? []
    let recorded = names.filter { $0.hasSuffix(".json") }
      .compactMap { try? evaluation(at: "\(evaluationsPath)/\($0)") }
    // A checkpoint's header is read only for the steps that were evaluated.
    let weights = Dictionary(
      Set(recorded.map(\.step)).map { step in
        (step, Checkpoint.checksum(path: checkpoints.path(ofStep: step)))
      }, uniquingKeysWith: { first, _ in first })
    return recorded.filter { evaluation in
      guard let present = weights[evaluation.step] ?? nil else { return true }
      return evaluation.weights == present
    }
    .sorted { ($1.time, $1.step) < ($0.time, $0.step) }
  }

  /// The times at which the folders that determine ``evaluations`` were changed. If they are the same as
  /// before, so are the results.
  var evaluationTimes: EvaluationTimes {
    EvaluationTimes(
      results: FolderTime(evaluationsPath), checkpoints: FolderTime(checkpoints.path))
  }

  /// Writes a result, and replaces an earlier one of the same step, images and views.
  /// - Returns: The path of the file.
  /// - Throws: `RunsError.fileFailed`.
  @discardableResult
  public func record(_ evaluation: Evaluation) throws(RunsError) -> String {
    guard mkdir(evaluationsPath, 0o755) == 0 || errno == EEXIST else {
      throw .fileFailed(action: "create", path: evaluationsPath, code: errno)
    }
    let path = "\(evaluationsPath)/\(evaluation.fileName)"
    try FileBytes.replace(path, Array((JSONEncoder.text(evaluation) + "\n").utf8))
    return path
  }

  private func evaluation(at path: String) throws -> Evaluation {
    struct Versioned: Decodable { let version: Int }
    let data = try Self.read(path)
    let decoder = JSONDecoder.tolerant
    guard try decoder.decode(Versioned.self, from: data).version <= Evaluation.currentVersion else {
      throw CocoaError(.fileReadUnknown)
    }
    return try decoder.decode(Evaluation.self, from: data)
  }
}

/// The times at which a run's results and its checkpoints were changed.
struct EvaluationTimes: Equatable, Sendable {
  /// `nil` if the run was not evaluated.
  var results: FolderTime?
  var checkpoints: FolderTime?
}

/// The time at which a file was last added to a folder, replaced in it or removed from it.
struct FolderTime: Equatable, Sendable {
  private let seconds: Int
  private let nanoseconds: Int

  /// Reads the time; `nil` if there is no such folder.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }
}

extension Evaluation {
  /// The name of the file: "step-00001200-10-views-1a2b3c4d.json".
  fileprivate var fileName: String {
    let digits = String(step)
    let number = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    let runs = others.isEmpty ? "" : "-\(others.count + 1)-runs"
    return "step-\(number)-\(views)-view\(views == 1 ? "" : "s")\(runs)"
      + "-\(images.fingerprint.prefix(8)).json"
  }
}
