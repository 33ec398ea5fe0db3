import Foundation

@testable import Runs

/// A safetensors file for tests, in the form of Hugging Face's library: without a checksum. Elements are ones of
/// single precision, unless others are given.
struct TensorFile {
  /// The names and shapes in order.
  var tensors: [(name: String, shape: [Int])]
  /// The elements of some tensors.
  var values: [String: [Float]] = [:]
  /// The type of all elements: "F32", "BF16", or another type of four bytes, whose bits are those of "F32".
  var type = "F32"

  /// Writes the file.
  func write(to path: String) throws {
    var header: [String] = []
    var data: [UInt8] = []
    for (name, shape) in tensors {
      let count = shape.reduce(1, *)
      let numbers = values[name] ?? Array(repeating: 1, count: count)
      precondition(numbers.count == count, "the elements fill the shape")
      let start = data.count
      for number in numbers {
        let bytes = Self.bytes(number.bitPattern)
        data += type == "BF16" ? bytes[2...] : bytes[0...]
      }
      header.append(
        "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),"
          + "\"data_offsets\":[\(start),\(data.count)]}")
    }
    let text = "{" + header.joined(separator: ",") + "}"
    let file = Self.bytes(UInt64(text.utf8.count)) + Array(text.utf8) + data
    try Data(file).write(to: URL(filePath: path))
  }

  /// The bytes of an integer, the lowest first.
  private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}

/// The tensors of published networks, copied by hand from their listings.
enum PublishedTensors {
  /// `{k: tuple(v.shape) for k, v in torchvision.models.alexnet().state_dict().items()}`.
  static let torchvision: [(name: String, shape: [Int])] = [
    ("features.0.weight", [64, 3, 11, 11]), ("features.0.bias", [64]),
    ("features.3.weight", [192, 64, 5, 5]), ("features.3.bias", [192]),
    ("features.6.weight", [384, 192, 3, 3]), ("features.6.bias", [384]),
    ("features.8.weight", [256, 384, 3, 3]), ("features.8.bias", [256]),
    ("features.10.weight", [256, 256, 3, 3]), ("features.10.bias", [256]),
    ("classifier.1.weight", [4096, 9216]), ("classifier.1.bias", [4096]),
    ("classifier.4.weight", [4096, 4096]), ("classifier.4.bias", [4096]),
    ("classifier.6.weight", [1000, 4096]), ("classifier.6.bias", [1000]),
  ]

  /// The blobs of BVLC's AlexNet and CaffeNet, as Caffe prints them when it loads the model.
  static let caffe: [(name: String, shape: [Int])] = [
    ("conv1.weight", [96, 3, 11, 11]), ("conv1.bias", [96]),
    ("conv2.weight", [256, 48, 5, 5]), ("conv2.bias", [256]),
    ("conv3.weight", [384, 256, 3, 3]), ("conv3.bias", [384]),
    ("conv4.weight", [384, 192, 3, 3]), ("conv4.bias", [384]),
    ("conv5.weight", [256, 192, 3, 3]), ("conv5.bias", [256]),
    ("fc6.weight", [4096, 9216]), ("fc6.bias", [4096]),
    ("fc7.weight", [4096, 4096]), ("fc7.bias", [4096]),
    ("fc8.weight", [1000, 4096]), ("fc8.bias", [1000]),
  ]
}

extension [(name: String, shape: [Int])] {
  /// The descriptions of the tensors.
  var described: [Safetensors.Tensor] { map { Safetensors.Tensor($0.name, shape: $0.shape) } }
}
