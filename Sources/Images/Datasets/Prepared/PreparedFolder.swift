import Blueprint
import Channels
import Foundation

/// Images as the paper prepares them (section 2), made once by `alexnet data prepare`: 256×256 JPEGs in
/// large files, with an index, checksums, the mean image and the colours' covariance. All that is kept
/// in memory is where each image lies: 16 bytes.
public final class PreparedFolder: DataSource {
  public let name: String
  public let classes: [String]
  public let imageShape: Shape
  public let colors: ColorStatistics
  public let meanImage: [Float]?
  public let remembersImages = false
  public let path: String

  /// The classes' folders that the images came from, in the order of the labels.
  let classFolders: [String]
  let indexChecksum: UInt32
  private let trainCount: Int
  private let validationCount: Int
  /// Training images, then validation images.
  private let records: Buffer<PreparedRecord>
  private let shards: PreparedShards
  private let longest: Int

  /// Opens a folder and checks everything but the images themselves, which are checked when they are
  /// read.
  public init(_ path: String) throws(ImagesError) {
    let manifest = try Self.manifest(of: path)
    guard let colors = manifest.colors.statistics else {
      throw Self.damage(path, PreparedFiles.manifest, "its colours are not three")
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

  public func count(_ split: Split) -> Int { split == .train ? trainCount : validationCount }

  public func makeReader() -> any ImageReader { Reader(folder: self) }

  func record(_ index: Int, of split: Split) -> PreparedRecord {
    precondition(index >= 0 && index < count(split), "image \(index) is one of its split")
    return records.elements[split == .train ? index : trainCount + index]
  }

  /// How many images each class has.
  public func imagesByClass(_ split: Split) -> [Int] {
    var counts = [Int](repeating: 0, count: classes.count)
    for index in 0..<count(split) { counts[Int(record(index, of: split).label)] += 1 }
    return counts
  }

  private final class Reader: ImageReader {
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

// MARK: - What is read when it is opened

extension PreparedFolder {
  private static func damage(_ folder: String, _ file: String, _ reason: String) -> ImagesError {
    .damagedPreparation(path: "\(folder)/\(file)", reason: reason)
  }

  private static func contents(of folder: String, _ file: String) throws(ImagesError) -> Data {
    do {
      return try Data(contentsOf: URL(filePath: "\(folder)/\(file)"))
    } catch CocoaError.fileReadNoSuchFile {
      throw damage(folder, file, "it is missing")
    } catch {
      throw .unreadable(path: "\(folder)/\(file)", reason: "it cannot be opened")
    }
  }

  private static func manifest(of path: String) throws(ImagesError) -> PreparedManifest {
    let file = PreparedFiles.manifest
    let data = try contents(of: path, file)
    struct Version: Decodable { var version: Int }
    guard let version = try? JSONDecoder().decode(Version.self, from: data) else {
      throw damage(path, file, "it is not understood")
    }
    guard version.version == PreparedManifest.version else {
      throw damage(path, file, "it is of version \(version.version), which is not known here")
    }
    guard let manifest = try? JSONDecoder().decode(PreparedManifest.self, from: data),
      (1...8_192).contains(manifest.side), manifest.train >= 0, manifest.validation >= 0,
      manifest.train <= 1 << 32, manifest.validation <= 1 << 32
    else { throw damage(path, file, "it is not understood") }
    return manifest
  }

  private static func records(
    of path: String, _ manifest: PreparedManifest
  ) throws(ImagesError) -> Buffer<PreparedRecord> {
    let data = try contents(of: path, PreparedFiles.index)
    let count = manifest.train + manifest.validation
    guard count > 0, data.count == count * PreparedRecord.bytes else {
      throw damage(path, PreparedFiles.index, "it is not of \(count) images")
    }
    guard data.withUnsafeBytes({ CRC32C.sum($0) }) == manifest.indexChecksum else {
      throw damage(path, PreparedFiles.index, "it has another checksum")
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
      throw damage(path, PreparedFiles.meanImage, "it is not of one image")
    }
    guard data.withUnsafeBytes({ CRC32C.sum($0) }) == manifest.meanChecksum else {
      throw damage(path, PreparedFiles.meanImage, "it has another checksum")
    }
    return [Float](unsafeUninitializedCapacity: count) { mean, initialized in
      data.copyBytes(to: UnsafeMutableRawBufferPointer(mean))
      initialized = count
    }
  }
}
