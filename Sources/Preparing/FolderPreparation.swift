import Foundation
import Images

/// The paper's preparation, once (section 2): makes a prepared folder of images. Shards are finished one
/// after another; who stops it loses the one in hand, and the same call goes on behind the last that is
/// whole. What comes out is the same however often it was stopped, and on however many threads.
public final class FolderPreparation {
  /// How far it is.
  public struct Progress: Sendable {
    public var split: Split
    /// Of this split, with those of shards that were finished before; and how many there are to be,
    /// where that is known.
    public var images: Int
    public var count: Int?
    /// What part of this split has been read.
    public var share: Double
    public var damaged: Int
  }

  private let input: PreparationInput
  private let folder: String
  private let settings: PreparationSettings
  private let plan: PreparationPlan
  private let lock: Int32
  /// In shards that are whole, damaged ones included.
  private var finishedImages = 0

  /// Looks at the folder, which is made where there is none, and takes it for this preparation.
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
      close(lock)
      throw error
    }
  }

  deinit { close(lock) }

  private static func makeFolder(_ path: String) throws(PreparingError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let code = access(path, F_OK) == 0 ? ENOTDIR : errno
      throw .unwritable(path: path, code: code)
    }
  }

  private static func checkContents(of folder: String) throws(PreparingError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard !names.contains(PreparedFiles.manifest) else { throw .alreadyPrepared(path: folder) }
    guard names.isEmpty || names.contains(where: { $0.hasPrefix(PreparedFiles.plan) }) else {
      throw .folderInUse(path: folder)
    }
  }

  /// Prepares what is not prepared yet.
  /// - Parameters:
  ///   - shouldStop: asked after every image.
  ///   - onProgress: told after every image.
  /// - Returns: what the folder now holds.
  public func run(
    shouldStop: () -> Bool = { false }, onProgress: (Progress) -> Void = { _ in }
  ) throws -> PreparationResult {
    finishedImages = 0
    var shards: [(name: String, number: Int, split: Split)] = []
    for split in Split.allCases {
      let count = try run(split, shouldStop, onProgress)
      shards += (0..<count).map { (PreparedFiles.shard(split, $0), $0, split) }
    }
    return try PreparedFolderWriter(input: input, folder: folder, settings: settings)
      .write(shards)
  }

  /// Returns how many shards the split has.
  private func run(
    _ split: Split, _ shouldStop: () -> Bool, _ onProgress: (Progress) -> Void
  ) throws -> Int {
    let finished = try finishedShards(split)
    let runs = ContainerRun.joined(finished.map(\.runs))
    var progress = Progress(
      split: split, images: finished.reduce(0) { $0 + $1.inputs }, count: nil, share: 0,
      damaged: finished.reduce(0) { $0 + $1.damaged.count })
    finishedImages += progress.images
    // The last shard of a split is the only one with fewer images.
    if let last = finished.last, last.inputs < settings.imagesPerShard { return finished.count }
    let stream = try input.open(split)
    progress.count = stream.count
    let line = PreparingLine(
      side: settings.side, quality: settings.quality, wantsColors: split == .train,
      threads: settings.threads)
    line.start { [input] in
      var stream = try input.open(split)
      try stream.skip(runs)
      return stream
    }
    defer { line.stop() }
    let total = max(stream.total, 1)
    let count = try write(line, from: finished.count, progress, shouldStop) { progress, position in
      progress.share = Double(position) / Double(total)
      onProgress(progress)
    }
    guard count > 0 else {
      throw PreparingError.noImages(path: input.path, split: split.rawValue)
    }
    return count
  }

  /// Writes all that comes out of a line into shards, the first of which is `number`; returns the number
  /// behind the last.
  private func write(
    _ line: PreparingLine, from number: Int, _ progress: Progress, _ shouldStop: () -> Bool,
    _ onImage: (inout Progress, _ position: Int) -> Void
  ) throws -> Int {
    var number = number
    var progress = progress
    var writer: ShardWriter?
    while let prepared = try line.next() {
      guard !shouldStop() else { throw PreparingError.stopped(images: finishedImages) }
      let shard = try writer ?? makeWriter(progress.split, number)
      try add(prepared, to: shard, &progress)
      if let planes = prepared.planes { line.giveBack(planes) }
      writer = shard
      if shard.inputs == settings.imagesPerShard {
        try shard.finish()
        finishedImages += shard.inputs
        writer = nil
        number += 1
      }
      progress.images += 1
      onImage(&progress, prepared.position)
    }
    if let writer {
      try writer.finish()
      finishedImages += writer.inputs
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
    _ prepared: Prepared, to shard: ShardWriter, _ progress: inout Progress
  ) throws(PreparingError) {
    switch prepared.jpeg {
    case .success(let jpeg):
      try shard.add(
        jpeg, of: prepared,
        planes: prepared.planes.map { UnsafeBufferPointer($0.elements) })
    case .failure(let reason):
      shard.pass(prepared, reason: reason.words)
      progress.damaged += 1
    }
  }

  /// The shards that are whole, from the first on without a gap.
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
