import Blueprint
import Channels
import Checksums
import FoundationEssentials

/// Images prepared as in the paper (section 2) by `alexnet data prepare`: 256×256 JPEGs in large files,
/// with an index, checksums, the mean image and the covariance of the colours. In memory an image needs
/// 16 bytes, for its position.
public final class PreparedFolder: DataSource {
  /// The name of the folder.
  public let name: String
  /// The names of the classes for people, in the order of the labels.
  public let classes: [String]
  /// The shape of an image: three channels of 256×256 pixels.
  public let imageShape: Shape
  /// The statistics of all training images, from the preparation.
  public let colors: ColorStatistics
  /// The mean of the training images, `[3, 256, 256]`, 0…255.
  public let meanImage: [Float]?
  /// False: an image is read and decoded again each time it is used.
  public let remembersImages = false
  /// The path of the folder.
  public let path: String

  /// The names of the class folders that the images came from, in the order of the labels.
  let classFolders: [String]
  let indexChecksum: UInt32
  private let trainCount: Int
  private let validationCount: Int
  /// The records of the training images, then of the validation images.
  private let records: Buffer<PreparedRecord>
  private let shards: PreparedShards
  /// The length of the longest JPEG in bytes.
  private let longest: Int

  /// Opens a folder and checks all files except the images, which are checked when they are read.
  /// - Throws: `.damagedPreparation` if a file is missing or damaged.
  public init(_ path: String) throws(ImagesError) {
    let manifest = try Self.manifest(of: path)
    guard let colors = manifest.colors.statistics else {
      throw Self.damage(path, PreparedFiles.manifest, "its colours do not have three channels")
    }
    self.path = path
    name = manifest.name
    classes = manifest.classes.map(\.name)
    classFolders = manifest.classes.map(\.id)
    indexChecksum = manifest.indexChecksum
    imageShape = Shape(channels: 3, height: manifest.side, width: manifest.side)
    self.colors = colors
    trainCount = manifest.train
    validationCount = manifest.validation
    records = try Self.records(of: path, manifest)
    shards = try PreparedShards(folder: path, names: manifest.shards)
    meanImage = try Self.meanImage(of: path, manifest)
    longest = try shards.checkedLongest(of: records, classes: classes.count, in: path)
  }

  /// Returns the number of images in the index.
  public func count(_ split: Split) -> Int { split == .train ? trainCount : validationCount }

  /// Returns a reader that decodes a JPEG of a shard each time it is used.
  public func makeReader() -> any ImageReader { PreparedImageReader(folder: self) }

  func record(_ index: Int, of split: Split) -> PreparedRecord {
    precondition(index >= 0 && index < count(split), "image \(index) is in its split")
    return records.elements[split == .train ? index : trainCount + index]
  }

  /// Counts the labels in the index. No image is read.
  public func imagesByClass(_ split: Split) -> [Int] {
    var counts = [Int](repeating: 0, count: classes.count)
    for index in 0..<count(split) { counts[Int(record(index, of: split).label)] += 1 }
    return counts
  }

  private final class PreparedImageReader: ImageReader {
    private let folder: PreparedFolder
    private let decoder = ImageDecoder()
    private let jpeg: Buffer<UInt8>
    private let square: Buffer<UInt8>

    init(folder: PreparedFolder) {
      self.folder = folder
      jpeg = Buffer(count: max(folder.longest, 1), repeating: 0)
      square = Buffer(count: folder.imageShape.count, repeating: 0)
    }

    func read(_ index: Int, of split: Split, into pixels: UnsafeMutableBufferPointer<UInt8>)
      throws(ImagesError) -> Int
    {
      let record = folder.record(index, of: split)
      do throws(ImageDamage) {
        let bytes = try folder.shards.read(record, into: jpeg.elements)
        try decoder.decode(bytes, side: folder.imageShape.height, into: square.elements)
      } catch {
        let file = folder.shards.name(of: record)
        throw .damagedImage(path: "\(folder.path)/\(file), byte \(record.offset)", error)
      }
      square.elements.writePlanes(to: pixels)
      return Int(record.label)
    }
  }
}

// MARK: - Files that are read when the folder is opened

extension PreparedFolder {
  private static func damage(_ folder: String, _ file: String, _ reason: String) -> ImagesError {
    .damagedPreparation(path: "\(folder)/\(file)", reason: reason)
  }

  private static func contents(of folder: String, _ file: String) throws(ImagesError) -> Data {
    do {
      return try Data(contentsOf: URL(filePath: "\(folder)/\(file)"))
    } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
      throw damage(folder, file, "it is missing")
    } catch {
      throw .unreadable(path: "\(folder)/\(file)", reason: error.systemReason ?? "\(error)")
    }
  }

  private static func manifest(of path: String) throws(ImagesError) -> PreparedManifest {
    let file = PreparedFiles.manifest
    let data = try contents(of: path, file)
    struct Version: Decodable { var version: Int }
    guard let version = try? JSONDecoder().decode(Version.self, from: data) else {
      throw damage(path, file, "it cannot be decoded")
    }
    guard version.version == PreparedManifest.version else {
      throw damage(
        path, file,
        "it has version \(version.version), but only \(PreparedManifest.version) can be read")
    }
    guard let manifest = try? JSONDecoder().decode(PreparedManifest.self, from: data),
      (1...8_192).contains(manifest.side), manifest.train >= 0, manifest.validation >= 0,
      manifest.train <= 1 << 32, manifest.validation <= 1 << 32
    else { throw damage(path, file, "it cannot be decoded") }
    return manifest
  }

  private static func records(
    of path: String, _ manifest: PreparedManifest
  ) throws(ImagesError) -> Buffer<PreparedRecord> {
    let data = try contents(of: path, PreparedFiles.index)
    let count = manifest.train + manifest.validation
    guard count > 0, data.count == count * PreparedRecord.bytes else {
      throw damage(path, PreparedFiles.index, "its length is not that of \(count) images")
    }
    guard data.withUnsafeBytes({ CRC32C.checksum(of: $0) }) == manifest.indexChecksum else {
      throw damage(path, PreparedFiles.index, "its checksum is wrong")
    }
    let records = Buffer(
      count: count,
      repeating: PreparedRecord(offset: 0, length: 0, checksum: 0, shard: 0, label: 0))
    data.copyBytes(to: UnsafeMutableRawBufferPointer(records.elements))
    return records
  }

  private static func meanImage(
    of path: String, _ manifest: PreparedManifest
  ) throws(ImagesError) -> [Float] {
    let data = try contents(of: path, PreparedFiles.meanImage)
    let count = 3 * manifest.side * manifest.side
    guard data.count == count * MemoryLayout<Float>.size else {
      throw damage(path, PreparedFiles.meanImage, "its length is not that of one image")
    }
    guard data.withUnsafeBytes({ CRC32C.checksum(of: $0) }) == manifest.meanChecksum else {
      throw damage(path, PreparedFiles.meanImage, "its checksum is wrong")
    }
    return [Float](unsafeUninitializedCapacity: count) { mean, initialized in
      data.copyBytes(to: UnsafeMutableRawBufferPointer(mean))
      initialized = count
    }
  }
}
