import Glibc

/// The wave to which a kernel responds most: the peak of the kernel's power spectrum. The spectrum
/// is the sum of the spectra of the channels, and the mean of each channel is subtracted before.
public struct KernelWave: Equatable, Sendable {
  /// The smallest ``share`` of a kernel that counts as having one frequency. The share of noise is
  /// about 0.15.
  public static let minimumShare = 0.35
  /// The smallest ``coherence`` of a kernel that counts as having a direction. The coherence of
  /// blobs and of noise is smaller.
  public static let minimumCoherence = 0.3

  /// The frequency in cycles per pixel, at most √½.
  public var frequency: Double
  /// The direction of the crests in degrees, counterclockwise from 0 to below 180: 0 is horizontal, 90
  /// vertical, 45 "/".
  public var orientation: Double
  /// The share of the energy at frequencies that differ from the peak by at most one cycle per
  /// kernel, 0…1.
  public var share: Double
  /// The concentration of the energy in one direction: 0 if all directions have the same energy, 1
  /// if only one has energy. It is the difference of the structure tensor's eigenvalues, divided by
  /// their sum.
  public var coherence: Double

  static let none = KernelWave(frequency: 0, orientation: 0, share: 0, coherence: 0)
}

/// Cosines and sines over the width of a kernel, `[positions, frequencies]`. The frequencies are 0, ½, 1,
/// 1½, …, `size / 2` cycles per kernel.
struct FourierBasis {
  let size: Int
  /// The number of frequencies.
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

/// The power of a kernel of N×N pixels at each frequency (u, v), as `[v: −N…N, u: 0…N]`. The unit
/// of u and v is half a cycle per kernel, which is 1/(2N) cycles per pixel. Negative u are left
/// out: the power at (−u, −v) is the power at (u, v).
struct PowerSpectrum {
  private let size: Int
  private let power: [Float]

  private var columns: Int { size + 1 }

  /// Transforms the rows and then the columns. The innermost loops handle all frequencies of a row.
  init(_ kernels: Kernels, _ kernel: Int, _ basis: FourierBasis) {
    let size = kernels.size
    self.size = size
    let columns = basis.count
    let weights = kernels[kernel]
    // `rows` contains the real and imaginary parts of the transformed rows. `parts` contains the
    // sums of their four products with cosines and sines. The power at (u, v) and at (u, −v)
    // follows from `parts`.
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
          rows.real.add(value, basis.cosines, x, to: y, count: columns)
          rows.imaginary.add(-value, basis.sines, x, to: y, count: columns)
        }
      }
      for v in 0..<columns {
        parts.clear(from: 0, count: 4 * columns)
        for y in 0..<size {
          let (cosine, sine) = (basis.cosines[y * columns + v], basis.sines[y * columns + v])
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

  /// The wave at the peak.
  var wave: KernelWave {
    guard let top = power.indices.max(by: { power[$0] < power[$1] }), power[top] > 0 else {
      return .none
    }
    let peak = (u: top % columns, v: top / columns)
    let step = 1 / Double(2 * size)
    let fx = (Double(peak.u) + offset(ofPeak: peak, -1, 0)) * step
    let fy = (Double(peak.v - size) + offset(ofPeak: peak, 0, -1)) * step
    let moments = moments(near: peak)
    let angle = atan2(fx, fy) * 180 / .pi
    let orientation = angle.truncatingRemainder(dividingBy: 180)
    return KernelWave(
      frequency: (fx * fx + fy * fy).squareRoot(),
      orientation: orientation < 0 ? orientation + 180 : orientation,
      share: moments.share, coherence: moments.coherence)
  }

  /// Returns the power at any (u, v). The spectrum repeats every 2N in both directions, and the
  /// power at (−u, −v) is the power at (u, v).
  private func powerAt(_ u: Int, _ v: Int) -> Double {
    let period = 2 * size
    var (u, v) = ((u % period + period) % period, v)
    if u > size { (u, v) = (period - u, -v) }
    let row = ((v + size) % period + period) % period
    return Double(power[row * columns + u])
  }

  /// Returns the distance in one direction from the greatest value of the grid to the peak, which
  /// is between the points of the grid: −0.5…0.5 steps. The peak is the vertex of a parabola
  /// through the logarithms of three values. This is exact for a Gaussian.
  /// - Parameters:
  ///   - peak: The place of the greatest value.
  ///   - du: The step in u to the neighbour before this place.
  ///   - dv: The step in v to the same neighbour.
  private func offset(ofPeak peak: (u: Int, v: Int), _ du: Int, _ dv: Int) -> Double {
    let v = peak.v - size
    let before = powerAt(peak.u + du, v + dv)
    let after = powerAt(peak.u - du, v - dv)
    guard before > 0, after > 0 else { return 0 }
    let (a, b, c) = (log(before), log(powerAt(peak.u, v)), log(after))
    let curvature = a - 2 * b + c
    return curvature < 0 ? min(0.5, max(-0.5, 0.5 * (a - c) / curvature)) : 0
  }

  /// Returns the share of the energy near the peak, and the coherence from the second moments. In
  /// the first and in the last column, each value occurs twice, at v and at −v, so it counts half.
  private func moments(near peak: (u: Int, v: Int)) -> (share: Double, coherence: Double) {
    var (total, near) = (0.0, 0.0)
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    // The last row is the same as the first.
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

  /// Returns true if the distance of a frequency from the peak (u, v), or from (−u, −v), is at most
  /// one cycle per kernel.
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

  /// Adds a multiple of a row of `other` to a row. Both have `count` elements.
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
