import Glibc

/// The search for the images of an index that are nearest to a query: exactly those that a comparison with
/// all images finds.
///
/// The first pass reads all codes in blocks, and bounds each distance from below and from above. The
/// largest of the `count` smallest upper bounds is a limit: an image whose lower bound is greater cannot
/// be among the nearest. The second pass computes the exact distances of the remaining images, a few
/// hundred of 100,000, from their features.
struct NearestSearch {
  /// An image with its distance.
  struct Neighbor: Equatable {
    var image: Int
    var distance: Double
  }

  /// The size of the blocks in which codes are read. Larger ones are not faster.
  private static let blockBytes = 1 << 22

  let index: IndexFile

  /// Finds the nearest images.
  /// - Parameters:
  ///   - query: The features of the query.
  ///   - count: The number of images to find.
  ///   - isExcluded: Returns true for an image that is left out, such as the query itself.
  /// - Returns: The images by rising distance, those with equal distances by their numbers. There are
  ///   fewer than `count` if the index has fewer.
  /// - Throws: `EvaluatingError.indexFailed`.
  func nearest(
    to query: FeatureQuery, count: Int, excluding isExcluded: (Int) -> Bool = { _ in false }
  ) throws -> [Neighbor] {
    let candidates = try candidates(for: query, count: count, isExcluded)
    return try exact(candidates, query, count: count)
  }

  /// Returns the images whose distance can be among the smallest, by rising lower bound.
  private func candidates(
    for query: FeatureQuery, count: Int, _ isExcluded: (Int) -> Bool
  ) throws -> [Neighbor] {
    let layout = index.layout
    let perBlock = max(1, Self.blockBytes / layout.features)
    var block = [Int8](repeating: 0, count: min(perBlock, layout.images) * layout.features)
    var lower: [Neighbor] = []
    lower.reserveCapacity(layout.images)
    var limits = SmallestDistances(count: count)
    for first in stride(from: 0, to: layout.images, by: perBlock) {
      let images = first..<min(first + perBlock, layout.images)
      try block.withUnsafeMutableBytes { bytes in
        try index.read(
          UnsafeMutableRawBufferPointer(rebasing: bytes[..<(images.count * layout.features)]),
          at: layout.code(of: first))
      }
      block.withUnsafeBufferPointer { numbers in
        for image in images {
          guard let code = index.codes[image], !isExcluded(image) else { continue }
          let start = numbers.baseAddress! + (image - first) * layout.features
          let bounds = query.bounds(code, start)
          if bounds.lower <= limits.limit {
            lower.append(Neighbor(image: image, distance: bounds.lower))
            limits.add(bounds.upper)
          }
        }
      }
    }
    return lower.filter { $0.distance <= limits.limit }.sorted { $0.distance < $1.distance }
  }

  /// Computes exact distances, until the lower bounds of all remaining images are greater than the
  /// distances that were found.
  private func exact(
    _ candidates: [Neighbor], _ query: FeatureQuery, count: Int
  ) throws -> [Neighbor] {
    var features = [Float](repeating: 0, count: index.layout.features)
    var found: [Neighbor] = []
    for candidate in candidates {
      if found.count == count, let last = found.last, candidate.distance > last.distance { break }
      let distance = try features.withUnsafeMutableBufferPointer { features in
        try index.readFeatures(of: candidate.image, into: features)
        return query.distance(UnsafeBufferPointer(features))
      }
      let neighbor = Neighbor(image: candidate.image, distance: distance)
      let place =
        found.firstIndex { (distance, candidate.image) < ($0.distance, $0.image) } ?? found.count
      found.insert(neighbor, at: place)
      if found.count > count { found.removeLast() }
    }
    return found
  }
}

/// The smallest of many distances.
private struct SmallestDistances {
  private let count: Int
  /// The distances in rising order.
  private var distances: [Double] = []

  init(count: Int) { self.count = count }

  /// The largest of the distances when there are `count` of them; infinity before that.
  var limit: Double { distances.count < count ? .infinity : distances[count - 1] }

  mutating func add(_ distance: Double) {
    guard distance < limit else { return }
    let place = distances.firstIndex { distance < $0 } ?? distances.count
    distances.insert(distance, at: place)
    if distances.count > count { distances.removeLast() }
  }
}
