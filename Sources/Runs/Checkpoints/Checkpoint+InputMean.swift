import Blueprint

extension Checkpoint {
  private static let meanName = "input.mean"

  /// Returns the description of the tensor with the mean of the training images. It is the last tensor of a
  /// checkpoint.
  public static func tensor(of mean: InputMean) -> Safetensors.Tensor {
    Safetensors.Tensor(meanName, shape: mean.shape)
  }

  /// Returns the mean that training subtracts from the images: red, green, blue.
  /// - Returns: `nil` for a checkpoint of an older version of the program, which has none.
  /// - Throws: `RunsError.damagedTensorFile` if the tensor has a shape that no mean has, or `.fileFailed`.
  public func inputMean() throws(RunsError) -> InputMean? {
    guard let tensor = tensors.first(where: { $0.name == Self.meanName }) else { return nil }
    guard let values = try file.floats(tensor.name),
      let mean = InputMean(values, shape: tensor.shape)
    else {
      throw .damagedTensorFile(path: path, reason: "'\(Self.meanName)' is not a mean")
    }
    return mean
  }

  /// The names and shapes of all tensors, in the order of the file.
  public var tensors: [Safetensors.Tensor] { file.tensors }
}
