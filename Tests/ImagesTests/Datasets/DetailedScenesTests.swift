import Blueprint
import Testing

@testable import Images

@Suite struct DetailedScenes {
  private static let paper = Shape(channels: 3, height: 227, width: 227)

  private func image(_ index: Int, _ split: Split = .train, of scenes: Scenes) throws
    -> (pixels: [UInt8], label: Int)
  {
    var pixels = [UInt8](repeating: 0, count: scenes.imageShape.count)
    let reader = scenes.makeReader()
    let label = try pixels.withUnsafeMutableBufferPointer {
      try reader.read(index, of: split, into: $0)
    }
    return (pixels, label)
  }

  @Test(arguments: [(32, 72), (64, 72), (72, 72), (73, 256), (227, 256), (256, 256), (300, 256)])
  func theInputDecidesTheSize(input: Int, side: Int) {
    for shape in [
      Shape(channels: 3, height: input, width: input), Shape(channels: 3, height: 8, width: input),
    ] {
      #expect(
        Scenes(seed: 1, for: shape).imageShape == Shape(channels: 3, height: side, width: side))
    }
  }

  @Test func scenesAreOpenedInTheSizeForTheNetwork() throws {
    let opened = try DataSources.open(.scenes, seed: 1, for: Self.paper)
    #expect(opened.imageShape == Shape(channels: 3, height: 256, width: 256))
    let small = try DataSources.open(.scenes, seed: 1)
    #expect(small.imageShape == Shape(channels: 3, height: 72, width: 72))
  }

  @Test func aSceneIsAFunctionOfSeedSplitAndIndex() throws {
    let (one, other) = (Scenes(seed: 5, for: Self.paper), Scenes(seed: 5, for: Self.paper))
    let backwards = try [39, 7].map { try image($0, of: other).pixels }
    let forwards = try [7, 39].map { try image($0, of: one).pixels }
    #expect(forwards == backwards.reversed())
    #expect(forwards[0] != forwards[1])
    #expect(try image(7, of: one).pixels == forwards[0])
    #expect(try image(7, .validation, of: one).pixels != forwards[0])
    #expect(try image(7, of: Scenes(seed: 6, for: Self.paper)).pixels != forwards[0])
  }

  @Test func classesAndLabelsAreThoseOfTheSmallScenes() throws {
    let (large, small) = (Scenes(seed: 5, for: Self.paper), Scenes(seed: 5))
    #expect(large.classes == small.classes)
    #expect(large.name == small.name)
    for split in Split.allCases {
      #expect(large.count(split).isMultiple(of: 40))
      #expect(
        try image(43, split, of: large).label == image(43, split, of: small).label)
    }
  }

  @Test func onlyValidationScenesAreKept() throws {
    let scenes = Scenes(seed: 5, for: Self.paper)
    _ = try image(3, .train, of: scenes)
    _ = try image(3, .validation, of: scenes)
    #expect(scenes.keptCount(.train) == 0)
    #expect(scenes.keptCount(.validation) == 1)
  }

  /// Runs resume on the same scenes in every version of the program. The digest is FNV-1a of scenes 0 to
  /// 79 of seed 5, recorded with the version that had only small scenes.
  @Test func theSmallScenesStayTheSameBitForBit() throws {
    let scenes = Scenes(seed: 5)
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in 0..<80 {
      for byte in try image(index, of: scenes).pixels {
        digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3
      }
    }
    #expect(digest == 0x26c0_0dc6_2255_44c7)
  }

  /// The differences between neighbouring blocks of 1 and of 2 pixels are compared with those between
  /// blocks of 32. In enlarged small scenes the ratios would be below 0.06 and 0.2.
  @Test func thereIsDetailAtEveryScale() throws {
    let scenes = Scenes(seed: 5, for: Self.paper)
    var energies = [1: 0.0, 2: 0.0, 32: 0.0]
    for index in stride(from: 0, to: 40, by: 7) {
      let pixels = try image(index, of: scenes).pixels
      for size in energies.keys { energies[size]! += energy(of: pixels, blocks: size) }
    }
    #expect(energies[1]! / energies[32]! > 0.1)
    #expect(energies[2]! / energies[32]! > 0.25)
  }

  /// Returns the mean squared difference between neighbouring blocks of the green plane.
  private func energy(of pixels: [UInt8], blocks size: Int) -> Double {
    let across = 256 / size
    let green = 65_536
    let means = (0..<across * across).map { block -> Double in
      let (row, column) = (block / across * size, block % across * size)
      var sum = 0
      for y in row..<row + size {
        for x in column..<column + size { sum += Int(pixels[green + y * 256 + x]) }
      }
      return Double(sum) / Double(size * size)
    }
    var total = 0.0
    for row in 0..<across {
      for column in 1..<across {
        let difference = means[row * across + column] - means[row * across + column - 1]
        total += difference * difference
      }
    }
    return total / Double(across * (across - 1))
  }

  @Test func scenesAreNeitherDarkNorFlatNorOverexposed() throws {
    let scenes = Scenes(seed: 1, for: Self.paper)
    for index in 0..<8 {
      let values = try image(index, of: scenes).pixels
      var (sum, squares) = (0, 0)
      for value in values { (sum, squares) = (sum + Int(value), squares + Int(value) * Int(value)) }
      let mean = Double(sum) / Double(values.count)
      let variance = Double(squares) / Double(values.count) - mean * mean
      #expect(mean > 15 && mean < 220)
      #expect(variance.squareRoot() > 12)
    }
  }
}
