import Blueprint
import Images

/// The damaged images of a set, on standard error.
enum DamageReport {
  /// The greatest number of images that are named.
  private static let maximumListed = 20

  static func print(_ damaged: [ImagesError]) {
    for error in damaged.prefix(maximumListed) { StandardError.write(error.errorLine) }
    let rest = damaged.count - maximumListed
    if rest > 0 {
      StandardError.write(ErrorMessage.line("\(rest.grouped) more images are damaged."))
    }
  }
}
