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

  /// Creates an export; an `order` of `nil` draws all kernels.
  public init(
    step: Int, kernels: Kernels, order: [Int]? = nil, contrast: KernelGrid.Contrast = .each
  ) {
    self.step = step
    self.kernels = kernels
    self.order = order ?? Array(0..<kernels.count)
    self.contrast = contrast
  }

  /// The picture of the kernels on the screen, on black; each weight is a square of pixels.
  public var picture: Pixels { picture(of: kernels) }

  /// Returns the picture of other kernels, in the same order.
  public func picture(of kernels: Kernels) -> Pixels {
    var grid = KernelGrid(
      count: kernels.count, channels: kernels.channels, size: kernels.size,
      weights: kernels.weights, contrast: contrast)
    grid.shown = order.filter { $0 < kernels.count }
    // The picture is a third wider than high, and has 44 pixels per kernel.
    let columns = max(1, Int((Double(order.count) * 4 / 3).squareRoot().rounded(.up)))
    let scale = max(1, 44 / max(1, kernels.size))
    return grid.picture(columns: columns, scale: scale, gap: 4, background: .rgb(0))
  }
}
