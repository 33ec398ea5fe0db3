import Foundation
import Images
import Testing

/// A made-up ImageNet of three classes, as folders and as it is distributed. An image's colour tells
/// its class and its number.
struct MiniImageNet {
  static let classes = ["n00000001", "n00000002", "n00000003"]
  static let trainPerClass = 7
  static let validationPerClass = 3
  static let side = 32

  let folder: Folder

  /// Makes class folders in `folders`.
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

  /// Red is the class, green the number: levels that JPEG keeps well enough to tell them apart.
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

  /// Packs the folders as ImageNet is distributed, with names of its own in no order, into `archives`.
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
      "ILSVRC2012_devkit_t12/data/meta.mat", #require(Data(base64Encoded: Self.synsets)))
    try folder.run(
      "tar", "-czf", "archives/ILSVRC2012_devkit_t12.tar.gz", "ILSVRC2012_devkit_t12")
    return "\(folder.path)/archives"
  }

  /// Classes take turns, so that neighbours differ.
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

  /// What the ground truth calls the classes.
  static let numbers = [3, 1, 2]

  /// A meta.mat as ImageNet's, written by SciPy 1.17: `synsets`, 4×1 structures of ILSVRC2012_ID, WNID,
  /// words, gloss, num_children, children, wordnet_height and num_train_images. The first three are
  /// number 3 "crane, bird", 1 "crane, machine" and 2 "tench, Tinca tinca"; the fourth is no class.
  static let synsets = """
    TUFUTEFCIDUuMCBNQVQtZmlsZSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAAAAAAAAAAAAABSU0PAAAAjAEAAHic
    7ZVBT8IwFMcfYyDEhIB+gX4ADoAevEGiB0mMMWr0uMyt0ibQJWsN8ebRu35CTxz5CLauzK4ujGxeTHzJW/ce+f/W914b
    OgCwagE05SoXcCCxho5d6TXte9L5M+NYcPm7Cz2df5U+vbi5uz4dDYYjb3qmAPeXyZraMopDbiZm84hnEuxp4QWEzsMY
    s69EJtgwGBYewXRGhJaI2KfMowt/hjl0ZPIEvutpWvXUDFfW1vnEWhOlnxh6N0ffNvRdHbNBYkOd34Wzb3FUHMQ+w330
    QOMw5ZwXcHoW51B6xDD6eHlDSyoI8lHoc5Lyyvcn0Q+26Ddm6n/ru6X1V+8Te9/tAr0j32qw2xy3nYeRsf8iTsfiqFif
    h4Uv7wLDP/ufx6lnOHUQy+h/7rD73B2oPvcjY/9F9/fA4qhYYBaQPrqlLPCRUM/8fuTxGhZPxYLEGFftJ/ztc1D++93K
    /wvHRh1F99fNcFx4pJyUnTtlDMdV+ydLt+vP0zuWvpvK12OTU34f63HVc/QJzB9fqA8AAAA1AAAAeJzjY2BgSABiNiDm
    AGI+BghghfIZoWwYnV+SkVoEpHmAWIMBARihNBOUZobSLFAaALl1AwQ=
    """
    .filter { !$0.isWhitespace }
}
