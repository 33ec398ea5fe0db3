import Blueprint
import Channels

/// The built-in images: eight figures in five materials on a cluttered background, 40 classes. The thread
/// that reads a scene draws it. A scene is a function of size, seed, split and index; its label depends
/// on the index alone.
public final class Scenes: DataSource {
  /// The name of this source in plans.
  public let name = "scenes"
  /// The 40 classes: each shape in each material.
  public let classes = Figure.allCases.flatMap { figure in
    Material.allCases.map { "\($0.rawValue) \(figure.rawValue)" }
  }
  /// The shape of a scene: three channels of 72×72 or 256×256 pixels.
  public let imageShape: Shape
  /// True: small scenes are drawn once and kept.
  public let remembersImages = true

  private let seed: UInt64
  private let size: SceneSize
  /// The kept training scenes; `nil` if they are not kept.
  private let train: WriteOnceSlots?
  /// The kept validation scenes; `nil` if they are not kept.
  private let validation: WriteOnceSlots?
  /// The textures of the detailed scenes; `nil` for the small scenes.
  private let tiles: TextureTiles?
  private let measured = Monitor<ColorStatistics?>(nil)

  /// Creates the scenes of a seed without drawing any.
  /// - Parameters:
  ///   - seed: Determines every scene.
  ///   - input: The shape of the network's input, which determines the size of the scenes; `nil` gives
  ///     the small scenes.
  public convenience init(seed: UInt64, for input: Shape? = nil) {
    self.init(seed: seed, input.map(SceneSize.init(for:)) ?? .small)
  }

  init(seed: UInt64, _ size: SceneSize) {
    self.seed = seed
    self.size = size
    let shape = Shape(channels: 3, height: size.side, width: size.side)
    imageShape = shape
    func slots(_ split: Split) -> WriteOnceSlots? {
      size.keeps(split)
        ? WriteOnceSlots(count: size.count(split), bytesPerSlot: shape.count) : nil
    }
    (train, validation) = (slots(.train), slots(.validation))
    tiles = size == .detailed ? TextureTiles() : nil
  }

  /// Returns the number of scenes, which depends on their size.
  public func count(_ split: Split) -> Int { size.count(split) }

  /// Returns the number of scenes of a split that are kept so far.
  func keptCount(_ split: Split) -> Int {
    guard let slots = kept(split) else { return 0 }
    return (0..<slots.count).count { slots[$0] != nil }
  }

  /// Returns a reader that draws a scene, or copies one that is kept.
  public func makeReader() -> any ImageReader { SceneReader(scenes: self) }

  /// The colours of the first training scenes, measured at the first use. Threads that use them first at
  /// the same time all measure the same values.
  public var colors: ColorStatistics {
    if let known = measured.update({ $0 }) { return known }
    let colors = measuredColors()
    measured.update { $0 = colors }
    return colors
  }

  private func measuredColors() -> ColorStatistics {
    let reader = SceneReader(scenes: self)
    let image = Buffer<UInt8>(count: imageShape.count, repeating: 0)
    var moments = ColorMoments()
    for index in 0..<size.measuredCount {
      _ = reader.read(index, of: .train, into: image.elements)
      moments.add(UnsafeBufferPointer(image.elements))
    }
    return moments.statistics
  }

  private func kept(_ split: Split) -> WriteOnceSlots? {
    switch split {
    case .train: train
    case .validation: validation
    }
  }

  private struct SceneReader: ImageReader {
    let scenes: Scenes
    /// Draws a scene into planar pixels.
    private let paint:
      (Figure, Material, inout RandomGenerator, UnsafeMutablePointer<UInt8>) -> Void

    init(scenes: Scenes) {
      self.scenes = scenes
      if let tiles = scenes.tiles {
        let painter = DetailedScenePainter(tiles)
        paint = { painter.paint($0, of: $1, &$2, into: $3) }
      } else {
        let painter = ScenePainter()
        paint = { painter.paint($0, of: $1, &$2, into: $3) }
      }
    }

    func read(_ index: Int, of split: Split, into pixels: UnsafeMutableBufferPointer<UInt8>) -> Int
    {
      precondition(pixels.count == scenes.imageShape.count, "the buffer holds one image")
      // Consecutive scenes have consecutive classes, so that all classes have equally many.
      let label = index % scenes.classes.count
      let slots = scenes.kept(split)
      if let image = slots?[index] {
        _ = pixels.update(from: image)
      } else {
        draw(label, index, split, into: pixels)
        _ = slots?.write(index) { _ = $0.update(from: pixels) }
      }
      return label
    }

    private func draw(
      _ label: Int, _ index: Int, _ split: Split, into pixels: UnsafeMutableBufferPointer<UInt8>
    ) {
      var random = RandomGenerator(
        seed: scenes.seed, split == .train ? .trainingScene : .validationScene, index)
      paint(
        Figure.allCases[label / Material.allCases.count],
        Material.allCases[label % Material.allCases.count], &random, pixels.baseAddress!)
    }
  }
}
