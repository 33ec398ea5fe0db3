import Compute
import Images

extension TrainingJob {
  /// The largest part of the parameters in one message, in bytes.
  private static let messageBytes = 16 << 20

  /// Does this rank's part of some work, and waits until all ranks have done theirs.
  /// - Throws: The error of this rank, or `RankRefusal.failed` with that of the first other rank; in both cases
  ///   all ranks throw.
  func agree<Result>(_ work: () throws -> Result) throws -> Result {
    let result = Swift.Result(catching: work)
    var report = RankReport(host: status?.host ?? "")
    if case .failure(let error) = result {
      // Without an exchange nothing can be agreed.
      if error is RankFailure { throw error }
      report.problem = "\(error)"
    }
    let reports = try exchange(report)
    let value = try result.get()
    for (rank, report) in reports.enumerated() {
      guard let message = report.problem else { continue }
      throw RankRefusal.failed(rank: rank, host: report.host, message: message)
    }
    return value
  }

  /// Exchanges values of one type.
  func exchange<Value: Codable>(_ value: Value) throws -> [Value] {
    try exchange(RankCoding.encode(value)).map { try RankCoding.decode(Value.self, $0) }
  }

  /// Sends a value of rank 0 to all ranks.
  /// - Parameter value: The value, which only rank 0 computes.
  func share<Value: Codable>(_ value: @autoclosure () throws -> Value) throws -> Value {
    let messages = try exchange(isFirst ? RankCoding.encode(try value()) : [])
    return try RankCoding.decode(Value.self, messages[0])
  }

  /// Checks that all ranks have the same images.
  /// - Parameter data: The sources with their locations, in the same order on all ranks.
  /// - Throws: `RankRefusal.otherData` on all ranks if they do not, or the error of reading the images.
  func checkSameData(_ data: [(source: any DataSource, location: String)]) throws {
    let fingerprints = try agree { try data.map { try $0.source.fingerprint() } }
    let digests = try exchange(fingerprints.map(\.digest))
    guard digests.contains(where: { $0 != digests[0] }) else { return }
    let first = try share(fingerprints.map(\.json))
    var found: DataDifference?
    for (index, fingerprint) in fingerprints.enumerated() where found == nil {
      let other = try DataFingerprint(json: first[index])
      found = fingerprint.difference(from: other).map { difference in
        DataDifference(
          host: status?.host ?? "", data: data[index].location,
          text: difference.text(
            classes: other.classes.map(\.name), classesHere: fingerprint.classes.map(\.name)))
      }
    }
    for (rank, difference) in try exchange(found).enumerated() {
      guard let difference else { continue }
      throw RankRefusal.otherData(
        rank: rank, host: difference.host, data: difference.data, difference: difference.text)
    }
  }

  /// Sends numbers of rank 0 to all ranks, in pieces.
  /// - Parameters:
  ///   - count: The number of the numbers.
  ///   - numbers: The numbers, which only rank 0 computes.
  /// - Throws: The error of computing them, on all ranks.
  func share(count: Int, _ numbers: () throws -> [Float]) throws -> [Float] {
    var all = try agree {
      isFirst ? try numbers() : [Float](repeating: 0, count: count)
    }
    precondition(all.count == count, "all ranks must have the same number of numbers")
    let piece = Self.messageBytes / MemoryLayout<Float>.stride
    for start in stride(from: 0, to: count, by: piece) {
      let range = start..<min(start + piece, count)
      let message = try exchange(
        isFirst ? all[range].withUnsafeBytes { Array($0) } : [UInt8]())[0]
      guard !isFirst else { continue }
      all[range].withUnsafeMutableBytes { $0.copyBytes(from: message) }
    }
    return all
  }
}

/// The difference between the images of one rank and those of rank 0.
private struct DataDifference: Codable {
  var host: String
  var data: String
  var text: String
}

extension DataFingerprint.Difference {
  /// A description of the difference between rank 0's images, which are the record, and those of another rank.
  /// - Parameters:
  ///   - classes: The names of rank 0's classes.
  ///   - classesHere: The names of the other rank's classes.
  fileprivate func text(classes: [String], classesHere: [String]) -> String {
    switch self {
    case .otherClass(let number, let recorded, let now):
      "class \(number) is \(Self.quoted(now)) instead of \(Self.quoted(recorded))"
    case .otherLabel(let image):
      "an image is of class '\(classesHere[image.now])' instead of '\(classes[image.recorded])'"
    case .otherImages(let changes): changes.summary
    }
  }

  private static func quoted(_ name: String?) -> String { name.map { "'\($0)'" } ?? "missing" }
}
