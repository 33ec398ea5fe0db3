import Blueprint
import Channels

/// The built-in images: eight figures in five materials on a cluttered ground, 40 classes, drawn
/// from a seed by whoever first asks and kept. Every scene is a function of (seed, split, index).
public final class Scenes: DataSource {
  public let name = "scenes"
  public let classes = Figure.allCases.flatMap { figure in
    Material.allCases.map { "\($0.rawValue) \(figure.rawValue)" }
  }
  public let imageShape = Shape(channels: 3, height: Canvas.side, width: Canvas.side)
  public let remembersImages = true

  private static let trainCount = 14_400
  private static let validationCount = 2_000
  /// Colours are measured on this many training scenes: the mean's standard error is then below one
  /// level in 255, and they take a fraction of a second to draw.
  private static let measuredCount = 512

  private let seed: UInt64
  private let train: WriteOnceSlots
  private let validation: WriteOnceSlots
  private let measured = Monitor<ColorStatistics?>(nil)

  public init(seed: UInt64) {
    self.seed = seed
    train = WriteOnceSlots(count: Self.trainCount, bytesPerSlot: imageShape.count)
    validation = WriteOnceSlots(count: Self.validationCount, bytesPerSlot: imageShape.count)
  }

  public func count(_ split: Split) -> Int { drawn(split).count }

  /// How many scenes of a split have been drawn so far.
  func drawnCount(_ split: Split) -> Int {
    let slots = drawn(split)
    return (0..<slots.count).count { slots[$0] != nil }
  }

  public func makeReader() -> any ImageReader { Reader(scenes: self) }

  /// Measured when first asked for; threads that ask at once all measure the same.
  public var colors: ColorStatistics {
    if let known = measured.update({ $0 }) { return known }
    let colors = measuredColors()
    measured.update { $0 = colors }
    return colors
  }

  private func measuredColors() -> ColorStatistics {
    let reader = Reader(scenes: self)
    let image = Buffer<UInt8>(count: imageShape.count, repeating: 0)
    var moments = ColorMoments()
    for index in 0..<Self.measuredCount {
      _ = reader.read(index, of: .train, into: image.elements)
      moments.add(UnsafeBufferPointer(image.elements))
    }
    return moments.statistics
  }

  private func drawn(_ split: Split) -> WriteOnceSlots {
    switch split {
    case .train: train
    case .validation: validation
    }
  }

  private struct Reader: ImageReader {
    let scenes: Scenes
    let painter = ScenePainter()

    func read(_ index: Int, of split: Split, into pixels: UnsafeMutableBufferPointer<UInt8>) -> Int
    {
      precondition(pixels.count == scenes.imageShape.count, "the buffer holds one image")
      // Classes take turns, so that every class has as many scenes as any other.
      let label = index % scenes.classes.count
      let slots = scenes.drawn(split)
      if let image = slots[index] {
        _ = pixels.update(from: image)
      } else {
        draw(label, index, split, into: pixels)
        _ = slots.write(index) { _ = $0.update(from: pixels) }
      }
      return label
    }

    private func draw(
      _ label: Int, _ index: Int, _ split: Split, into pixels: UnsafeMutableBufferPointer<UInt8>
    ) {
      var chance = Chance(
        seed: scenes.seed, split == .train ? .trainingScene : .validationScene, index)
      painter.paint(
        Figure.allCases[label / Material.allCases.count],
        of: Material.allCases[label % Material.allCases.count], &chance,
        into: pixels.baseAddress!)
    }
  }
}
