import Blueprint

extension RunRecord.Data {
  /// The sides of the images that the small networks can be trained on, in pixels. Larger images would be cut
  /// down to a small part.
  private static let smallSides = 32...40
  /// The smallest side of photographs: the input of the released configurations.
  private static let leastPhotographSide = 227

  /// Checks that the networks of a study can be trained on the images.
  /// - Throws: `StudyError.unsuitableImages` or `.noImages`.
  public func check(for scale: StudyScale) throws(StudyError) {
    let fits =
      switch scale {
      case .small: [image.height, image.width].allSatisfy(Self.smallSides.contains)
      case .imageNet: min(image.height, image.width) >= Self.leastPhotographSide
      }
    guard image.channels == 3, fits else {
      throw .unsuitableImages(data: name, image: image, scale)
    }
    guard trainImages > 0, validationImages > 0 else {
      throw .noImages(data: name, train: trainImages, validation: validationImages)
    }
  }
}
