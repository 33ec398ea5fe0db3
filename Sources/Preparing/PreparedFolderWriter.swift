import Checksums
import FoundationEssentials
import Glibc
import Images

/// The contents of a folder after its preparation.
public struct PreparationResult: Sendable {
  /// The number of training images.
  public var train: Int
  /// The number of validation images.
  public var validation: Int
  /// The number of classes.
  public var classes: Int
  /// The damaged images, which were left out, with the reasons.
  public var damaged: [(path: String, reason: String)]
  /// The bytes of all files together.
  public var bytes: Int
}

/// The last step of a preparation. It computes the index, the mean image and the statistics of the colours
/// from the tails of the shards. It writes `prepared.json` last, because this file marks a complete folder.
struct PreparedFolderWriter {
  let input: PreparationInput
  let folder: String
  let settings: PreparationSettings

  /// A complete shard: its name, its number in its split, and the split.
  typealias ShardName = (name: String, number: Int, split: Split)

  /// Writes the files of a folder whose shards are complete.
  func write(_ shards: [ShardName]) throws -> PreparationResult {
    let contents = try contents(of: shards)
    let (train, validation) = (
      order(contents.records[.train]!, .train), order(contents.records[.validation]!, .validation)
    )
    guard !train.isEmpty, !validation.isEmpty else {
      let split = train.isEmpty ? Split.train : .validation
      throw PreparingError.noImages(path: input.path, split: split.rawValue)
    }
    let index = (train + validation).withUnsafeBytes { Array($0) }
    let mean = contents.sums.map { Float(Double($0) / Double(train.count)) }
      .withUnsafeBytes { Array($0) }
    try AtomicFile.write(index, to: "\(folder)/\(PreparedFiles.index)", in: folder)
    try AtomicFile.write(mean, to: "\(folder)/\(PreparedFiles.meanImage)", in: folder)
    let manifest = PreparedManifest(
      name: input.name, side: settings.side, quality: settings.quality, classes: input.classes,
      train: train.count, validation: validation.count, shards: shards.map(\.name),
      indexChecksum: CRC32C.checksum(of: index), meanChecksum: CRC32C.checksum(of: mean),
      colors: .init(contents.colors.statistics), damaged: contents.damaged)
    try write(manifest)
    return PreparationResult(
      train: train.count, validation: validation.count, classes: input.classes.count,
      damaged: contents.damaged.map { ($0.path, $0.reason) },
      bytes: index.count + mean.count
        + shards.reduce(0) { $0 + FileLength.of("\(folder)/\($1.name)") })
  }

  /// The tails of all shards together.
  private struct Contents {
    var records: [Split: [PreparedRecord]] = [.train: [], .validation: []]
    /// The sum of the values of each pixel, [3, side, side].
    var sums: [UInt64]
    var colors = ColorMoments()
    var damaged: [PreparedManifest.DamagedImage] = []
  }

  private func contents(of shards: [ShardName]) throws -> Contents {
    var contents = Contents(
      sums: [UInt64](repeating: 0, count: 3 * settings.side * settings.side))
    for (index, (name, number, split)) in shards.enumerated() {
      let shard = try Shard(path: "\(folder)/\(name)", number: number, side: settings.side)
      contents.records[split]! += shard.records.map { record in
        var record = record
        record.shard = UInt16(index)
        return record
      }
      contents.colors += shard.summary.colors
      contents.damaged += shard.summary.damaged
      for (pixel, sum) in shard.sums.enumerated() { contents.sums[pixel] += UInt64(sum) }
    }
    return contents
  }

  /// Returns the records in the order in which the images are numbered. Images that are sorted by class
  /// are shuffled, always in the same way, so that a part of them (`--limit`) has all classes.
  private func order(_ records: [PreparedRecord], _ split: Split) -> [PreparedRecord] {
    input.isSorted ? split.shuffled(records) : records
  }

  private func write(_ manifest: PreparedManifest) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let bytes = [UInt8](try encoder.encode(manifest)) + [UInt8(ascii: "\n")]
    try AtomicFile.write(bytes, to: "\(folder)/\(PreparedFiles.manifest)", in: folder)
    unlink("\(folder)/\(PreparedFiles.plan)")
  }
}
