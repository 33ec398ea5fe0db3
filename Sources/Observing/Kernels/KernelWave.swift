import Glibc

/// The wave that a kernel answers to most: the peak of its power spectrum, summed over the channels,
/// each less its mean.
public struct KernelWave: Equatable, Sendable {
  /// Below this share of the energy near the peak there is no one frequency: noise has about 0.15.
  public static let leastShare = 0.35
  /// Below this a kernel is a blob or noise.
  public static let leastCoherence = 0.3

  /// Cycles a pixel, at most √½.
  public var frequency: Double
  /// Of the crests, in degrees from 0 up to 180, against the clock: 0 lies, 90 stands, 45 is "/".
  public var orientation: Double
  /// Of the energy, so much is within a cycle a kernel of the peak.
  public var share: Double
  /// How much the energy prefers a direction, 0…1 (of the structure tensor's eigenvalues, the
  /// difference over the sum).
  public var coherence: Double

  static let none = KernelWave(frequency: 0, orientation: 0, share: 0, coherence: 0)
}

/// Cosines and sines over a kernel's width at frequencies half a cycle a kernel apart, from 0 on:
/// `[places, frequencies]`.
struct Waves {
  let size: Int
  /// Of frequencies.
  var count: Int { size + 1 }
  fileprivate let cosines: [Float]
  fileprivate let sines: [Float]

  init(size: Int) {
    self.size = size
    let turn = (0..<2 * size).map { Double($0) * .pi / Double(size) }
    let angles = (0..<size).flatMap { x in (0...size).map { turn[$0 * x % (2 * size)] } }
    cosines = angles.map { Float(cos($0)) }
    sines = angles.map { Float(sin($0)) }
  }
}

/// The power of a kernel at frequencies half a cycle a kernel apart, over the half plane in which they
/// differ: `[rows: −N…N, columns: 0…N]` in steps of 1/2N cycles a pixel.
struct PowerSpectrum {
  private let size: Int
  private let power: [Float]

  private var columns: Int { size + 1 }

  /// Rows are transformed first, then columns; in the innermost loops all frequencies of a row at once.
  init(_ kernels: Kernels, _ kernel: Int, _ waves: Waves) {
    let size = kernels.size
    self.size = size
    let columns = waves.count
    let weights = kernels[kernel]
    // Real and imaginary parts by rows of the kernel; and what of them is even and what odd in a
    // frequency: its opposite's transform is made of the same.
    var rows = (real: [Float](repeating: 0, count: size * columns), imaginary: [Float]())
    rows.imaginary = rows.real
    var parts = [Float](repeating: 0, count: 4 * columns)
    var power = [Float](repeating: 0, count: (2 * size + 1) * columns)
    for channel in 0..<kernels.channels {
      let start = weights.startIndex + channel * size * size
      let plane = weights[start..<start + size * size]
      let mean = plane.reduce(0, +) / Float(size * size)
      for y in 0..<size {
        rows.real.clear(from: y * columns, count: columns)
        rows.imaginary.clear(from: y * columns, count: columns)
        for x in 0..<size {
          let value = plane[start + y * size + x] - mean
          rows.real.add(value, waves.cosines, x, to: y, count: columns)
          rows.imaginary.add(-value, waves.sines, x, to: y, count: columns)
        }
      }
      for v in 0..<columns {
        parts.clear(from: 0, count: 4 * columns)
        for y in 0..<size {
          let (cosine, sine) = (waves.cosines[y * columns + v], waves.sines[y * columns + v])
          parts.add(cosine, rows.real, y, to: 0, count: columns)
          parts.add(sine, rows.imaginary, y, to: 1, count: columns)
          parts.add(cosine, rows.imaginary, y, to: 2, count: columns)
          parts.add(sine, rows.real, y, to: 3, count: columns)
        }
        for u in 0..<columns {
          let (a, b) = (parts[u], parts[columns + u])
          let (c, d) = (parts[2 * columns + u], parts[3 * columns + u])
          power[(size + v) * columns + u] += (a + b) * (a + b) + (c - d) * (c - d)
          if v > 0 { power[(size - v) * columns + u] += (a - b) * (a - b) + (c + d) * (c + d) }
        }
      }
    }
    self.power = power
  }

