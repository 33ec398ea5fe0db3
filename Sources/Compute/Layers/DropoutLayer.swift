import COneDNN

/// Dropout (paper, section 4.2), with what is kept scaled by 1 / (1 − p) in training, so that
/// nothing is scaled in validation and switching it does not shift the activations' mean. The paper
/// instead halves the activations at test time: the same network, its next weights scaled.
///
/// The mask is drawn from (seed, step, layer, element) and drawn again on the way back.
final class DropoutLayer: Layer {
  let output: Tensor
  private let name: String
  /// Tells the layers of a network apart in their generator's stream.
  private let number: UInt64

  init(_ name: String, number: Int, input: Tensor, into builder: Builder) throws(ComputeError) {
    self.name = name
    self.number = UInt64(number)
    output = try builder.tensor(input.layout)
    builder.forward.append(
      Task(name, .forward) { [mode = builder.mode, output, number = self.number] in
        output.point(to: mode.dropout > 0 ? nil : input)
        mode.drop(input, to: output, layer: number)
      })
  }

  func buildBackward(from gradient: Tensor, into builder: Builder) throws(ComputeError) -> Tensor? {
    let gradient = try builder.tensor(
      gradient, as: output.layout, for: name, .backwardData)
    builder.backward.append(
      Task(name, .backwardData) { [mode = builder.mode, number] in
        mode.drop(gradient, to: gradient, layer: number)
      })
    return gradient
  }
}

extension Mode {
  fileprivate func drop(_ input: Tensor, to output: Tensor, layer: UInt64) {
    guard dropout > 0 else { return }
    od_dropout(
      output.address, input.address, input.count, input.layout.element.code, seed,
      step << 8 | layer,
      UInt32(min(dropout * 0x1p32, 0xffff_ffff)), Float(1 / (1 - dropout)))
  }
}
