import Checksums
import DisplayText

/// A JSON object on one line, with its fields in the order in which they were added.
struct FlatJSON {
  private var fields = ""

  var text: String { "{\(fields)}" }

  /// Adds the field `crc`: the CRC-32 of everything before it, with the opening brace.
  mutating func addChecksum() {
    var checksum = CRC32()
    var beginning = "{" + fields
    beginning.withUTF8 { checksum.update(UnsafeRawBufferPointer($0)) }
    add("crc", checksum.digits)
  }

  mutating func add(_ key: String, _ value: String) { add(key, json: Self.quoted(value)) }

  mutating func add(_ key: String, _ value: Bool) { add(key, json: value ? "true" : "false") }

  mutating func add(_ key: String, _ value: some FixedWidthInteger) {
    add(key, json: String(value))
  }

  /// Adds a number with the fewest digits that give the same value when they are read in its precision.
  mutating func add<Value>(_ key: String, _ value: Value)
  where Value: BinaryFloatingPoint & CustomStringConvertible {
    let word = value.isNaN ? "nan" : value.description
    add(key, json: value.isFinite ? word : Self.quoted(word))
  }

  mutating func add(_ key: String, _ values: [String]) {
    add(key, json: "[\(values.map(Self.quoted).joined(separator: ","))]")
  }

  /// Adds a value that is JSON on one line.
  mutating func add(_ key: String, json: String) {
    if !fields.isEmpty { fields += "," }
    fields += "\"\(key)\":\(json)"
  }

  /// Returns a JSON string. Characters that are unsafe on a terminal are escaped.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.isUnsafe:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
