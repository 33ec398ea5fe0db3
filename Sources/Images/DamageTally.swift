/// Counts the images that could not be used, names each once, and says when there are too many.
struct DamageTally {
  /// The share is judged of at least so many images: of a few, one is no share.
  private static let leastImages = 1_000

  private let limit: Double
  private let leastImages: Int
  private var seen = 0
  private var damaged = 0
  private var known: Set<String> = []
  private var unreported: [ImagesError] = []

  /// - Parameters:
  ///   - limit: the share of the images seen that may be damaged.
  ///   - images: how many there are.
  init(limit: Double, images: Int) {
    self.limit = limit
    leastImages = min(Self.leastImages, images)
  }

  mutating func add(seen count: Int, damaged images: [ImagesError]) throws(ImagesError) {
    seen += count
    guard !images.isEmpty else { return }
    damaged += images.count
    for image in images {
      guard known.insert(Self.words(image)).inserted else { continue }
      unreported.append(image)
    }
    guard Double(damaged) > limit * Double(max(seen, leastImages)) else { return }
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
