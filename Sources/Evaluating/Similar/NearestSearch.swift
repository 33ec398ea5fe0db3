import Channels
import Dispatch

/// The search for the images of an index that are nearest to a query: exactly those that a comparison with
/// all images finds.
///
/// The first pass reads all codes in blocks, and bounds each distance from below and from above. The
/// largest of the `count` smallest upper bounds is a limit: an image whose lower bound is greater cannot
/// be among the nearest. The second pass computes the exact distances of the remaining images, a few
/// hundred of 100,000, from their features.
struct NearestSearch {
  /// An image with its distance.
  struct Neighbor: Equatable, Sendable {
    var image: Int
    var distance: Double
  }

  /// The size of the blocks in which codes are read. Larger ones are not faster.
  private static let blockBytes = 1 << 22

  let index: IndexFile
  /// The number of threads that read codes.
  let threads: Int

  /// - Parameters:
  ///   - index: The features of the images.
  ///   - threads: The number of threads that read codes.
  init(index: IndexFile, threads: Int = 1) {
    self.index = index
    self.threads = threads
  }

  /// Finds the nearest images.
  /// - Parameters:
  ///   - query: The features of the query.
  ///   - count: The number of images to find.
  ///   - excluded: The numbers of images that are left out, such as that of the query itself.
  /// - Returns: The images by rising distance, those with equal distances by their numbers. There are
  ///   fewer than `count` if the index has fewer.
  /// - Throws: `EvaluatingError.indexFailed`.
  func nearest(
    to query: FeatureQuery, count: Int, excluding excluded: Set<Int> = []
  ) throws -> [Neighbor] {
    let images = index.layout.images
    let perThread = max(1, (images + threads - 1) / threads)
    let ranges = stride(from: 0, to: images, by: perThread).map {
      $0..<min($0 + perThread, images)
    }
    let parts = Monitor([Result<Candidates, any Error>?](repeating: nil, count: ranges.count))
    DispatchQueue.concurrentPerform(iterations: ranges.count) { part in
      let found = Result {
        try candidates(in: ranges[part], for: query, count: count, excluding: excluded)
      }
      parts.update { $0[part] = found }
    }
    var all = Candidates(count: count)
    for part in parts.update({ $0 }) { if let part { all.add(try part.get()) } }
    return try exact(all.sorted, query, count: count)
  }

  /// Returns the images of a range whose distance can be among the smallest.
  private func candidates(
    in range: Range<Int>, for query: FeatureQuery, count: Int, excluding excluded: Set<Int>
  ) throws -> Candidates {
    let layout = index.layout
    let perBlock = max(1, Self.blockBytes / layout.features)
    var block = [Int8](repeating: 0, count: min(perBlock, range.count) * layout.features)
    var candidates = Candidates(count: count)
    for first in stride(from: range.lowerBound, to: range.upperBound, by: perBlock) {
      let images = first..<min(first + perBlock, range.upperBound)
      try block.withUnsafeMutableBytes { bytes in
        try index.read(
          UnsafeMutableRawBufferPointer(rebasing: bytes[..<(images.count * layout.features)]),
          at: layout.code(of: first))
      }
      block.withUnsafeBufferPointer { numbers in
        for image in images where !excluded.contains(image) {
          guard let code = index.codes[image] else { continue }
          let start = numbers.baseAddress! + (image - first) * layout.features
          candidates.add(image, query.bounds(code, start))
        }
      }
    }
    return candidates
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

/// The images whose distance can be among the smallest, by the bounds of their distances.
private struct Candidates: Sendable {
  private let count: Int
  /// The smallest upper bounds in rising order.
  private var upperBounds: [Double] = []
  /// The images whose lower bound was not above the limit when they were added.
  private var images: [NearestSearch.Neighbor] = []

  /// - Parameter count: The number of nearest images to find.
  init(count: Int) { self.count = count }

  /// The largest of the `count` smallest upper bounds; infinity if there are fewer.
  private var limit: Double { upperBounds.count < count ? .infinity : upperBounds[count - 1] }

  mutating func add(_ image: Int, _ bounds: (lower: Double, upper: Double)) {
    guard bounds.lower <= limit else { return }
    images.append(.init(image: image, distance: bounds.lower))
    addUpperBound(bounds.upper)
  }

  /// Adds the candidates among other images.
  mutating func add(_ other: Candidates) {
    images += other.images
    for bound in other.upperBounds { addUpperBound(bound) }
  }

  private mutating func addUpperBound(_ bound: Double) {
    guard bound < limit else { return }
    upperBounds.insert(bound, at: upperBounds.firstIndex { bound < $0 } ?? upperBounds.count)
    if upperBounds.count > count { upperBounds.removeLast() }
  }

  /// The images whose distance can be among the smallest, by rising lower bound.
  var sorted: [NearestSearch.Neighbor] {
    let limit = limit
    return images.filter { $0.distance <= limit }.sorted { $0.distance < $1.distance }
  }
}
