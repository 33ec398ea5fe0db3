import Archives
import Images

/// One image on its way in.
struct Picture: Sendable {
  /// As a person finds it again: a path, or an archive and a member.
  var name: String
  var label: Int
  /// The archive's member, or the folder, that it is in.
  var container: String
  var contents: Contents

  enum Contents: Sendable {
    case bytes([UInt8])
    case damaged(String)
  }
}

/// Images one after another, always in the same order, by one thread.
protocol PictureStream {
  /// The next one; nil after the last.
  mutating func next() throws -> Picture?
  /// Passes over images without reading them, as they were counted when they were prepared: how many
  /// of each container, in order.
  mutating func skip(_ runs: [ContainerRun]) throws
  /// How much has been read, of `total`, in a unit of its own.
  var position: Int { get }
  /// 0 when there is nothing.
  var total: Int { get }
  /// How many images there are, where that is known beforehand.
  var count: Int? { get }
}

/// So many images in a row are of one container.
struct ContainerRun: Codable, Hashable, Sendable {
  var container: String
  var count: Int

  /// Adds one image's container to the end of runs.
  static func append(_ container: String, to runs: inout [ContainerRun]) {
    if runs.last?.container == container {
      runs[runs.count - 1].count += 1
    } else {
      runs.append(ContainerRun(container: container, count: 1))
    }
  }

  /// Runs of consecutive shards as one.
  static func joined(_ parts: some Sequence<[ContainerRun]>) -> [ContainerRun] {
    var runs: [ContainerRun] = []
    for run in parts.joined() {
      if runs.last?.container == run.container {
        runs[runs.count - 1].count += run.count
      } else {
        runs.append(run)
      }
    }
    return runs
  }
}

/// What may be an image, by its name alone.
enum ImageName {
  /// A photograph of ImageNet has some megabytes at most; more than this is no image to learn from.
  static let mostBytes = 256 << 20

  static func isImage(_ path: String) -> Bool {
    guard let name = path.split(separator: "/").last, !name.hasPrefix(".") else { return false }
    return ImageFolder.isImage(String(name))
  }
}
