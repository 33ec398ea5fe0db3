/// Philox4x32-10 by the definition of its authors (Salmon et al., SC 2011), and the masks of
/// dropout.
enum NaivePhilox {
  static func words(_ counter: [UInt32], key: [UInt32]) -> [UInt32] {
    var (c, k) = (counter, key)
    for _ in 0..<10 {
      let first = UInt64(0xD251_1F53) * UInt64(c[0])
      let second = UInt64(0xCD9E_8D57) * UInt64(c[2])
      c = [
        UInt32(second >> 32) ^ c[1] ^ k[0], UInt32(truncatingIfNeeded: second),
        UInt32(first >> 32) ^ c[3] ^ k[1], UInt32(truncatingIfNeeded: first),
      ]
      k = [k[0] &+ 0x9E37_79B9, k[1] &+ 0xBB67_AE85]
    }
    return c
  }

  static func words(_ number: Int, stream: UInt64, seed: UInt64) -> [UInt32] {
    words(halves(UInt64(number)) + halves(stream), key: halves(seed))
  }

  /// Returns the factors of dropout for `count` floats in the order of memory: 0 or 1 / (1 − p).
  /// Sixteen counters are side by side: the first sixteen of 64 floats have the first words.
  static func mask(
    count: Int, probability: Double, seed: UInt64, step: Int, layer: Int
  ) -> [Double] {
    let stream = UInt64(step) << 8 | UInt64(layer)
    var mask = Array(repeating: 0.0, count: count)
    for counter in 0..<(count + 63) / 64 * 16 {
      let drawn = words(counter, stream: stream, seed: seed)
      for (word, value) in drawn.enumerated() {
        let index = counter / 16 * 64 + word * 16 + counter % 16
        if index < count, Double(value) / 0x1p32 >= probability {
          mask[index] = 1 / (1 - probability)
        }
      }
    }
    return mask
  }

  private static func halves(_ value: UInt64) -> [UInt32] {
    [UInt32(truncatingIfNeeded: value), UInt32(value >> 32)]
  }
}
