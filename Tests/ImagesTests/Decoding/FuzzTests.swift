import Checksums
import Foundation
import Testing

@testable import Images

/// Readers of cut and altered files return pixels or an error. `FUZZ_INPUTS=100000` sets the number of
/// files of each kind, as `make fuzz` does.
@Suite struct FuzzTests {
  private static let inputs =
    ProcessInfo.processInfo.environment["FUZZ_INPUTS"].flatMap(Int.init) ?? 5_000

  private func damaged(_ whole: [UInt8], _ random: inout RandomGenerator) -> [UInt8] {
    var bytes = whole
    // Half of the damage is near the beginning, where the structure is.
    func position() -> Int {
      random.below(random.below(2) == 0 ? min(bytes.count, 200) : bytes.count)
    }
    for _ in 0...random.below(4) where !bytes.isEmpty {
      switch random.below(6) {
      case 0: bytes.removeSubrange(position()...)
      case 1, 2: bytes[position()] ^= UInt8(1 << random.below(8))
      case 3: bytes[position()] = UInt8(random.below(256))
      case 4: bytes[position()] = random.below(2) == 0 ? 0 : 0xFF
      default:
        let start = position()
        let copied = Array(bytes[start..<min(bytes.count, start + 1 + random.below(40))])
        bytes.insert(contentsOf: copied, at: position())
      }
    }
    return bytes
  }

  /// Corrects the checksums of a PNG's chunks. With wrong checksums hardly any damage reaches the decoder.
  private func withRightChecksums(_ png: [UInt8]) -> [UInt8] {
    var bytes = png
    var chunk = 8
    while chunk + 12 <= bytes.count {
      let length = bytes[chunk..<chunk + 4].reduce(0) { $0 << 8 | Int($1) }
      let end = chunk + 8 + length
      guard end + 4 <= bytes.count else { break }
      let sum = CRC32.checksum(of: Array(bytes[chunk + 4..<end]))
      for byte in 0..<4 { bytes[end + byte] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * byte)) }
      chunk = end + 4
    }
    return bytes
  }

  /// The peak memory of the whole process so far, in KiB.
  private var peakMemory: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
  }

  @Test(arguments: [".jpg", ".png", ".webp"])
  func damagedFilesNeverCrashTheDecoder(ending: String) throws {
    let files = try OddImages.names.filter { $0.hasSuffix(ending) }.map(OddImages.bytes)
    try #require(files.count >= 8)
    let decoder = ImageDecoder()
    var square = [UInt8](repeating: 0, count: 48 * 48 * 3)
    var decoded = 0
    var largest = 0
    for number in 0..<Self.inputs {
      var random = RandomGenerator(seed: 1, .order, number)
      var bytes = damaged(files[number % files.count], &random)
      if ending == ".png" && random.below(4) > 0 { bytes = withRightChecksums(bytes) }
      square.withUnsafeMutableBufferPointer { square in
        bytes.withUnsafeBytes { bytes in
          do throws(ImageDamage) {
            if number.isMultiple(of: 3) {
              let image = try decoder.decode(bytes)
              #expect(image.pixels.count == image.width * image.height * 3)
              largest = max(largest, image.width * image.height)
            } else {
              try decoder.decode(bytes, side: 48, into: square)
            }
            decoded += 1
          } catch {
            #expect(!error.reason.isEmpty && !error.remedy.isEmpty)
          }
        }
      }
    }
    #expect(largest <= ImageHeader.maximumPixels)
    // The limit is twice the memory for the largest accepted image, because other tests run at once.
    #expect(peakMemory < 2 << 20)
    // Some damage is harmless and some is not, so that both outcomes occur.
    #expect(decoded > Self.inputs / 50 && decoded < Self.inputs)
    report(ending, "\(decoded) decoded, the largest of \(largest) pixels")
  }

  @Test func damagedIDXFilesNeverCrashTheReader() throws {
    let files = try IDXTests.wholeFiles()
    var read = 0
    var largest = 0
    for number in 0..<Self.inputs {
      var random = RandomGenerator(seed: 2, .order, number)
      let (whole, kind) = files[number % files.count]
      let bytes = damaged(whole, &random)
      bytes.withUnsafeBytes { bytes in
        do throws(IDXDamage) {
          let file = try IDXFile(path: "fuzz", bytes, kind)
          let isWhole = (0..<file.count).allSatisfy { file[$0].count == file.itemBytes }
          #expect(isWhole)
          largest = max(largest, file.count)
          read += 1
        } catch {
          #expect(!error.reason.isEmpty)
        }
      }
    }
    #expect(largest <= IDXFile.maximumItems)
    #expect(peakMemory < 2 << 20)
    #expect(read > Self.inputs / 50 && read < Self.inputs)
    report("IDX", "\(read) read, the largest of \(largest) items")
  }

  @Test func damagedRecordsNeverCrashTheReader() throws {
    let folder = try PictureFolder()
    let file = "\(folder.path)/train.bin"
    let layout = RecordLayout(
      format: .cifar100, labelClasses: [20, 100], imageBytes: 3, maximumRecords: 100)
    let whole = (0..<20).flatMap { (label: UInt8) -> [UInt8] in [label, label * 5, 1, 2, 3] }
    var read = 0
    for number in 0..<Self.inputs {
      var random = RandomGenerator(seed: 3, .order, number)
      let bytes = damaged(whole, &random)
      try Data(bytes).write(to: URL(filePath: file))
      do throws(ImagesError) {
        let records = try RecordStorage(files: [file], layout)
        #expect(records.count * 5 == bytes.count)
        let areClasses = (0..<records.count).allSatisfy { records[$0].label < 100 }
        #expect(areClasses)
        read += 1
      } catch {
        #expect(error.problem.contains(file))
      }
    }
    #expect(read > Self.inputs / 50 && read < Self.inputs)
    report("records", "\(read) read")
  }

  /// Prints the result of a long trial.
  private func report(_ kind: String, _ words: String) {
    guard ProcessInfo.processInfo.environment["FUZZ_INPUTS"] != nil else { return }
    print("\(kind): of \(Self.inputs) files \(words); peak memory \(peakMemory >> 10) MiB")
  }
}
