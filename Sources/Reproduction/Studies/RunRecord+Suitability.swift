import Blueprint

extension RunRecord.Data {
  /// The sides of the images that the small networks can be trained on, in pixels. Larger images would be cut
  /// down to a small part.
  private static let sides = 32...40

  /// Checks that the small networks can be trained on the images.
  /// - Throws: `StudyError.unsuitableImages` or `.tooFewImages`.
  public func checkForSmallNetworks() throws(StudyError) {
    guard image.channels == 3, Self.sides.contains(image.height), Self.sides.contains(image.width)
    else { throw .unsuitableImages(data: name, image: image) }
    let batch = 1
    guard trainImages >= batch, validationImages > 0 else {
      throw .tooFewImages(data: name, images: trainImages, batch: batch)
    }
  }
}
