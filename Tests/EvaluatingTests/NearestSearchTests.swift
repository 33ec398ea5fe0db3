import Foundation
import Testing

@testable import Evaluating

@Suite struct NearestSearchTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func index(_ rows: [[Float]], damaged: Set<Int> = []) throws -> IndexFile {
    let path = "\(folder.path)/rows.index"
    let writer = try IndexWriter(
      path: path, key: "key",
      images: rows.indices.map {
        IndexedImage(name: "image \($0) ü", size: Int64($0), modified: -9)
      },
      features: rows[0].count)
    for (number, row) in rows.enumerated() where !damaged.contains(number) {
      try row.withUnsafeBufferPointer { try writer.write($0, of: number) }
    }
    for number in damaged { writer.markDamaged(number) }
    try writer.finish()
    return try #require(IndexFile(path: path))
  }

  /// The distances of all rows, sorted, in double precision.
  private func naive(_ query: [Float], _ rows: [[Float]], count: Int) -> [NearestSearch.Neighbor] {
    let all = rows.enumerated().map { number, row in
      var sum = 0.0
      for (one, other) in zip(query, row) {
        let difference = Double(one) - Double(other)
        sum += difference * difference
      }
      return NearestSearch.Neighbor(image: number, distance: sum.squareRoot())
    }
    return Array(all.sorted { ($0.distance, $0.image) < ($1.distance, $1.image) }.prefix(count))
  }

  /// Activations after a ReLU, with groups of near images, equal images and images of zeros.
  private func rows(_ count: Int, features: Int) -> [[Float]] {
    var random = FixedRandomGenerator(state: 3)
    let centers = (0..<5).map { _ in
      (0..<features).map { _ in Float.random(in: -2...2, using: &random) }
    }
    return (0..<count).map { number in
      guard number % 50 != 0 else { return [Float](repeating: 0, count: features) }
      let spread: Float = number % 3 == 0 ? 1e-4 : 1
      let center = centers[number % 7 % 5]
      return center.map { max(0, $0 + spread * Float.random(in: -1...1, using: &random)) }
    }
  }

  @Test(arguments: [1, 3]) func theResultIsThatOfANaiveSearch(threads: Int) throws {
    let rows = rows(700, features: 96)
    let search = NearestSearch(index: try index(rows), threads: threads)
    for number in [0, 3, 10, 42, 50, 699] {
      for shift: Float in [0, 1e-6, 0.01, 5] {
        let query = rows[number].map { $0 + shift }
        for count in [1, 6, 60] {
          let found = try search.nearest(to: FeatureQuery(query), count: count)
          #expect(found == naive(query, rows, count: count), "\(number) \(shift) \(count)")
        }
      }
    }
    #expect(try search.nearest(to: FeatureQuery(rows[1]), count: 1000).count == 700)
  }

  @Test func imagesWithoutFeaturesAreNotFound() throws {
    let rows = rows(20, features: 8)
    let search = NearestSearch(index: try index(rows, damaged: [4, 9]))
    #expect(search.index.damaged == [4, 9] && search.index.isComplete)
    let found = try search.nearest(
      to: FeatureQuery(rows[4]), count: 20, excluding: [5])
    #expect(Set(found.map(\.image)) == Set(0..<20).subtracting([4, 5, 9]))
  }

  @Test func theListIsReadAgain() throws {
    let rows = rows(5, features: 8)
    let index = try index(rows)
    #expect(index.key == "key")
    #expect(index.images[4] == IndexedImage(name: "image 4 ü", size: 4, modified: -9))
    var features = [Float](repeating: 0, count: 8)
    try features.withUnsafeMutableBufferPointer { try index.readFeatures(of: 3, into: $0) }
    #expect(features == rows[3])
  }

  @Test func aCutFileIsNotAnIndex() throws {
    let path = try index(rows(5, features: 8)).path
    let bytes = try Data(contentsOf: URL(filePath: path))
    for length in [0, 8, 63, 64, 200, bytes.count - 1] {
      try bytes.prefix(length).write(to: URL(filePath: path))
      #expect(IndexFile(path: path) == nil, "\(length) bytes")
    }
  }
}

@Suite struct FeatureCodeTests {
  /// Features of very different magnitudes, and with a single large one.
  @Test func theBoundsContainTheDistance() {
    var random = FixedRandomGenerator(state: 11)
    for scale: Float in [1e-30, 1e-3, 1, 1e10] {
      for count in [1, 7, 300] {
        for outlier: Float in [1, 1000] {
          var one = (0..<count).map { _ in scale * Float.random(in: -1...1, using: &random) }
          var other = one.map { $0 + scale * Float.random(in: -0.01...0.01, using: &random) }
          one[0] *= outlier
          other[count / 2] *= outlier
          var numbers = [Int8](repeating: 0, count: count)
          let code = other.withUnsafeBufferPointer { features in
            numbers.withUnsafeMutableBufferPointer {
              FeatureCode(features, numbers: $0.baseAddress!)
            }
          }
          let query = FeatureQuery(one)
          let bounds = query.bounds(code, numbers)
          let distance = other.withUnsafeBufferPointer(query.distance)
          #expect(bounds.lower <= distance && distance <= bounds.upper)
          #expect(bounds.lower >= 0)
        }
      }
    }
  }

  /// The values were computed by hand: the largest feature 2.54 gives the scale 0.02, and 0.03 becomes 2 (1.5 is rounded away from 0).
  @Test func aCodeIsRoundedToTheScale() {
    var numbers: [Int8] = [0, 0, 0]
    let code = [Float(2.54), -0.04, 0.03].withUnsafeBufferPointer { features in
      numbers.withUnsafeMutableBufferPointer { FeatureCode(features, numbers: $0.baseAddress!) }
    }
    #expect(numbers[0] == 127 && numbers[1] == -2 && (1...2).contains(numbers[2]))
    #expect(abs(code.scale - 0.02) < 1e-7 && abs(code.error - 0.01) < 1e-4)
  }
}
