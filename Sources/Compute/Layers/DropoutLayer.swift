import Blueprint
import COneDNN

/// Dropout (paper, section 4.2), which scales the activations that it keeps by 1 / (1 − p) in
/// training.
///
/// Therefore evaluation needs no scale, and switching dropout on or off does not change the mean of the
/// activations. The paper halves the activations at test time instead, which gives the same network with
/// scaled weights in the next layer.
///
/// The mask follows from the seed, the step, the layer and the index of the activation in the batch of all
/// ranks, so that any number of ranks has the masks of one process. It is not stored: the backward pass
/// computes it again.
///
/// In a network that only evaluates, the output is the input.
final class DropoutLayer: ExecutableLayer {
  let output: LayerOutput
  private let name: String
  private let input: Tensor
  /// The number of the layer, which is a part of the stream of its masks.
  private let number: UInt64
  /// The words of the masks.
  private let words: [MaskWords]

  init(
    _ name: String, number: Int, input: Tensor, outputs: (part: Range<Int>, count: Int)?,
    into builder: NetworkBuilder
  ) throws(ComputeError) {
    self.name = name
    self.input = input
    self.number = UInt64(number)
    words = builder.maskWords(of: input, outputs: outputs)
    guard !builder.purpose.sharesActivations else {
      output = LayerOutput(tensor: input)
      return
    }
    let tensor = try builder.tensor(input.layout)
    output = LayerOutput(tensor: tensor)
    builder.append(name, .forward) {
      [settings = builder.settings, number = self.number, words] in
      tensor.redirect(to: settings.dropout > 0 ? nil : input)
      settings.drop(input, to: tensor, layer: number, words: words)
    }
  }

  var passedStorages: [Tensor.Storage] { [input.storage] }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let gradient = try builder.gradient(gradient, as: output.tensor.layout, for: name)
    builder.append(name, .backwardData) {
      [settings = builder.settings, number, words, tensor = gradient.tensor] in
      settings.drop(tensor, to: tensor, layer: number, words: words)
    }
    return gradient
  }
}

/// The words of dropout's mask for some of the images in a tensor.
struct MaskWords {
  /// The numbers of these images in the order of memory.
  let numbers: Range<Int>
  let words: od_word_rows
}

extension NetworkBuilder {
  /// Returns the words of dropout's mask for a batch of activations: those of the same activations in one
  /// process.
  ///
  /// - Parameters:
  ///   - tensor: The activations, one image after another in memory.
  ///   - outputs: The channels or units that the tensor has, and the number of all, which are side by side in one
  ///     process; `nil` if the tensor has all.
  /// - Returns: An element for each rank whose images the tensor has.
  func maskWords(
    of tensor: Tensor, outputs: (part: Range<Int>, count: Int)? = nil
  ) -> [MaskWords] {
    let row = tensor.count / batch
    let (own, all) = outputs ?? (0..<1, 1)
    let stride = row / own.count * all
    let start = row / own.count * own.lowerBound
    let images = imageNumbers
    return images.indices.map { index in
      let end = index + 1 < images.count ? images[index + 1].position : batch
      return MaskWords(
        numbers: images[index].position * row..<end * row,
        words: od_word_rows(
          first: UInt64(images[index].first * stride + start), row: row, stride: stride))
    }
  }
}

extension StepSettings {
  fileprivate func drop(_ input: Tensor, to output: Tensor, layer: UInt64, words: [MaskWords]) {
    guard dropout > 0 else { return }
    let element = input.layout.element
    for part in words {
      let offset = part.numbers.lowerBound * element.bytes
      od_dropout(
        output.address + offset, input.address + offset, part.numbers.count, element.code,
        part.words, seed, step << 8 | layer, UInt32(min(dropout * 0x1p32, 0xffff_ffff)),
        Float(1 / (1 - dropout)))
    }
  }
}
