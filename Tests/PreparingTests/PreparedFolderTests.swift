import Foundation
import Images
import Testing

@testable import Preparing

/// Damage on disk causes an error that names the file, never a crash or a wrong image.
@Suite struct DamagedPreparedFolders {
  private let folder: Folder
  private var path: String { "\(folder.path)/prepared" }

  init() throws {
    folder = try Folder()
    let images = try MiniImageNet(in: folder)
    var settings = PreparationSettings()
    settings.side = MiniImageNet.side
    settings.imagesPerShard = 8
    settings.threads = 2
    _ = try FolderPreparation(
      .find(images.path), to: "\(folder.path)/prepared", settings: settings
    ).run()
  }

  private func readAll(_ source: PreparedFolder) throws -> [UInt8] {
    let reader = source.makeReader()
    let pixels = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: source.imageShape.count)
    defer { pixels.deallocate() }
    var all: [UInt8] = []
    for split in Split.allCases {
      for index in 0..<source.count(split) {
        all.append(UInt8(try reader.read(index, of: split, into: pixels)))
        all += pixels
      }
    }
    return all
  }

  private func names(_ error: any Error, _ file: String) -> Bool {
    guard let error = error as? ImagesError else { return false }
    return error.problem.contains(file) && !error.remedy.isEmpty
  }

  @Test func anImageWithAChangedByteIsDamaged() throws {
    let file = "train-00001.shard"
    var bytes = try folder.bytes(of: "prepared/\(file)")
    bytes[400] ^= 1
    try folder.write("prepared/\(file)", bytes)
    let source = try PreparedFolder(path)
    #expect {
      try readAll(source)
    } throws: {
      guard case .damagedImage = $0 as? ImagesError else { return false }
      return names($0, file)
    }
  }

  @Test func aTruncatedShardIsNamedWhenTheFolderIsOpened() throws {
    let file = "validation-00000.shard"
    let bytes = try folder.bytes(of: "prepared/\(file)")
    try folder.write("prepared/\(file)", bytes[..<100])
    #expect { try PreparedFolder(path) } throws: { names($0, file) }
  }

  /// A shard that becomes shorter while the folder is open damages its images and does not end the program.
  @Test func aShardThatIsTruncatedWhileTheFolderIsOpenIsAnError() throws {
    let source = try PreparedFolder(path)
    #expect(truncate("\(path)/train-00000.shard", 200) == 0)
    #expect { try readAll(source) } throws: { names($0, "train-00000.shard") }
  }

  @Test(arguments: ["train-00002.shard", "index.bin", "mean.f32"])
  func aMissingFileIsNamed(file: String) throws {
    try folder.remove("prepared/\(file)")
    #expect { try PreparedFolder(path) } throws: { names($0, file) }
  }

  @Test(arguments: ["index.bin", "mean.f32", "prepared.json"])
  func aTruncatedFileIsNamed(file: String) throws {
    let bytes = try folder.bytes(of: "prepared/\(file)")
    for count in [0, 1, 16, bytes.count / 2, bytes.count - 2] {
      try folder.write("prepared/\(file)", bytes[..<count])
      #expect("\(count)") { try PreparedFolder(path) } throws: { names($0, file) }
    }
  }

  @Test func aLaterVersionIsRefused() throws {
    let text = String(decoding: try folder.bytes(of: "prepared/prepared.json"), as: UTF8.self)
    let later = text.replacing("\"version\" : 1", with: "\"version\" : 2")
    #expect(later != text)
    try folder.write("prepared/prepared.json", Data(later.utf8))
    #expect { try PreparedFolder(path) } throws: { names($0, "version 2") }
  }

  /// The images are either unchanged, or reading them is an error.
  @Test func flippedBitsAreDetected() throws {
    let expected = try readAll(PreparedFolder(path))
    for (name, bytes) in try folder.files(in: "prepared") where name != "prepared.json" {
      for trial in 0..<60 {
        var flipped = bytes
        let offset = trial * 7_919 % bytes.count
        flipped[offset] ^= 1 << (trial % 8)
        try folder.write("prepared/\(name)", flipped)
        do {
          let found = try readAll(PreparedFolder(path))
          #expect(found == expected, "\(name) at \(offset)")
        } catch {
          #expect(names(error, name), "\(error)")
        }
      }
      try folder.write("prepared/\(name)", bytes)
    }
  }

  /// A changed description can still be valid.
  @Test func aChangedDescriptionDoesNotCrashTheReader() throws {
    let bytes = try folder.bytes(of: "prepared/prepared.json")
    for offset in stride(from: 0, to: bytes.count, by: 3) {
      var changed = bytes
      changed[offset] ^= UInt8(1 << (offset % 7))
      try folder.write("prepared/prepared.json", changed)
      if let source = try? PreparedFolder(path) { _ = try? readAll(source) }
    }
  }
}
