/// A count of damaged images, which reports each image once and throws when there are too many.
struct DamageTally {
  /// The smallest number of images from which the share is computed, because a share of a few images is
  /// meaningless. A smaller set counts as a whole.
  private static let minimumImages = 1_000

  private let limit: Double
  private let images: Int
  private var seen = 0
  private var known: Set<String> = []
  private var unreported: [ImagesError] = []

  /// Creates an empty count.
  /// - Parameters:
  ///   - limit: The share of the images seen that can be damaged without an error.
  ///   - images: The number of images in an epoch.
  init(limit: Double, images: Int) {
    self.limit = limit
    self.images = images
  }

  /// Counts images that were read.
  /// - Throws: `.tooManyDamagedImages`.
  mutating func add(seen count: Int, damaged: [ImagesError]) throws(ImagesError) {
    // After the first epoch the same images come again.
    seen = min(seen + count, images)
    guard !damaged.isEmpty else { return }
    for image in damaged {
      guard known.insert(Self.description(of: image)).inserted else { continue }
      unreported.append(image)
    }
    let total = max(seen, min(Self.minimumImages, images))
    guard Double(known.count) > limit * Double(total) else { return }
    throw .tooManyDamagedImages(images: known.sorted(), seen: seen, limit: limit)
  }

  /// Returns the errors of the images that were not returned before.
  mutating func drainUnreported() -> [ImagesError] {
    defer { unreported = [] }
    return unreported
  }

  private static func description(of error: ImagesError) -> String {
    guard case .damagedImage(let path, let damage) = error else { return error.problem }
    return "\(path) (\(damage.reason))"
  }
}
