/// A random generator whose numbers are a pure function of a seed, a purpose and two numbers, so that
/// any thread can compute the numbers of any image.
///
/// The algorithm is SplitMix64 (Steele, Lea, Flood 2014): number n is a hash of key + n·γ. The key is
/// hashed from the arguments in the same way.
struct RandomGenerator: RandomNumberGenerator {
  /// The use of the numbers. Different purposes have independent numbers.
  enum Purpose: UInt64 {
    case order = 1
    case augmentation = 2
    case trainingScene = 3
    case validationScene = 4
    case validationShare = 5
    case folderOrder = 6
    case replacement = 7
    case texture = 8
  }

  private static let gamma: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var state: UInt64

  /// Creates a generator.
  /// - Parameters:
  ///   - seed: The seed of the plan.
  ///   - purpose: The use of the numbers.
  ///   - first: The first number of the key, such as the epoch.
  ///   - second: The second number of the key, such as the image.
  init(seed: UInt64, _ purpose: Purpose, _ first: Int, _ second: Int = 0) {
    state = Self.hash(seed &+ Self.gamma)
    fold(purpose.rawValue)
    fold(UInt64(bitPattern: Int64(first)))
    fold(UInt64(bitPattern: Int64(second)))
  }

  init(state: UInt64) { self.state = state }

  private mutating func fold(_ word: UInt64) {
    state = Self.hash((state ^ word) &+ Self.gamma)
  }

  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= Self.gamma
    return Self.hash(state)
  }

  /// Returns a uniform number, 0 ≤ x < 1.
  @inline(__always)
  mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// Returns a uniform number between two bounds.
  mutating func uniform(_ low: Float, _ high: Float) -> Float { low + (high - low) * unit() }

  /// Returns a uniform integer in 0 ..< `bound`, by multiplication (Lemire 2019). The bias is below 2⁻⁴⁰
  /// for a bound of up to 2²⁴, which is more than ten times the number of images of ImageNet.
  @inline(__always)
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  @inline(__always)
  private static func hash(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
