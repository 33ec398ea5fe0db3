import Foundation

extension Run {
  /// The path of the folder with the results of evaluations, which need not exist.
  public var evaluationsPath: String { "\(folder)/evaluations" }

  /// The results of evaluations, the latest first. Files that cannot be read are left out, and so are
  /// results of other weights than those that the checkpoint of the step now has.
  public var evaluations: [Evaluation] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: evaluationsPath)) ?? []
    let weights = Dictionary(
      checkpoints.steps.map { ($0, Checkpoint.checksum(path: checkpoints.path(ofStep: $0))) },
      uniquingKeysWith: { first, _ in first })
    return names.filter { $0.hasSuffix(".json") }
      .compactMap { try? evaluation(at: "\(evaluationsPath)/\($0)") }
      .filter { evaluation in
        guard let present = weights[evaluation.step] ?? nil else { return true }
        return evaluation.weights == present
      }
      .sorted { ($1.time, $1.step) < ($0.time, $0.step) }
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
