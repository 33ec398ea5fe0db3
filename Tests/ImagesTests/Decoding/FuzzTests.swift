import Foundation
import Testing

@testable import Images

/// Cut and altered files: whatever they say, the decoder gives pixels or a reason.
/// `FUZZ_INPUTS=1000000` tries more of them.
@Suite struct FuzzTests {
  private static let inputs =
    ProcessInfo.processInfo.environment["FUZZ_INPUTS"].flatMap(Int.init) ?? 100_000

  private func damaged(_ whole: [UInt8], _ chance: inout Chance) -> [UInt8] {
    var bytes = whole
    // Half of the damage is near the beginning, where the structure is.
    func place() -> Int {
      chance.below(chance.below(2) == 0 ? min(bytes.count, 200) : bytes.count)
    }
    for _ in 0...chance.below(4) where !bytes.isEmpty {
      switch chance.below(6) {
      case 0: bytes.removeSubrange(place()...)
      case 1, 2: bytes[place()] ^= UInt8(1 << chance.below(8))
      case 3: bytes[place()] = UInt8(chance.below(256))
      case 4: bytes[place()] = chance.below(2) == 0 ? 0 : 0xFF
      default:
        let start = place()
        let piece = Array(bytes[start..<min(bytes.count, start + 1 + chance.below(40))])
        bytes.insert(contentsOf: piece, at: place())
      }
    }
    return bytes
  }

  @Test func damagedFilesNeverCrashTheDecoder() throws {
    let files = try OddImages.names.map(OddImages.bytes)
    try #require(files.count > 40)
    let decoder = ImageDecoder()
    var square = [UInt8](repeating: 0, count: 48 * 48 * 3)
    var decoded = 0
    for number in 0..<Self.inputs {
      var chance = Chance(seed: 1, .order, number)
      let bytes = damaged(files[number % files.count], &chance)
      square.withUnsafeMutableBufferPointer { square in
        bytes.withUnsafeBytes { bytes in
          do throws(ImageDamage) {
            if number.isMultiple(of: 3) {
              let image = try decoder.decode(bytes)
              #expect(image.pixels.count == image.width * image.height * 3)
            } else {
              try decoder.decode(bytes, side: 48, into: square)
            }
            decoded += 1
          } catch {
            #expect(!error.reason.isEmpty)
          }
        }
      }
    }
    // What the largest image that is not refused needs, and as much again for the other tests.
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #expect(usage.ru_maxrss < 2 << 20, "in KiB")
    // Some damage is none, and some is: both ways have been gone.
    #expect(decoded > Self.inputs / 50 && decoded < Self.inputs)
  }
}
