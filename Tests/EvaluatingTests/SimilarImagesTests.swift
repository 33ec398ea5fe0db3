import Foundation
import Images
import Runs
import Testing

@testable import Evaluating

@Suite struct SimilarImagesTests {
  private let trained: TrainedRun
  private let album: String

  init() throws {
    trained = try TrainedRun()
    try trained.checkpoint(1, seed: 5)
    album = "\(trained.folder.path)/album"
    for number in 0..<7 { try trained.folder.picture("album/\(number % 2)/\(number).png", number) }
  }

  private func similar() throws -> SimilarImages {
    let network = try TrainedNetwork(trained.run)
    return try SimilarImages(
      network, among: ImageCollection(.folder(path: album), for: network), threads: 1)
  }

  private func nearest(
    _ similar: SimilarImages, to path: String, count: Int = 3
  ) throws -> [SimilarImages.Neighbor] {
    var found: [SimilarImages.Neighbor] = []
    try similar.nearest(to: [ImageFile(path: path)], count: count) { found = try $1.get() }
    return found
  }

  @Test func theNearestImagesAreThoseOfANaiveSearch() throws {
    let similar = try similar()
    #expect(try similar.prepare().computed == 7)
    let query = try trained.folder.picture("query.png", 4)
    let found = try nearest(similar, to: query)
    // Class folders make the same pictures readable as a data source.
    let source = try ImageFolder(folder: album, seed: 1)
    let naive = try NaiveEvaluation(seed: 5)
    let own = naive.features(try Self.pixels(query, trained.folder))
    var distances: [(path: String, distance: Double)] = []
    for split in Split.allCases {
      let images = try NaiveEvaluation.images(split, of: source)
      for (number, image) in images.enumerated() {
        let features = naive.features(image.pixels)
        var sum = 0.0
        for (one, other) in zip(own, features) { sum += pow(Double(one) - Double(other), 2) }
        distances.append(
          (source.path(of: number, in: split), sum.squareRoot()))
      }
    }
    let expected = distances.sorted { $0.distance < $1.distance }.prefix(3)
    #expect(found.map(\.image) == expected.map(\.path))
    for (one, other) in zip(found, expected) {
      #expect(abs(one.distance - other.distance) < 1e-4)
    }
    #expect(found[0].image.hasSuffix("/0/4.png") && found[0].distance < 1e-4)
    #expect(try similar.picture(of: found[0]).width == 240)
  }

  /// Reads a picture as a data source reads it.
  private static func pixels(_ path: String, _ folder: TemporaryFolder) throws -> [UInt8] {
    for name in ["a", "b"] {
      for split in ["train", "val"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder.path)/one/\(split)/\(name)", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
          atPath: path, toPath: "\(folder.path)/one/\(split)/\(name)/0.png")
      }
    }
    let source = try ImageFolder(folder: "\(folder.path)/one", seed: 1)
    return try NaiveEvaluation.images(.validation, of: source)[0].pixels
  }

  @Test func theIndexIsUsedAgain() throws {
    let first = try similar().prepare()
    #expect(first.computed == 7 && first.images == 7 && first.damagedCount == 0)
    #expect(first.path.hasPrefix("\(trained.run.folder)/similar/"))
    #expect(try similar().prepare().computed == 0)
  }

  @Test func onlyChangedFilesAreComputedAgain() throws {
    let query = try trained.folder.picture("query.png", 4)
    let before = try similar()
    _ = try before.prepare()
    let distances = try nearest(before, to: query, count: 9)
    try trained.folder.picture("album/1/3.png", 77)
    try trained.folder.picture("album/0/8.png", 8)
    try FileManager.default.removeItem(atPath: "\(album)/0/0.png")
    let after = try similar()
    #expect(try after.prepare().computed == 2)
    let found = try nearest(after, to: query, count: 9)
    #expect(found.count == 7)
    // The distances of the files that did not change are those of the first index.
    let changed = ["/1/3.png", "/0/8.png", "/0/0.png"]
    func unchanged(_ neighbors: [SimilarImages.Neighbor]) -> [String: Double] {
      Dictionary(
        uniqueKeysWithValues: neighbors.filter { neighbor in
          !changed.contains { neighbor.image.hasSuffix($0) }
        }.map { ($0.image, $0.distance) })
    }
    #expect(unchanged(found) == unchanged(distances) && unchanged(found).count == 5)
  }

  @Test func otherWeightsMakeAnotherIndex() throws {
    _ = try similar().prepare()
    try trained.checkpoint(2, seed: 6)
    #expect(try similar().prepare().computed == 7)
    let files = try FileManager.default.contentsOfDirectory(
      atPath: "\(trained.run.folder)/similar")
    #expect(files.count == 1)
  }

  @Test func damagedImagesAreLeftOutAndRemembered() throws {
    try trained.folder.write("album/1/3.png", [1, 2, 3])
    let first = try similar()
    let preparation = try first.prepare()
    #expect(preparation.damagedCount == 1 && preparation.damaged.count == 1)
    #expect(try similar().prepare().computed == 0)
    let query = try trained.folder.picture("query.png", 4)
    let found = try nearest(first, to: query, count: 9)
    #expect(found.count == 6 && !found.contains { $0.image.hasSuffix("/1/3.png") })
  }

  @Test func whatWasComputedBeforeACancellationIsKept() throws {
    for number in 7..<200 {
      try trained.folder.picture("album/0/\(number).png", number)
    }
    var batches = 0
    #expect(throws: EvaluatingError.cancelled) {
      try similar().prepare(isCancelled: { batches == 1 }, onProgress: { _, _ in batches += 1 })
    }
    #expect(try similar().prepare().computed == 200 - 128)
    #expect(try similar().prepare().computed == 0)
  }

  @Test func aDamagedIndexIsMadeAgain() throws {
    let path = try similar().prepare().path
    var bytes = Array(try Data(contentsOf: URL(filePath: path)))
    bytes[70] ^= 1
    try Data(bytes).write(to: URL(filePath: path))
    #expect(IndexFile(path: path) == nil)
    #expect(try similar().prepare().computed == 7)
  }

  @Test func aQueryIsNotItsOwnNeighbor() throws {
    let similar = try similar()
    _ = try similar.prepare()
    let found = try nearest(similar, to: "\(album)/0/4.png", count: 9)
    #expect(found.count == 6 && !found.contains { $0.image.hasSuffix("/0/4.png") })
  }

  @Test func aFolderWithoutImagesIsRefused() throws {
    try trained.folder.write("empty/notes.txt", [65])
    let network = try TrainedNetwork(trained.run)
    let path = "\(trained.folder.path)/empty"
    #expect(throws: EvaluatingError.noImages(data: path)) {
      try ImageCollection(.folder(path: path), for: network)
    }
  }

  @Test func theSizesOfFilesInSeveralFoldersAreRead() throws {
    let folder = try TemporaryFolder()
    let paths = try [("a/1.png", 3), ("a/2.png", 5), ("b/1.png", 7)].map { name, count in
      try folder.write(name, [UInt8](repeating: 0, count: count))
    }
    let images = IndexedImage.files(paths + ["\(folder.path)/b/none.png", "/none/1.png"])
    #expect(images.map(\.size) == [3, 5, 7, -1, -1])
    #expect(images.prefix(3).allSatisfy { $0.modified > 1_000_000_000_000_000_000 })
  }
}
