import Checksums
import Foundation
import Images

/// What a preparation made.
public struct PreparationResult: Sendable {
  public var train: Int
  public var validation: Int
  public var classes: Int
  /// By name, and why.
  public var damaged: [(path: String, reason: String)]
  /// Of all files together.
  public var bytes: Int
}

/// Puts the end to a prepared folder: of all shards' tables and sums an index, the mean image and the
/// colours' statistics; last of all `prepared.json`, without which it is not taken for finished.
struct PreparedFolderWriter {
  let input: PreparationInput
  let folder: String
  let settings: PreparationSettings

  func write(
    _ shards: [(name: String, number: Int, split: Split)]
  ) throws -> PreparationResult {
    var records: [Split: [PreparedRecord]] = [.train: [], .validation: []]
    var sums = [UInt64](repeating: 0, count: 3 * settings.side * settings.side)
    var colors = ColorMoments()
    var damaged: [PreparedManifest.DamagedImage] = []
    for (place, (name, number, split)) in shards.enumerated() {
      let shard = try Shard(path: "\(folder)/\(name)", number: number, side: settings.side)
      records[split]! += shard.records.map { record in
        var record = record
        record.shard = UInt16(place)
        return record
      }
      colors += shard.summary.colors
      damaged += shard.summary.damaged
      for (pixel, sum) in shard.sums.enumerated() { sums[pixel] += UInt64(sum) }
    }
    let (train, validation) = (
      order(records[.train]!, .train), order(records[.validation]!, .validation)
    )
    guard !train.isEmpty, !validation.isEmpty else {
      let split = train.isEmpty ? Split.train : .validation
      throw PreparingError.noImages(path: input.path, split: split.rawValue)
    }
    let index = (train + validation).withUnsafeBytes { Array($0) }
    let mean = sums.map { Float(Double($0) / Double(train.count)) }.withUnsafeBytes { Array($0) }
    try WholeFile.put(index, at: "\(folder)/\(PreparedFiles.index)", in: folder)
    try WholeFile.put(mean, at: "\(folder)/\(PreparedFiles.meanImage)", in: folder)
    let manifest = PreparedManifest(
      name: input.name, side: settings.side, quality: settings.quality, classes: input.classes,
      train: train.count, validation: validation.count, shards: shards.map(\.name),
      indexChecksum: CRC32C.checksum(of: index), meanChecksum: CRC32C.checksum(of: mean),
      colors: .init(colors.statistics), damaged: damaged)
    try write(manifest)
    return PreparationResult(
      train: train.count, validation: validation.count, classes: input.classes.count,
      damaged: damaged.map { ($0.path, $0.reason) },
      bytes: index.count + mean.count
        + shards.reduce(0) { $0 + FileLength.of("\(folder)/\($1.name)") })
  }

  /// The images in the order in which they are numbered: where they come class by class they are mixed,
  /// always in the same way, so that the first so many are of all classes.
  private func order(_ records: [PreparedRecord], _ split: Split) -> [PreparedRecord] {
    input.isSorted ? split.shuffled(records) : records
  }

  private func write(_ manifest: PreparedManifest) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let bytes = [UInt8](try encoder.encode(manifest)) + [UInt8(ascii: "\n")]
    try WholeFile.put(bytes, at: "\(folder)/\(PreparedFiles.manifest)", in: folder)
    unlink("\(folder)/\(PreparedFiles.plan)")
  }
}
