import Glibc
import Images

/// How much disk a preparation takes, judged by what the first images come to, and how much there is.
public struct DiskNeed: Sendable {
  public var bytes: Int
  public var free: Int

  /// Enough to know the average within some per cent, and over in a moment.
  private static let samples = 64
  /// Index, sums and tables, and that the first images are not like all.
  private static let margin = 1.1

  /// - Parameter folder: on the disk that is asked about.
  public static func estimated(
    for input: PreparationInput, settings: PreparationSettings = .init(), in folder: String
  ) throws -> DiskNeed {
    var need = 0.0
    for split in Split.allCases {
      let stream = try input.open(split)
      need += try bytes(of: stream, settings)
    }
    return DiskNeed(bytes: Int(need * margin), free: free(in: folder))
  }

  private static func bytes(
    of stream: any PictureStream, _ settings: PreparationSettings
  ) throws -> Double {
    var stream = stream
    let decoder = ImageDecoder()
    let encoder = JPEGEncoder(quality: settings.quality)
    let square = UnsafeMutableBufferPointer<UInt8>.allocate(
      capacity: 3 * settings.side * settings.side)
    defer { square.deallocate() }
    var (images, before, after) = (0, 0, 0)
    while images < samples, let picture = try stream.next() {
      guard case .bytes(let bytes) = picture.contents else { continue }
      images += 1
      // As it lies in a tar: a block for its name, and whole blocks.
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
    // Of an archive only its length is known.
    if let count = stream.count { return Double(after) / Double(images) * Double(count) }
    return Double(after) / Double(before) * Double(stream.total)
  }

  private static func free(in folder: String) -> Int {
    var disk = statvfs()
    guard statvfs(folder, &disk) == 0 else { return 0 }
    return Int(disk.f_bavail) * Int(disk.f_frsize)
  }
}
