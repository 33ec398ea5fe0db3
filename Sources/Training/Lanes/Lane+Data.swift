import Images

extension Lane {
  /// Reports the images in the data's folder that are not used.
  func reportPassedOver() {
    guard let warning = (data as? ImageFolder)?.passedOver.warning else { return }
    warn(kind: "passed-over", warning)
  }

  /// Reports images that cannot be decoded.
  func report(damaged images: [ImagesError]) {
    for image in images { reportDamage(image.problem) }
  }

  /// Reports an image that cannot be decoded, once for all ranks.
  func reportDamage(_ problem: String) {
    guard job == nil || reportedDamage.insert(problem).inserted else { return }
    warn(kind: "damaged-image", problem)
  }
}
