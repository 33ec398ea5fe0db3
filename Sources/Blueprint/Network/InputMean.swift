/// The grey levels, 0…255, that are subtracted from the pixels of an image before they are scaled: a colour
/// or an image.
///
/// A network keeps the mean of the images on which it was trained, and needs it for all other images.
public enum InputMean: Hashable, Sendable {
  /// One value for each channel: red, green, blue, or grey alone.
  case color([Float])
  /// One value for each pixel, `[channels, height, width]`.
  case image([Float], Shape)

  /// Creates a mean from the elements of a tensor.
  /// - Parameters:
  ///   - values: The elements in row-major order.
  ///   - shape: The shape of the tensor: `[channels]` or `[channels, height, width]`.
  /// - Returns: `nil` if the shape is another one, or if it has another number of elements.
  public init?(_ values: [Float], shape: [Int]) {
    guard !values.isEmpty, shape.reduce(1, *) == values.count else { return nil }
    switch shape.count {
    case 1: self = .color(values)
    case 3: self = .image(values, Shape(channels: shape[0], height: shape[1], width: shape[2]))
    default: return nil
    }
  }

  /// The elements in row-major order.
  public var values: [Float] {
    switch self {
    case .color(let values), .image(let values, _): values
    }
  }

  /// The shape as a tensor: `[channels]` or `[channels, height, width]`.
  public var shape: [Int] {
    switch self {
    case .color(let values): [values.count]
    case .image(_, let shape): [shape.channels, shape.height, shape.width]
    }
  }
}

extension NetworkSpec {
  /// The mean that is subtracted from all images of a network with its own normalisation; `nil` for a network
  /// that needs the mean of its training data.
  public var ownMean: InputMean? {
    normalization.map { .color($0.mean.map { Float($0) }) }
  }
}
