import Observing
import TerminalUI

/// The kernels to be written as pictures: those on the screen, and the records of the timeline in
/// the same order.
public struct KernelExport: Equatable, Sendable {
  /// The step of the kernels on the screen.
  public var step: Int
  /// The kernels on the screen.
  public var kernels: Kernels
  /// The indices of the kernels to draw, in order.
  public var order: [Int]
  /// The scale of the colours.
  public var contrast: KernelGrid.Contrast
  /// True to draw the first half of the kernels above the second, with a gap between: the two columns of
  /// the network, as in Figure 3 of the paper.
  public var separatesColumns: Bool

  /// Creates an export; an `order` of `nil` draws all kernels.
  public init(
    step: Int, kernels: Kernels, order: [Int]? = nil, contrast: KernelGrid.Contrast = .each,
    separatesColumns: Bool = false
  ) {
    self.step = step
    self.kernels = kernels
    self.order = order ?? Array(0..<kernels.count)
    self.contrast = contrast
    self.separatesColumns = separatesColumns
  }

  /// The picture of the kernels on the screen, about 44 pixels a kernel, interpolated between weights.
  public var picture: Pixels {
    picture(of: kernels, side: kernels.size * max(1, 44 / max(1, kernels.size)))
  }

  /// Returns a picture of other kernels in the same order, in which each weight is a square of equal
  /// pixels. Compression makes such pictures several times smaller than interpolated ones.
  /// - Parameters:
  ///   - kernels: The kernels, with the shape of those on the screen.
  ///   - width: The largest width of a kernel in pixels, unless it has more weights.
  public func blockPicture(of kernels: Kernels, width: Int) -> Pixels {
    picture(
      of: kernels, side: kernels.size, magnification: max(1, width / max(1, kernels.size)))
  }

  private func picture(of kernels: Kernels, side: Int, magnification: Int = 1) -> Pixels {
    let grid = KernelGrid(
      count: kernels.count, channels: kernels.channels, size: kernels.size,
      weights: kernels.weights, contrast: contrast)
    let parts = parts(of: kernels)
    return grid.picture(
      KernelGrid.Sheet(
        parts: parts, columns: Self.columns(of: parts), side: side, magnification: magnification))
  }

  private func parts(of kernels: Kernels) -> [[Int]] {
    let shown = order.filter { $0 < kernels.count }
    guard separatesColumns else { return [shown] }
    let half = kernels.count / 2
    return [shown.filter { $0 < half }, shown.filter { $0 >= half }].filter { !$0.isEmpty }
  }

  /// Returns the number of kernels in a row. A single part is a third wider than high. Two parts have the
  /// shape of Figure 3, three rows of sixteen kernels each.
  private static func columns(of parts: [[Int]]) -> Int {
    let count = parts.map(\.count).max() ?? 0
    let shape = parts.count > 1 ? 16.0 / 3 : 4.0 / 3
    let columns = max(1, Int((Double(count) * shape).squareRoot().rounded(.up)))
    guard parts.count > 1 else { return columns }
    // The rows of a part have about the same number of kernels.
    let rows = max(1, (count + columns - 1) / columns)
    return max(1, (count + rows - 1) / rows)
  }
}
