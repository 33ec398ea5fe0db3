/// Pooling over square windows. A window that extends beyond the border is clipped: its maximum or mean is
/// that of the existing cells.
public struct Pooling: Hashable, Codable, Sendable {
  /// The value of a window.
  public enum Operation: String, Hashable, Codable, Sendable, CaseIterable {
    /// The largest activation.
    case maximum
    /// The mean activation.
    case average
  }
  /// The treatment of a last window that is only partly inside.
  public enum Rounding: String, Hashable, Codable, Sendable, CaseIterable {
    /// The window is left out.
    case floor
    /// The window is clipped.
    case ceil
  }
  /// The value of a window.
  public var operation: Operation
  /// The width and height of a window in cells.
  public var size: Int
  /// The distance of neighbouring windows in cells.
  public var stride: Int
  /// The rows and columns around the input that windows can cover.
  public var padding = 0
  /// The treatment of a last partial window.
  public var rounding: Rounding

  /// Creates a pooling layer; by default of maxima, without padding or partial windows.
  public init(
    _ operation: Operation = .maximum, size: Int, stride: Int, padding: Int = 0,
    rounding: Rounding = .floor
  ) {
    self.operation = operation
    self.size = size
    self.stride = stride
    self.padding = padding
    self.rounding = rounding
  }
}

extension Pooling {
  /// Returns the number of windows along a side; 0 or less if no window fits.
  ///
  /// `ceil` counts 1 + ceil((side + 2·padding − size) / stride) windows, without a last window that begins
  /// beyond the side and its first padding, because that window has no cell of the input.
  func windows(along side: Int) -> Int {
    let room = side + 2 * padding - size
    switch rounding {
    case .floor:
      return room < 0 ? 0 : room / stride + 1
    case .ceil:
      // Swift's division rounds towards zero, which is the ceiling of a negative quotient.
      let count = 1 + (room > 0 ? (room + stride - 1) / stride : room / stride)
      return (count - 1) * stride >= side + padding ? count - 1 : count
    }
  }
}
