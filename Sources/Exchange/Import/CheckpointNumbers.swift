import Blueprint
import Glibc
import Observing
import Runs

/// The tensors of a checkpoint of step 0: the imported parameters, momentum buffers of zeros, and the mean.
final class CheckpointNumbers {
  /// The names and shapes, in the order of the numbers.
  let tensors: [Safetensors.Tensor]
  private let memory: UnsafeMutableRawBufferPointer
  private var places: [String: Int] = [:]

  /// The elements of all tensors, one after the other.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(memory) }

  /// Reads the parameters of a network.
  /// - Parameters:
  ///   - network: The network.
  ///   - mean: The mean to add; `nil` for none.
  ///   - onTensor: Called after each tensor with the number of its bytes.
  /// - Throws: `ImportError`, `RunsError.fileFailed` without memory, and the errors of `onTensor`.
  init(_ network: NetworkImport, mean: InputMean?, onTensor: (Int) throws -> Void) throws {
    let parameters = network.pairs.map { Safetensors.Tensor($0.parameter, shape: $0.shape) }
    let momentum = parameters.map { Safetensors.Tensor("\($0.name).momentum", shape: $0.shape) }
    tensors = parameters + momentum + [mean.map(Checkpoint.tensor)].compactMap(\.self)
    let count = tensors.reduce(0) { $0 + $1.shape.reduce(1, *) }
    // Pages of the zeros that are only read need no memory.
    let pages = mmap(
      nil, max(1, 4 * count), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let pages, pages != MAP_FAILED else {
      throw RunsError.fileFailed(action: "read", path: network.path, code: ENOMEM)
    }
    memory = UnsafeMutableRawBufferPointer(start: pages, count: 4 * count)
    var place = 0
    for (pair, tensor) in zip(network.pairs, parameters) {
      let numbers = try network.numbers(pair)
      precondition(numbers.count == tensor.shape.reduce(1, *), "the header gives the size")
      places[tensor.name] = place
      write(numbers, at: place)
      place += numbers.count
      try onTensor(4 * numbers.count)
    }
    if let mean { write(mean.values, at: count - mean.values.count) }
  }

  deinit { munmap(memory.baseAddress, max(1, memory.count)) }

  private func write(_ numbers: [Float], at place: Int) {
    numbers.withUnsafeBytes {
      UnsafeMutableRawBufferPointer(rebasing: memory[4 * place..<4 * place + $0.count])
        .copyMemory(from: $0)
    }
  }

  /// Returns the kernels of the first layer; `nil` if the first layer with parameters is not a convolution.
  func kernels(of network: NetworkSpec) -> Kernels? {
    guard let first = network.layers.first(where: \.hasParameters),
      case .convolution(let convolution) = first.kind, let place = places["\(first.name).weight"]
    else { return nil }
    let channels = network.input.channels / convolution.groups
    let count = convolution.outputs * channels * convolution.kernel * convolution.kernel
    let weights = memory.bindMemory(to: Float.self)[place..<place + count]
    return Kernels(
      count: convolution.outputs, channels: channels, size: convolution.kernel,
      weights: Array(weights)
    ).reordered(from: network.inputColors)
  }
}
