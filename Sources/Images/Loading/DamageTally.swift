/// Counts the images that could not be used, names each once, and says when there are too many.
struct DamageTally {
  /// The share is judged of at least so many images: of a few, one is no share.
  private static let leastImages = 1_000

  private let limit: Double
  private let images: Int
  private var seen = 0
  private var known: Set<String> = []
  private var unreported: [ImagesError] = []

  /// - Parameters:
  ///   - limit: the share of the images seen that may be damaged.
  ///   - images: how many there are.
  init(limit: Double, images: Int) {
    self.limit = limit
    self.images = images
  }

  mutating func add(seen count: Int, damaged: [ImagesError]) throws(ImagesError) {
    // Every epoch shows every image once.
    seen = min(seen + count, images)
    guard !damaged.isEmpty else { return }
    for image in damaged {
      guard known.insert(Self.words(image)).inserted else { continue }
      unreported.append(image)
    }
    let judged = max(seen, min(Self.leastImages, images))
    guard Double(known.count) > limit * Double(judged) else { return }
    throw .tooManyDamagedImages(images: known.sorted(), seen: seen, limit: limit)
  }

  /// Those that have not been taken before.
  mutating func takeUnreported() -> [ImagesError] {
    defer { unreported = [] }
    return unreported
  }

  private static func words(_ error: ImagesError) -> String {
    guard case .damagedImage(let path, let damage) = error else { return error.problem }
    return "\(path) (\(damage.reason))"
  }
}
