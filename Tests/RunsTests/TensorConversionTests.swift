import Foundation
import Testing

@testable import Runs

/// Tensors in types of other programs. The bit patterns are those of IEEE 754 and of bfloat16, by hand.
@Suite struct TensorConversionTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = "\(folder.path)/tensor.safetensors"
  }

  /// Writes a file with one tensor in the form of the safetensors library: without a checksum.
  private func file(_ type: String, shape: [Int], _ bytes: [UInt8]) throws -> SafetensorsFile {
    let sizes = shape.map(String.init).joined(separator: ",")
    let header =
      #"{"t":{"dtype":"\#(type)","shape":[\#(sizes)],"data_offsets":[0,\#(bytes.count)]}}"#
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    try Data(length + Array(header.utf8) + bytes).write(to: URL(filePath: path))
    return try SafetensorsFile(path: path)
  }

  private func bytes(_ patterns: [some FixedWidthInteger]) -> [UInt8] {
    patterns.flatMap { pattern in withUnsafeBytes(of: pattern.littleEndian) { Array($0) } }
  }

  @Test func halfPrecisionIsConverted() throws {
    // 1, −2, 65504 (the greatest), 2⁻²⁴ (the smallest), 1/3 rounded, −0, infinity.
    let patterns: [UInt16] = [0x3C00, 0xC000, 0x7BFF, 0x0001, 0x3555, 0x8000, 0x7C00]
    let numbers = try #require(try file("F16", shape: [7], bytes(patterns)).converted("t"))
    #expect(numbers == [1, -2, 65504, 0x1p-24, 0.333251953125, 0, .infinity])
    #expect(numbers[5].sign == .minus)
  }

  /// The expected value is computed from sign, exponent and fraction.
  @Test func everyFiniteHalfPrecisionNumberIsExact() throws {
    let patterns = (UInt16(0)...0x7BFF).flatMap { [$0, $0 | 0x8000] }
    let numbers = try #require(
      try file("F16", shape: [patterns.count], bytes(patterns)).converted("t"))
    for (bits, number) in zip(patterns, numbers) {
      let exponent = Double(bits >> 10 & 31)
      let fraction = Double(bits & 1023) / 1024
      let size =
        exponent == 0 ? fraction * 0x1p-14 : (1 + fraction) * Foundation.pow(2, exponent - 15)
      #expect(Double(number) == (bits >> 15 == 1 ? -size : size))
    }
  }

  @Test func brainFloatsAreConverted() throws {
    // 1, −2, 3.140625, the greatest, which is 255 · 2¹²⁰.
    let patterns: [UInt16] = [0x3F80, 0xC000, 0x4049, 0x7F7F]
    let numbers = try #require(try file("BF16", shape: [4], bytes(patterns)).converted("t"))
    #expect(numbers == [1, -2, 3.140625, 255 * 0x1p120])
  }

  @Test func doublePrecisionIsRounded() throws {
    let values = [0.1, -1e300, 1e-300, 16_777_217]
    let numbers = try #require(
      try file("F64", shape: [2, 2], bytes(values.map(\.bitPattern))).converted("t"))
    #expect(numbers == [Float(0.1), -.infinity, 0, 16_777_216])
  }

  @Test func tensorsThatAreLargerThanABlockAreWhole() throws {
    let patterns = (0..<700_000).map { UInt16($0 % 31 << 7 | 0x3F00) }
    let numbers = try #require(
      try file("BF16", shape: [700_000], bytes(patterns)).converted("t"))
    #expect(numbers.count == 700_000)
    #expect(numbers.map { UInt16($0.bitPattern >> 16) } == patterns)
  }

  @Test(arguments: ["I64", "I32", "I16", "I8", "U64", "U32", "U16", "U8", "BOOL", "F8_E4M3"])
  func otherTypesCanBeListedButNotConverted(type: String) throws {
    let size = try #require(Safetensors.ElementType(rawValue: type)).bytes
    let file = try file(type, shape: [3], Array(repeating: 1, count: 3 * size))
    #expect(file.tensors == [.init("t", .init(rawValue: type)!, shape: [3])])
    #expect(try file.converted("t") == nil)
    #expect(!file.isVerifiable)
  }

  @Test func aTensorOfAnotherNameIsNotFound() throws {
    #expect(try file("F32", shape: [1], [0, 0, 0x80, 0x3F]).converted("u") == nil)
    #expect(try file("F32", shape: [1], [0, 0, 0x80, 0x3F]).converted("t") == [1])
  }
}
