import Images

/// Images one after another, always in the same order. Only one thread can use a stream.
protocol ImageStream {
  /// Returns the next image; `nil` after the last.
  mutating func next() throws -> SourceImage?
  /// Skips images without reading them.
  /// - Parameter containers: The number of images to skip in each container, in order.
  mutating func skip(_ containers: [ContainerCount]) throws
  /// The amount that has been read, from 0 to `total`, in a unit of the stream's own.
  var position: Int { get }
  /// The value of `position` at the end; 0 for an empty stream.
  var total: Int { get }
  /// The number of images; `nil` if it is not known before the end.
  var count: Int? { get }
}

/// An image before it is prepared.
struct SourceImage: Sendable {
  /// The name for the user: a path, or an archive and a member.
  var name: String
  /// The label, an index into the classes.
  var label: Int
  /// The name of the archive that the image is in, if the input has several; empty otherwise.
  var container: String
  /// The image file.
  var contents: Contents

  /// The bytes of an image file, or the reason why they cannot be read.
  enum Contents: Sendable {
    case bytes([UInt8])
    case damaged(String)
  }
}

/// The number of images in a row that are in the same container.
struct ContainerCount: Codable, Hashable, Sendable {
  /// The name of the container, as in `SourceImage`.
  var container: String
  /// The number of images.
  var count: Int

  /// Counts one image at the end of a list.
  static func append(_ container: String, to counts: inout [ContainerCount]) {
    append(ContainerCount(container: container, count: 1), to: &counts)
  }

  private static func append(_ next: ContainerCount, to counts: inout [ContainerCount]) {
    if counts.last?.container == next.container {
      counts[counts.count - 1].count += next.count
    } else {
      counts.append(next)
    }
  }

  /// Joins the lists of consecutive shards to one list.
  static func joined(_ lists: some Sequence<[ContainerCount]>) -> [ContainerCount] {
    var counts: [ContainerCount] = []
    for next in lists.joined() { append(next, to: &counts) }
    return counts
  }
}

/// The limits of image files.
enum ImageFileLimits {
  /// The greatest number of bytes of an image file. ImageNet's photographs have some megabytes at most.
  static let maximumBytes = 256 << 20
}
