import Blueprint
import Images

/// The check that image files can be decoded, at a small size, which is faster.
struct ImageCheck {
  private static let side = 64

  private let images: SingleImages

  init() throws(ImagesError) {
    let shape = Shape(channels: 3, height: Self.side, width: Self.side)
    images = try SingleImages(
      imageShape: shape, input: InputFormat(shape, scale: 1, mean: .color([0, 0, 0])))
  }

  func check(_ path: String) throws(ImagesError) { _ = try images.file(path) }

  /// Returns what is wrong with an image, and what to do.
  static func explanation(of error: ImagesError) -> String {
    guard case .damagedImage(_, let damage) = error else { return error.sentences }
    var remedy = damage.remedy
    if case .unreadable = damage { remedy = "check the path" }
    return [damage.reason, remedy].map { "\($0.prefix(1).uppercased())\($0.dropFirst())." }
      .joined(separator: " ")
  }
}
