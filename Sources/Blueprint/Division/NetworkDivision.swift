/// The part of a network that one of several processes has.
///
/// There are two divisions: the paper's two columns, and the hybrid, in which the fully-connected layers alone
/// are divided. In both, a process has some of the outputs of a layer, and the activations of all processes are
/// gathered before a layer that reads them.
public struct NetworkDivision: Hashable, Sendable {
  /// The activations that processes gather before a layer.
  public enum Gather: Hashable, Sendable {
    /// The channels or units of the same images, of which each process has some.
    case channels
    /// The images of a step, of which each process has some. The layer and all later ones compute all images.
    case images
  }

  /// A layer of the network and the part of it that one process computes.
  public struct Layer: Hashable, Sendable {
    /// The layer of the whole network.
    public let whole: LayerLayout
    /// The same layer with the outputs of this process.
    public let local: LayerLayout
    /// The outputs of this process among those of the whole layer: channels or units.
    public let outputs: Range<Int>
    /// The activations that are gathered before this layer; `nil` for none.
    public let gather: Gather?
    /// True if each process has its own part of the outputs; false if all compute all of them.
    public var isDivided: Bool { outputs.count < whole.output.channels }
  }

  /// The number of this process's part, from 0.
  public let part: Int
  /// The number of parts.
  public let count: Int
  /// All layers in order.
  public let layers: [Layer]

  init(part: Int, of count: Int, layers: [Layer]) {
    (self.part, self.count, self.layers) = (part, count, layers)
  }

  /// The layers of this process.
  public var local: [LayerLayout] { layers.map(\.local) }

  /// The layers before which activations are gathered.
  public var gathers: [Layer] { layers.filter { $0.gather != nil } }

  /// True if each process has the scores of some classes, so that the scores are gathered before the loss.
  public var dividesScores: Bool { layers.last?.isDivided ?? false }

  /// Returns the outputs of a layer that a part has. Parts follow each other, and their sizes differ by at most
  /// one.
  public static func outputs(of whole: Int, part: Int, of count: Int) -> Range<Int> {
    part * whole / count..<(part + 1) * whole / count
  }

  /// Returns the largest number of a layer's outputs that a part has.
  public static func largestPart(of whole: Int, of count: Int) -> Int {
    (whole + count - 1) / count
  }
}

// MARK: - Images

extension NetworkDivision {
  /// The layers of this process before images are gathered, and those from there on. The second are empty if
  /// images are not gathered.
  public var layersByImages: (own: [LayerLayout], all: [LayerLayout]) {
    let first = layers.firstIndex { $0.gather == .images } ?? layers.count
    return (layers[..<first].map(\.local), layers[first...].map(\.local))
  }

  /// Returns the largest count of numbers in an exchange of activations or gradients.
  ///
  /// - Parameters:
  ///   - images: The number of images of this process.
  ///   - all: The number of images after those of all processes are gathered.
  public func largestExchange(images: Int, all: Int) -> Int {
    exchanges(images: images, all: all).map(\.numbers).max() ?? 0
  }

  /// Returns the approximate bytes of the activations of all parts that a training step keeps, and of the memory
  /// through which they are exchanged, in single precision. The gathered images are not counted: they are the
  /// input of the layers that follow.
  public func exchangeBytes(images: Int, all: Int) -> Int {
    let exchanges = exchanges(images: images, all: all)
    let kept = exchanges.reduce(0) { $0 + $1.kept }
    return 4 * (kept + (exchanges.map(\.numbers).max() ?? 0))
  }

  /// The counts of numbers that exchanges send and that they keep.
  private func exchanges(images: Int, all: Int) -> [(numbers: Int, kept: Int)] {
    var rows = images
    func channels(_ shape: Shape) -> (numbers: Int, kept: Int) {
      let largest = Self.largestPart(of: shape.channels, of: count) * shape.height * shape.width
      return (count * rows * largest, rows * shape.count)
    }
    var exchanges: [(numbers: Int, kept: Int)] = []
    for layer in layers {
      switch layer.gather {
      case nil: continue
      case .channels: exchanges.append(channels(layer.whole.input))
      case .images:
        rows = all
        exchanges.append((rows * layer.whole.input.count, 0))
      }
    }
    if dividesScores, let last = layers.last { exchanges.append(channels(last.whole.output)) }
    return exchanges
  }
}
