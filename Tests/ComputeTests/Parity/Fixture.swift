import Foundation
import Testing

/// A safetensors file made by `make-fixtures.py`: named tensors, row by row, after a JSON header.
/// Its metadata contain the versions of the programs that made it.
struct Fixture {
  let metadata: [String: String]
  private let entries: [String: [String: Any]]
  private let body: Data

  /// Returns the URL of a file in the folder `Fixtures`.
  static func url(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name).safetensors")
  }

  init(_ url: URL) throws {
    let data = try Data(contentsOf: url, options: .alwaysMapped)
    let length = Int(
      data.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) })
    let header = try JSONSerialization.jsonObject(with: data[8..<8 + length])
    var entries = try #require(header as? [String: [String: Any]])
    metadata = try #require(entries.removeValue(forKey: "__metadata__") as? [String: String])
    self.entries = entries
    body = data[(8 + length)...]
  }

  /// Returns the rest of each name that begins with `prefix`.
  func names(after prefix: String) -> Set<String> {
    Set(entries.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) })
  }

  func shape(_ name: String) throws -> [Int] {
    try #require(entries[name]?["shape"] as? [Int], "a tensor \(name)")
  }

  func floats(_ name: String) throws -> [Float] {
    try words(name, "F32").map { Float(bitPattern: $0) }
  }

  func integers(_ name: String) throws -> [Int32] {
    try words(name, "I32").map { Int32(bitPattern: $0) }
  }

  func bytes(_ name: String) throws -> [UInt8] { Array(try data(name, "U8")) }

  private func words(_ name: String, _ type: String) throws -> [UInt32] {
    try data(name, type).withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map {
        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self))
      }
    }
  }

  private func data(_ name: String, _ type: String) throws -> Data {
    let entry = try #require(entries[name], "a tensor \(name)")
    try #require(entry["dtype"] as? String == type)
    let range = try #require(entry["data_offsets"] as? [Int])
    return body[body.startIndex + range[0]..<body.startIndex + range[1]]
  }
}
