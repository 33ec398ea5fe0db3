import Blueprint
import Channels
import Checksums
import Compute
import Glibc
import Images
import Runs

/// Finds the images of a collection that are nearest to an image by the Euclidean distance of the last hidden
/// layer (paper, section 6.1 and Figure 4).
///
/// The activations of the collection are kept in a file beside the run, and computed again only for images that
/// are new or have changed, or if the weights are others. An index of n images of f units has 5·n·f
/// bytes: 2 GB for 100,000 images of AlexNet's 4,096 units. A search reads it in blocks, so that it needs about
/// 120 bytes of memory for each image.
public final class SimilarImages {
  /// The state of the index after ``prepare(isCancelled:onProgress:)``.
  public struct Preparation: Equatable, Sendable {
    /// The number of images in the collection.
    public var images: Int
    /// The number of images that were computed now; the others were in the index already.
    public var computed: Int
    /// The number of images of the collection that cannot be decoded.
    public var damagedCount: Int
    /// The errors of the damaged images that were found now.
    public var damaged: [ImagesError]
    /// The path of the index.
    public var path: String
    /// The size of the index on the disk, in bytes.
    public var bytes: Int
  }

  /// An image of the collection with its distance from a query.
  public struct Neighbor: Hashable, Sendable {
    /// The number of the image in the collection.
    public var number: Int
    /// The path of the image, or its name.
    public var image: String
    /// The Euclidean distance of the activations.
    public var distance: Double
  }

  private let network: TrainedNetwork
  private let collection: ImageCollection
  private let threads: Int
  private let images: [IndexedImage]
  private let key: String
  private let folder: String
  private let path: String
  private var index: IndexFile?

  /// Lists the images of a collection.
  /// - Parameters:
  ///   - network: The network.
  ///   - collection: The images among which is searched.
  ///   - threads: The number of threads that compute, and of threads that decode images.
  /// - Throws: `EvaluatingError.otherImages` if the network cannot read the images, and `ImagesError`.
  public init(_ network: TrainedNetwork, among collection: ImageCollection, threads: Int) throws {
    try network.checkReadsFiles()
    if case .source(let source, let location) = collection, source.imageShape != network.imageShape
    {
      throw EvaluatingError.otherImages(
        run: network.run.name, trained: network.imageShape, data: location,
        found: source.imageShape)
    }
    self.network = network
    self.collection = collection
    self.threads = threads
    images = collection.images
    let identity = try collection.identity(
      .init(seed: network.plan.seed, validationShare: ImageFolder.standardValidationShare))
    key = [
      "weights \(network.checkpoint.checksum ?? "unknown \(network.step)")",
      "lrn \(network.knobs.lrn)", "precision \(network.usablePrecision.rawValue)",
      "image \(network.imageShape)", "among \(collection.location)", identity,
    ].joined(separator: "\n")
    folder = "\(network.run.folder)/similar"
    let name = SHA256.digits(of: Array(collection.location.utf8)).prefix(16)
    path = "\(folder)/\(name).index"
  }

