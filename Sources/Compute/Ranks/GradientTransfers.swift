import COneDNN

/// The part of a network's backward pass that makes the gradients those of all ranks.
///
/// Each transfer starts as soon as its numbers are known, and runs while the backward pass continues. The
/// products of factors come after the convolutions' backward pass, when their transfers are probably
/// complete. All transfers are complete before the first update, so that a failure leaves every parameter as
/// it was.
final class GradientTransfers {
  /// Gradients with fewer numbers are added up together, because each transfer costs some messages.
  static let smallCount = 1 << 12

  let ranks: any RankGroup
  private let transfers: StepTransfers
  private let score: ScoreGather
  /// The sums that must be complete before the update.
  private var sums: [any RankTransfer] = []
  /// The gradients that are added up together.
  private var small: [Tensor] = []
  private var factors: [GatheredFactors] = []

  init(_ ranks: any RankGroup, _ transfers: StepTransfers) throws(ComputeError) {
    self.ranks = ranks
    self.transfers = transfers
    score = try ScoreGather(ranks)
  }

  /// Appends the start of the transfer of the score.
  func appendScore(of loss: SoftmaxLoss, into builder: NetworkBuilder) {
    builder.appendExchange { [transfers, score] in
      score.set(loss.score)
      transfers.start(score.transfer)
    }
  }

  /// Appends the start of the sum of gradients that the tasks before have computed.
  func appendSum(of gradients: [Tensor], into builder: NetworkBuilder) {
    small += gradients.filter { $0.count < Self.smallCount }
    let large = gradients.filter { $0.count >= Self.smallCount }
      .map { ranks.makeSum(of: $0.elements) }
    guard !large.isEmpty else { return }
    sums += large
    builder.appendExchange { [transfers] in for transfer in large { transfers.start(transfer) } }
  }

  /// Appends the start of the exchange of factors. ``appendEnd(of:into:)`` appends their product.
  ///
  /// - Parameters:
  ///   - product: The operations of a layer, whose operation for the gradients has the images of all ranks.
  ///   - input: The input of the layer, `[batch, inputs]`.
  ///   - gradient: The gradient of its output before the activation function, `[batch, outputs]`.
  ///   - results: The gradients of the layer's weights and biases.
  ///   - builder: The builder that receives the tasks.
  func appendFactors(
    of product: ProductOperations, input: Tensor, gradient: Tensor,
    to results: (weights: Tensor, bias: Tensor), into builder: NetworkBuilder
  ) throws(ComputeError) {
    let input = try gather(input, for: product.name, into: builder)
    let gradient = try gather(gradient, for: product.name, into: builder)
    builder.appendExchange { [transfers] in
      transfers.start(input.transfer)
      transfers.start(gradient.transfer)
    }
    factors.append(
      GatheredFactors(
        product: product, input: input, gradient: gradient, weights: results.weights,
        bias: results.bias))
  }

  /// Appends the tasks at the end of the backward pass: the products of factors, and the wait for all
  /// transfers.
  func appendEnd(of loss: SoftmaxLoss, into builder: NetworkBuilder) throws(ComputeError) {
    let together = try appendSumOfSmall(into: builder)
    for factors in factors { try appendProduct(of: factors, into: builder) }
    factors = []
    builder.appendExchange { [transfers, sums, score] in
      for transfer in sums { transfers.wait(for: transfer) }
      transfers.wait(for: score.transfer)
      together.copyBack()
      loss.replaceScore(by: score.sum)
    }
  }
}

// MARK: - Factors

extension GradientTransfers {
  /// One factor of all ranks' images, `[ranks · batch, units]`, in single precision.
  struct Gathered {
    let tensor: Tensor
    let transfer: any RankTransfer
  }

  /// The factors of a layer's gradients, whose product is computed at the end of the backward pass.
  struct GatheredFactors {
    let product: ProductOperations
    let input: Gathered
    let gradient: Gathered
    let weights: Tensor
    let bias: Tensor
  }

  /// Appends the copy of this rank's factor into the memory for those of all ranks. Factors in bfloat16 are
  /// sent in single precision.
  private func gather(
    _ factor: Tensor, for layer: String, into builder: NetworkBuilder
  ) throws(ComputeError) -> Gathered {
    let (batch, units) = (builder.batch, factor.layout.dimensions[1])
    let plain = try builder.tensor(
      factor, as: .plain([batch, units], factor.layout.element), for: layer, .backwardWeights)
    let all = try builder.tensor(.plain([ranks.count * batch, units]))
    let from = ChannelRows(plain)
    let own = ChannelRows(all, start: ranks.rank * batch * units, stride: units)
    builder.append(layer, .backwardWeights) { from.copy(units, images: batch, to: own) }
    return Gathered(tensor: all, transfer: ranks.makeGather(of: all.elements))
  }

  private func appendProduct(
    of factors: GatheredFactors, into builder: NetworkBuilder
  ) throws(ComputeError) {
    let (name, operation) = (factors.product.name, factors.product.backwardWeights)
    builder.appendExchange { [transfers] in
      transfers.wait(for: factors.input.transfer)
      transfers.wait(for: factors.gradient.transfer)
    }
    let input = try builder.tensor(
      factors.input.tensor, as: operation.required(OD_SOURCE), for: name, .backwardWeights)
    let gradient = try builder.tensor(
      factors.gradient.tensor, as: operation.required(OD_DESTINATION_GRADIENT), for: name,
      .backwardWeights)
    operation.bind(input, as: OD_SOURCE).bind(gradient, as: OD_DESTINATION_GRADIENT)
      .bind(factors.weights, as: OD_WEIGHTS_GRADIENT).bind(factors.bias, as: OD_BIAS_GRADIENT)
    builder.append(StepTask(name, .backwardWeights, operation))
    builder.endLayer()
  }
}

// MARK: - Small gradients

extension GradientTransfers {
  /// Gradients side by side in memory of their own.
  private struct Together {
    let tensors: [Tensor]
    let storage: Tensor.Storage

    var count: Int { tensors.reduce(0) { $0 + $1.count } }

    func copy() {
      var address = storage.address
      for tensor in tensors {
        address.copyMemory(from: tensor.address, byteCount: tensor.layout.bytes)
        address += tensor.layout.bytes
      }
    }

    func copyBack() {
      var address = storage.address
      for tensor in tensors {
        tensor.address.copyMemory(from: address, byteCount: tensor.layout.bytes)
        address += tensor.layout.bytes
      }
    }
  }

  private func appendSumOfSmall(into builder: NetworkBuilder) throws(ComputeError) -> Together {
    let bytes = small.reduce(0) { $0 + $1.layout.bytes }
    let together = Together(tensors: small, storage: try Tensor.Storage(bytes: bytes))
    guard !small.isEmpty else { return together }
    let transfer = ranks.makeSum(of: together.storage.floats(count: together.count))
    sums.append(transfer)
    builder.appendExchange { [transfers] in
      together.copy()
      transfers.start(transfer)
    }
    return together
  }
}
