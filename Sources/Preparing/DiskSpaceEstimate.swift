import Images
import Machine

/// An estimate of the disk space that a preparation needs, from its first images, and the space that is
/// free.
public struct DiskSpaceEstimate: Sendable {
  /// The bytes that the prepared folder will need.
  public var needed: Int
  /// The bytes that are free.
  public var free: Int

  /// The number of images of each split that are prepared for the estimate. Their average size differs by
  /// a few per cent from that of all images, and preparing them is quick.
  private static let sampleCount = 64
  /// A factor for the index, sums and tables, and for images that are larger than the first ones.
  private static let margin = 1.1

  /// Creates an estimate.
  /// - Parameters:
  ///   - input: The images.
  ///   - settings: The settings of the preparation.
  ///   - folder: A folder on the disk.
  public static func estimate(
    for input: PreparationInput, settings: PreparationSettings = .init(), in folder: String
  ) throws -> DiskSpaceEstimate {
    var needed = 0.0
    for split in Split.allCases {
      let stream = try input.open(split)
      needed += try bytes(of: stream, settings)
    }
    return DiskSpaceEstimate(
      needed: Int(needed * margin), free: FolderAccess.freeBytes(in: folder) ?? 0)
  }

  private static func bytes(
    of stream: any ImageStream, _ settings: PreparationSettings
  ) throws -> Double {
    var stream = stream
    let decoder = ImageDecoder()
    let encoder = JPEGEncoder(quality: settings.quality)
    let square = UnsafeMutableBufferPointer<UInt8>.allocate(
      capacity: 3 * settings.side * settings.side)
    defer { square.deallocate() }
    var (images, before, after) = (0, 0, 0)
    while images < sampleCount, let image = try stream.next() {
      guard case .bytes(let bytes) = image.contents else { continue }
      images += 1
      // The bytes in a tar: one block for the header, and the contents in whole blocks.
      before += 512 + (bytes.count + 511) / 512 * 512
      let isSound = bytes.withUnsafeBytes {
        (try? decoder.decode($0, side: settings.side, into: square)) != nil
      }
      guard isSound else { continue }
      after +=
        encoder.encode(
          UnsafeBufferPointer(square), width: settings.side, height: settings.side
        ).count
    }
    guard images > 0, before > 0 else { return 0 }
    if let count = stream.count { return Double(after) / Double(images) * Double(count) }
    // If the number of images is not known, the result is scaled by the length of the archive.
    return Double(after) / Double(before) * Double(stream.total)
  }
}