  /// Makes the index current. What an earlier call computed is used again. If the work is cancelled, what was
  /// computed so far is kept.
  /// - Parameters:
  ///   - isCancelled: Called before each batch.
  ///   - onProgress: Called after each batch with the numbers of images that are done, and of images to
  ///     compute.
  /// - Throws: `EvaluatingError.cancelled`, `.indexFailed` or `.allDamaged`, `ComputeError`, `ImagesError`
  ///   and `RunsError`.
  public func prepare(
    isCancelled: () -> Bool = { false },
    onProgress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> Preparation {
    let old = IndexFile(path: path).flatMap { $0.key == key ? $0 : nil }
    if let old, old.images == images, old.isComplete {
      index = old
      return preparation(computed: 0, [], old)
    }
    let known = IndexReuse(of: old, for: images)
    let update = try IndexUpdate(
      network, collection, known, threads: threads, folder: folder, path: path, key: key,
      images: images)
    let damaged = try update.run(isCancelled: isCancelled, onProgress: onProgress)
    guard let index = IndexFile(path: path) else {
      throw EvaluatingError.indexFailed(action: "read", path: path, code: EIO)
    }
    guard index.codes.contains(where: { $0 != nil }) else {
      throw EvaluatingError.allDamaged(
        data: collection.location, count: images.count, first: damaged.first?.problem ?? "")
    }
    self.index = index
    return preparation(computed: known.missing.count, damaged, index)
  }

  private func preparation(
    computed: Int, _ damaged: [ImagesError], _ index: IndexFile
  ) -> Preparation {
    Preparation(
      images: images.count, computed: computed, damagedCount: index.damaged.count,
      damaged: damaged, path: path, bytes: index.layout.size)
  }

  /// Finds the nearest images, for each query in order. The index must have been prepared. A query that is
  /// itself a file of the collection is left out of its neighbours.
  /// - Parameters:
  ///   - files: The queries.
  ///   - count: The number of neighbours of each query.
  ///   - isCancelled: Called before each batch of queries, and before each search.
  ///   - report: Called for each query, in order, with its neighbours by rising distance, or with the
  ///     error of a damaged image.
  /// - Throws: `EvaluatingError.cancelled` or `.indexFailed`, `ComputeError`, `ImagesError`, `RunsError`, and
  ///   the errors of `report`.
  public func nearest(
    to files: [ImageFile], count: Int, isCancelled: () -> Bool = { false },
    report: (_ number: Int, Result<[Neighbor], ImagesError>) throws -> Void
  ) throws {
    guard let index else { preconditionFailure("the index is prepared before it is searched") }
    guard !files.isEmpty else { return }
    let runner = try NetworkRunner(
      network, views: .one, inputsPerPass: min(files.count, NetworkRunner.standardInputsPerPass),
      on: Engine(threads: threads))
    let search = NearestSearch(index: index, threads: threads)
    let queries = EvaluationImages(files, imageShape: network.imageShape)
    try runner.evaluate(queries, threads: threads, isCancelled: isCancelled) { batch in
      let damaged = Dictionary(
        batch.damaged.map { ($0.number, $0.error) }, uniquingKeysWith: { first, _ in first })
      let features = batch.numbers.isEmpty ? [] : runner.hiddenFeatures
      let positions = Dictionary(zip(batch.numbers, 0...), uniquingKeysWith: { first, _ in first })
      for number in (batch.numbers + damaged.keys).sorted() {
        guard !isCancelled() else { throw EvaluatingError.cancelled }
        guard let position = positions[number] else {
          if let error = damaged[number] { try report(number, .failure(error)) }
          continue
        }
        let name = files[number].name
        let found = try search.nearest(
          to: FeatureQuery(features[position]), count: count,
          excluding: Set(index.images.indices.filter { index.images[$0].name == name }))
        try report(
          number,
          .success(
            found.map {
              Neighbor(
                number: $0.image, image: index.images[$0.image].name, distance: $0.distance)
            }))
      }
    }
  }

  /// Returns a picture of an image of the collection, as the network sees it.
  /// - Throws: `ImagesError` if the image cannot be read any more.
  public func picture(of neighbor: Neighbor) throws(ImagesError) -> Picture {
    switch collection {
    case .files(let search, _):
      return try Picture(ImageFile(path: search.paths[neighbor.number]), network)
    case .source(let source, _):
      let train = source.count(.train)
      return try neighbor.number < train
        ? Picture(neighbor.number, of: .train, source)
        : Picture(neighbor.number - train, of: .validation, source)
    }
  }
}

extension NetworkRunner {
  /// The activations of the last hidden layer for each image of the last batch. A number that is not finite
  /// becomes 0.
  var hiddenFeatures: [[Float]] {
    let all = executable.hiddenActivations
    let units = executable.hiddenUnits
    return (0..<executable.images).map { image in
      all[image * units..<(image + 1) * units].map { $0.isFinite ? $0 : 0 }
    }
  }
}
