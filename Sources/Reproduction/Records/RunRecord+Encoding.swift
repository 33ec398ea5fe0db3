import Checksums
import DisplayText
import FoundationEssentials

extension RunRecord {
  /// The record as JSON, the contents of its file. The keys are sorted, so that equal records give equal bytes.
  public var bytes: [UInt8] { Array((Self.text(of: self) + "\n").utf8) }

  /// The plan as JSON.
  var planText: String { Self.text(of: plan) }

  private static func text(of value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("JSON can represent numbers and texts")
    }
    return String(decoding: data, as: UTF8.self).safeJSON
  }

  /// Reads the contents of a record's file.
  /// - Throws: `DecodingError` if they are not a record.
  public init(bytes: [UInt8]) throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    self = try decoder.decode(RunRecord.self, from: FoundationEssentials.Data(bytes))
  }

  /// The SHA-256 of the record's file, in hexadecimal digits, as `sha256sum` prints it.
  public var digest: String { SHA256.digits(of: bytes) }
}