  var wave: KernelWave {
    guard let top = power.indices.max(by: { power[$0] < power[$1] }), power[top] > 0 else {
      return .none
    }
    let peak = (u: top % columns, v: top / columns)
    let step = 1 / Double(2 * size)
    let fx = (Double(peak.u) + bend(-1, 0, peak)) * step
    let fy = (Double(peak.v - size) + bend(0, -1, peak)) * step
    let moments = moments(near: peak)
    let angle = atan2(fx, fy) * 180 / .pi
    let orientation = angle.truncatingRemainder(dividingBy: 180)
    return KernelWave(
      frequency: (fx * fx + fy * fy).squareRoot(),
      orientation: orientation < 0 ? orientation + 180 : orientation,
      share: moments.share, coherence: moments.coherence)
  }

  /// The power of any frequency: beyond the half plane it is that of the opposite one, and the
  /// spectrum repeats.
  private func at(_ u: Int, _ v: Int) -> Double {
    let period = 2 * size
    var (u, v) = ((u % period + period) % period, v)
    if u > size { (u, v) = (period - u, -v) }
    let row = ((v + size) % period + period) % period
    return Double(power[row * columns + u])
  }

  /// Where between neighbours the peak lies, from a parabola through the logarithms, which is exact
  /// for a Gaussian.
  private func bend(_ du: Int, _ dv: Int, _ peak: (u: Int, v: Int)) -> Double {
    let v = peak.v - size
    let before = at(peak.u + du, v + dv)
    let after = at(peak.u - du, v - dv)
    guard before > 0, after > 0 else { return 0 }
    let (a, b, c) = (log(before), log(at(peak.u, v)), log(after))
    let curvature = a - 2 * b + c
    return curvature < 0 ? min(0.5, max(-0.5, 0.5 * (a - c) / curvature)) : 0
  }

  /// The share of the energy near the peak, and the second moments of all of it. Each frequency is
  /// counted once: of the first and the last column, whose opposites lie in it too, half.
  private func moments(near peak: (u: Int, v: Int)) -> (share: Double, coherence: Double) {
    var (total, near) = (0.0, 0.0)
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    // The last row repeats the first.
    for v in 0..<2 * size {
      for u in 0..<columns {
        let value = Double(power[v * columns + u]) * (u == 0 || u == size ? 0.5 : 1)
        let (x, y) = (Double(u), Double(v - size))
        total += value
        xx += value * x * x
        xy += value * x * y
        yy += value * y * y
        if isNear(u, v, peak) { near += value }
      }
    }
    guard total > 0, xx + yy > 0 else { return (0, 0) }
    let spread = ((xx - yy) * (xx - yy) + 4 * xy * xy).squareRoot()
    return (near / total, spread / (xx + yy))
  }

  private func isNear(_ u: Int, _ v: Int, _ peak: (u: Int, v: Int)) -> Bool {
    func within(_ du: Int, _ dv: Int) -> Bool { du * du + dv * dv <= 4 }
    let dv = v - peak.v
    let opposite = v - size + peak.v - size
    return within(u - peak.u, dv) || within(u + peak.u, opposite)
  }
}

extension [Float] {
  fileprivate mutating func clear(from start: Int, count: Int) {
    for index in start..<start + count { self[index] = 0 }
  }

  /// A row of `count` more by a multiple of another's.
  fileprivate mutating func add(
    _ factor: Float, _ other: [Float], _ source: Int, to target: Int, count: Int
  ) {
    let (source, target) = (source * count, target * count)
    precondition(target + count <= self.count && source + count <= other.count)
    withUnsafeMutableBufferPointer { sum in
      other.withUnsafeBufferPointer { other in
        for index in 0..<count { sum[target + index] += factor * other[source + index] }
      }
    }
  }
}
