import Blueprint

/// A trained network as values, to be written in a format of other programs.
///
/// The weights are read when they are written, one tensor at a time, so that a network of any size needs the
/// memory of its largest tensor.
public struct ExportedNetwork: Sendable {
  /// Reads the elements of a tensor by its name in a checkpoint and its shape, in row-major order.
  public typealias TensorSource = @Sendable (_ name: String, _ shape: [Int]) throws -> [Float]

  /// The network as it computes: while LRN is off, its normalisation layers are left out.
  public let spec: NetworkSpec
  /// The layers with their shapes.
  let layout: [LayerLayout]
  /// The name of the run.
  public let run: String
  /// The step of the weights.
  public let step: Int
  /// The names of the classes in the order of the labels; empty if they are not known.
  public let classes: [String]
  /// The shape of an image before the crop; `nil` if it is not known.
  public let image: Shape?
  /// The grey levels that are subtracted from the input in the order red, green, blue: one for each channel,
  /// or one for each pixel `[channels, height, width]`.
  let mean: [Float]
  let source: TensorSource

  /// Creates a network to export.
  /// - Parameters:
  ///   - spec: The network of the run.
  ///   - lrn: True if local response normalisation is on at the step.
  ///   - run: The name of the run.
  ///   - step: The step of the weights.
  ///   - classes: The names of the classes in the order of the labels; empty if they are not known.
  ///   - image: The shape of an image before the crop; `nil` if it is not known.
  ///   - mean: The mean that training subtracted. Its image is cut to the centre crop. A network with a
  ///     normalisation of its own does not use it.
  ///   - source: Reads the weights and biases.
  /// - Throws: `BlueprintError`, or `ExchangeError.meanDoesNotFit`.
  public init(
    _ spec: NetworkSpec, lrn: Bool, run: String, step: Int, classes: [String], image: Shape?,
    mean: InputMean, source: @escaping TensorSource
  ) throws {
    var spec = spec
    if !lrn { spec.layers.removeAll { if case .normalization = $0.kind { true } else { false } } }
    self.spec = spec
    layout = try spec.layout()
    self.run = run
    self.step = step
    self.classes = classes
    self.image = image
    self.mean = try spec.normalization?.mean.map { Float($0) } ?? mean.centre(of: spec.input)
    self.source = source
  }

  /// The factors of the pixels after the mean is subtracted: red, green, blue.
  var factors: [Float] { spec.pixelFactors.map { Float($0) } }

  /// The shape of the mean, which fits an input of `[images, channels, height, width]`.
  var meanShape: [Int] {
    mean.count == spec.input.channels
      ? [mean.count, 1, 1] : [spec.input.channels, spec.input.height, spec.input.width]
  }
}

extension InputMean {
  /// Returns the values of a mean colour, or those of a mean image in the centre crop of an input's size.
  fileprivate func centre(of input: Shape) throws(ExchangeError) -> [Float] {
    switch self {
    case .color(let colors):
      guard colors.count >= input.channels else {
        throw .meanDoesNotFit(mean: shape, input: input)
      }
      return Array(colors.prefix(input.channels))
    case .image(let values, let size):
      guard size.channels == input.channels, size.height >= input.height, size.width >= input.width
      else { throw .meanDoesNotFit(mean: shape, input: input) }
      let top = (size.height - input.height) / 2
      let left = (size.width - input.width) / 2
      return (0..<input.channels).flatMap { channel in
        (0..<input.height).flatMap { row in
          let start = (channel * size.height + top + row) * size.width + left
          return values[start..<start + input.width]
        }
      }
    }
  }
}
