import Compute
import Glibc
import Images

/// The images of a new index that an old one has already, and those that must be computed.
struct IndexReuse {
  /// The old index; `nil` if there is none for the same weights.
  let old: IndexFile?
  /// The number in the old index of each image; `nil` for an image that must be computed.
  let numbers: [Int?]

  /// Compares two lists of images.
  /// - Parameters:
  ///   - old: The old index; `nil` if there is none for the same weights.
  ///   - images: The images of the new index.
  init(of old: IndexFile?, for images: [IndexedImage]) {
    self.old = old
    let known = Dictionary(
      zip(old?.images ?? [], 0...).filter {
        old?.codes[$0.1] != nil || old?.damaged.contains($0.1) == true
      },
      uniquingKeysWith: { first, _ in first })
    numbers = images.map { known[$0] }
  }

  /// The numbers of the images that must be computed.
  var missing: [Int] { numbers.indices.filter { numbers[$0] == nil } }
}

/// Writes a new index: it copies what is known, and computes the rest.
struct IndexUpdate {
  private let network: TrainedNetwork
  private let collection: ImageCollection
  private let known: IndexReuse
  private let threads: Int
  private let runner: NetworkRunner
  private let writer: IndexWriter

  /// Creates the folder and the temporary file of the index.
  init(
    _ network: TrainedNetwork, _ collection: ImageCollection, _ known: IndexReuse, threads: Int,
    folder: String, path: String, key: String, images: [IndexedImage]
  ) throws {
    self.network = network
    self.collection = collection
    self.known = known
    self.threads = threads
    runner = try NetworkRunner(
      network, views: .one,
      inputsPerPass: max(1, min(known.missing.count, NetworkRunner.standardInputsPerPass)),
      on: Engine(threads: threads))
    guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
      throw EvaluatingError.indexFailed(action: "create", path: folder, code: errno)
    }
    writer = try IndexWriter(
      path: path, key: key, images: images, features: runner.executable.hiddenUnits)
  }

  /// Writes the index. If the work is cancelled, the index has what was computed so far.
  /// - Returns: The errors of the images that cannot be decoded.
  func run(isCancelled: () -> Bool, onProgress: (Int, Int) -> Void) throws -> [ImagesError] {
    try copyKnown()
    var damaged: [ImagesError] = []
    do {
      damaged = try computeMissing(isCancelled, onProgress)
    } catch EvaluatingError.cancelled {
      try writer.finish()
      throw EvaluatingError.cancelled
    }
    try writer.finish()
    return damaged
  }

  private func copyKnown() throws {
    guard let old = known.old, old.layout.features == runner.executable.hiddenUnits else { return }
    var features = [Float](repeating: 0, count: old.layout.features)
    for (image, number) in known.numbers.enumerated() {
      guard let number else { continue }
      guard !old.damaged.contains(number) else {
        writer.markDamaged(image)
        continue
      }
      try features.withUnsafeMutableBufferPointer { features in
        try old.readFeatures(of: number, into: features)
        try writer.write(UnsafeBufferPointer(features), of: image)
      }
    }
  }

  private func computeMissing(
    _ isCancelled: () -> Bool, _ onProgress: (Int, Int) -> Void
  ) throws -> [ImagesError] {
    let missing = known.missing
    guard !missing.isEmpty else { return [] }
    let sets = collection.sets(missing, shape: network.imageShape)
    let total = sets.reduce(0) { $0 + $1.numbers.count }
    var done = 0
    var damaged: [ImagesError] = []
    for set in sets {
      try runner.evaluate(set.images, threads: threads, isCancelled: isCancelled) { batch in
        let features = batch.numbers.isEmpty ? [] : runner.hiddenFeatures
        for (position, number) in batch.numbers.enumerated() {
          try features[position].withUnsafeBufferPointer {
            try writer.write($0, of: set.numbers[number])
          }
        }
        for image in batch.damaged { writer.markDamaged(set.numbers[image.number]) }
        damaged += batch.damaged.map(\.error)
        done += batch.numbers.count + batch.damaged.count
        onProgress(done, total)
      }
    }
    return damaged
  }
}
