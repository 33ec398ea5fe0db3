import Blueprint
import DisplayText
import FoundationEssentials

extension JSONDecoder {
  /// A decoder that also reads NaN and the infinities, which are strings.
  static var tolerant: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}

extension JSONEncoder {
  /// Returns JSON with sorted keys, so that equal values give equal texts.
  static func text(_ value: some Encodable, pretty: Bool = false) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("JSON can represent numbers and texts")
    }
    return String(decoding: data, as: UTF8.self).safeJSON
  }
}

extension RunPlan {
  /// The plan as JSON on one line. The keys are sorted, so that equal plans give equal texts.
  var json: String { JSONEncoder.text(self) }

  /// The contents of `plan.json`.
  var fileBytes: [UInt8] { Array((JSONEncoder.text(self, pretty: true) + "\n").utf8) }
}
