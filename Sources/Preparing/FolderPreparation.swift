import Blueprint
import FoundationEssentials
import Glibc
import Images
import Machine

/// The preparation of images in a folder (paper, section 2). Shards are completed one after another. A
/// preparation that is stopped loses only the incomplete shard, and the next one with the same input
/// continues after the last complete shard. The result does not depend on stops or on the number of
/// threads.
public final class FolderPreparation {
  /// The progress of a preparation.
  public struct Progress: Sendable {
    /// The current split.
    public var split: Split
    /// The number of images of the split that are prepared, including those of earlier processes.
    public var images: Int
    /// The number of images that the split will have; `nil` if it is not known before the end.
    public var count: Int?
    /// The share of the split that has been read, 0…1.
    public var share: Double
    /// The number of damaged images among them.
    public var damaged: Int
  }

  private let input: PreparationInput
  private let folder: String
  private let settings: PreparationSettings
  private let plan: PreparationPlan
  private let lock: Int32
  /// The number of images in complete shards, damaged ones included.
  private var finishedImages = 0

  /// Creates the folder if it does not exist, and locks it for this preparation.
  /// - Throws: `PreparingError` if the folder contains something else, or another process prepares it.
  public init(
    _ input: PreparationInput, to folder: String, settings: PreparationSettings = .init()
  ) throws {
    guard input.classes.count <= Int(UInt16.max) else {
      throw PreparingError.tooManyClasses(input.classes.count)
    }
    self.input = input
    self.folder = folder
    self.settings = settings
    plan = PreparationPlan(input, settings)
    try Self.makeFolder(folder)
    lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0 else { throw PreparingError.unwritable(path: folder, code: errno) }
    do {
      guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw PreparingError.busy(path: folder) }
      try Self.checkContents(of: folder)
      try plan.establish(in: folder)
    } catch {
      FileLock.releaseAndClose(lock)
      throw error
    }
  }

  deinit { FileLock.releaseAndClose(lock) }

  private static func makeFolder(_ path: String) throws(PreparingError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(path: path, code: error.systemCode ?? EIO)
    }
  }

  private static func checkContents(of folder: String) throws(PreparingError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard !names.contains(PreparedFiles.manifest) else { throw .alreadyPrepared(path: folder) }
    guard names.isEmpty || names.contains(where: { $0.hasPrefix(PreparedFiles.plan) }) else {
      throw .foreignFiles(path: folder)
    }
  }

  /// Prepares the images that are not in a complete shard yet.
  /// - Parameters:
  ///   - shouldStop: Called after every image; the preparation stops when it returns `true`.
  ///   - onProgress: Called after every image.
  /// - Returns: The contents of the folder.
  /// - Throws: `PreparingError`, `.stopped` among others, or an error of the input.
  public func run(
    shouldStop: () -> Bool = { false }, onProgress: (Progress) -> Void = { _ in }
  ) throws -> PreparationResult {
    finishedImages = 0
    var shards: [PreparedFolderWriter.ShardName] = []
    for split in Split.allCases {
      let count = try run(split, shouldStop, onProgress)
      shards += (0..<count).map { (PreparedFiles.shard(split, $0), $0, split) }
    }
    return try PreparedFolderWriter(input: input, folder: folder, settings: settings)
      .write(shards)
  }

  /// Prepares a split and returns the number of its shards.
  private func run(
    _ split: Split, _ shouldStop: () -> Bool, _ onProgress: (Progress) -> Void
  ) throws -> Int {
    let finished = try finishedShards(split)
    let containers = ContainerCount.joined(finished.map(\.containers))
    var progress = Progress(
      split: split, images: finished.reduce(0) { $0 + $1.inputCount }, count: nil, share: 0,
      damaged: finished.reduce(0) { $0 + $1.damaged.count })
    finishedImages += progress.images
    // Only the last shard of a split can have fewer images.
    if let last = finished.last, last.inputCount < settings.imagesPerShard {
      return finished.count
    }
    let stream = try input.open(split)
    progress.count = stream.count
    let pipeline = PreparationPipeline(
      side: settings.side, quality: settings.quality, measuresColors: split == .train,
      threads: settings.threads)
    pipeline.start { [input] in
      var stream = try input.open(split)
      try stream.skip(containers)
      return stream
    }
    defer { pipeline.stop() }
    let total = max(stream.total, 1)
    let count = try write(pipeline, from: finished.count, progress, shouldStop) {
      progress, position in
      progress.share = Double(position) / Double(total)
      onProgress(progress)
    }
    guard count > 0 else {
      throw PreparingError.noImages(path: input.path, split: split.rawValue)
    }
    return count
  }

  /// Writes all images of a pipeline into shards.
  /// - Parameter number: The number of the first shard.
  /// - Returns: The number of the last shard plus one.
  private func write(
    _ pipeline: PreparationPipeline, from number: Int, _ progress: Progress,
    _ shouldStop: () -> Bool, _ onImage: (inout Progress, _ position: Int) -> Void
  ) throws -> Int {
    var number = number
    var progress = progress
    var writer: ShardWriter?
    while let image = try pipeline.next() {
      guard !shouldStop() else { throw PreparingError.stopped(images: finishedImages) }
      let shard = try writer ?? makeWriter(progress.split, number)
      try add(image, to: shard, &progress)
      if let planes = image.planes { pipeline.release(planes) }
      writer = shard
      if shard.inputCount == settings.imagesPerShard {
        try shard.finish()
        finishedImages += shard.inputCount
        writer = nil
        number += 1
      }
      progress.images += 1
      onImage(&progress, image.position)
    }
    if let writer {
      try writer.finish()
      finishedImages += writer.inputCount
      number += 1
    }
    return number
  }

  private func makeWriter(_ split: Split, _ number: Int) throws(PreparingError) -> ShardWriter {
    try ShardWriter(
      folder: folder, name: PreparedFiles.shard(split, number), number: number,
      summing: split == .train ? settings.side : nil)
  }

  private func add(
    _ image: EncodedImage, to shard: ShardWriter, _ progress: inout Progress
  ) throws(PreparingError) {
    switch image.jpeg {
    case .success(let jpeg):
      try shard.add(
        jpeg, of: image, planes: image.planes.map { UnsafeBufferPointer($0.elements) })
    case .failure(let damage):
      shard.addDamaged(image, reason: damage.reason)
      progress.damaged += 1
    }
  }

  /// Reads the complete shards of a split, from the first one to the first gap.
  private func finishedShards(_ split: Split) throws(PreparingError) -> [Shard.Summary] {
    var summaries: [Shard.Summary] = []
    while true {
      let path = "\(folder)/\(PreparedFiles.shard(split, summaries.count))"
      guard access(path, F_OK) == 0 else { return summaries }
      summaries.append(
        try Shard(path: path, number: summaries.count, side: settings.side).summary)
    }
  }
}
