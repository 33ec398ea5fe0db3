import Foundation
import ImageNetFixtures
import Images
import Testing

/// A small artificial ImageNet of three classes, as folders and as archives. The colour of an image
/// encodes its class and its number.
struct MiniImageNet {
  static let classes = ["n00000001", "n00000002", "n00000003"]
  static let trainPerClass = 7
  static let validationPerClass = 3
  static let side = 32

  let folder: Folder

  /// Creates class folders in the folder `folders`.
  init(in folder: Folder) throws {
    self.folder = folder
    for (label, id) in Self.classes.enumerated() {
      for number in 0..<Self.trainPerClass {
        try folder.write(
          "folders/train/\(id)/\(id)_\(number).JPEG", Self.jpeg(label: label, number: number))
      }
      for number in 0..<Self.validationPerClass {
        try folder.write(
          "folders/val/\(id)/\(number).JPEG",
          Self.jpeg(label: label, number: Self.trainPerClass + number))
      }
    }
  }

  var path: String { "\(folder.path)/folders" }

  /// Returns the colour of an image. Red encodes the class, green the number, with steps that a JPEG
  /// preserves.
  static func color(label: Int, number: Int) -> SIMD3<UInt8> {
    SIMD3(UInt8(40 + 80 * label), UInt8(20 + 20 * number), 128)
  }

  static func jpeg(label: Int, number: Int) -> [UInt8] {
    let color = color(label: label, number: number)
    let (width, height) = (side + 8 * number, side + 4)
    let pixels = (0..<width * height).flatMap { _ in [color.x, color.y, color.z] }
    let encoder = JPEGEncoder(quality: 98, sampling: .full444)
    return pixels.withUnsafeBufferPointer {
      Array(encoder.encode($0, width: width, height: height))
    }
  }

  /// Packs the folders into archives as ImageNet is distributed, in the folder `archives`. The classes
  /// are not in order.
  /// - Returns: The path of the folder.
  func pack() throws -> String {
    for id in Self.classes {
      try folder.run("tar", "-cf", "\(id).tar", "-C", "folders/train/\(id)", ".")
    }
    try folder.write("archives/none", [UInt8]())
    try folder.remove("archives/none")
    let tars = Self.classes.reversed().map { "\($0).tar" }
    try folder.run("tar", "-cf", "archives/ILSVRC2012_img_train.tar", tars[0], tars[1], tars[2])
    try packValidation()
    try folder.write(
      "ILSVRC2012_devkit_t12/data/meta.mat", #require(Data(base64Encoded: SynsetsFile.compressed)))
    try folder.run(
      "tar", "-czf", "archives/ILSVRC2012_devkit_t12.tar.gz", "ILSVRC2012_devkit_t12")
    return "\(folder.path)/archives"
  }

  /// Packs the validation images. The classes alternate, so that neighbours have different labels.
  private func packValidation() throws {
    var truth = ""
    for number in 0..<Self.validationPerClass {
      for (label, id) in Self.classes.enumerated() {
        let name = "ILSVRC2012_val_0000000\(number * Self.classes.count + label + 1).JPEG"
        try folder.write("val/\(name)", folder.bytes(of: "folders/val/\(id)/\(number).JPEG"))
        truth += "\(Self.numbers[label])\n"
      }
    }
    try folder.write(
      "ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt", Data(truth.utf8))
    try folder.run("tar", "-cf", "archives/ILSVRC2012_img_val.tar", "-C", "val", ".")
  }

  /// The number of each class in the ground truth.
  static let numbers = [3, 1, 2]
}
