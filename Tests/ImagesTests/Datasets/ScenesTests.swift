import Blueprint
import Testing

@testable import Images

@Suite struct ScenesTests {
  private func image(_ index: Int, _ split: Split, of scenes: Scenes) throws -> [UInt8] {
    var pixels = [UInt8](repeating: 0, count: scenes.imageShape.count)
    let reader = scenes.makeReader()
    try pixels.withUnsafeMutableBufferPointer { _ = try reader.read(index, of: split, into: $0) }
    return pixels
  }

  @Test func aSceneIsAFunctionOfSeedSplitAndIndex() throws {
    let (one, other) = (Scenes(seed: 5), Scenes(seed: 5))
    let indices = [0, 1, 39, 7_777, 14_399]
    // The two sources draw in opposite orders, which must not matter.
    let backwards = try indices.reversed().map { try image($0, .train, of: other) }
    let forwards = try indices.map { try image($0, .train, of: one) }
    #expect(forwards == backwards.reversed())
    #expect(Set(forwards).count == indices.count)
  }

  @Test func aSceneIsTheSameWhenReadAgain() throws {
    let scenes = Scenes(seed: 5)
    let first = try image(3, .train, of: scenes)
    #expect(scenes.keptCount(.train) == 1)
    #expect(try image(3, .train, of: scenes) == first)
    #expect(scenes.keptCount(.train) == 1)
  }

  @Test func anotherSeedDrawsOtherScenes() throws {
    #expect(try image(3, .train, of: Scenes(seed: 5)) != image(3, .train, of: Scenes(seed: 6)))
  }

  @Test func noValidationSceneIsATrainingScene() throws {
    let scenes = Scenes(seed: 5)
    let train = try Set((0..<400).map { try image($0, .train, of: scenes) })
    let validation = try Set((0..<400).map { try image($0, .validation, of: scenes) })
    #expect(train.count == 400 && validation.count == 400)
    #expect(train.isDisjoint(with: validation))
  }

  @Test func fortyClassesHaveEquallyManyScenes() throws {
    let scenes = Scenes(seed: 1)
    #expect(scenes.classes.count == 40)
    #expect(Set(scenes.classes).count == 40)
    #expect(scenes.classes.contains("striped star") && scenes.classes.contains("dotted ring"))
    for split in Split.allCases { #expect(scenes.count(split).isMultiple(of: 40)) }
    let reader = scenes.makeReader()
    var counts = [Int](repeating: 0, count: 40)
    var pixels = [UInt8](repeating: 0, count: scenes.imageShape.count)
    for index in 0..<120 {
      try pixels.withUnsafeMutableBufferPointer {
        counts[try reader.read(index, of: .train, into: $0)] += 1
      }
    }
    #expect(counts.allSatisfy { $0 == 3 })
  }

  @Test func theMeanColourIsThatOfTheFirst512Scenes() throws {
    let scenes = Scenes(seed: 1)
    var sums = SIMD3<Double>()
    for index in 0..<512 {
      let pixels = try image(index, .train, of: scenes)
      for channel in 0..<3 {
        let plane = pixels[channel * 5_184..<(channel + 1) * 5_184]
        sums[channel] += plane.reduce(0) { $0 + Double($1) }
      }
    }
    let mean = sums / Double(512 * 5_184)
    for channel in 0..<3 { #expect(abs(scenes.meanColor[channel] - mean[channel]) < 1e-9) }
  }

  @Test func scenesAreNeitherDarkNorFlatNorOverexposed() throws {
    let scenes = Scenes(seed: 1)
    for index in 0..<200 {
      let values = try image(index, .train, of: scenes).map { Double($0) }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      #expect(mean > 15 && mean < 220)
      #expect(variance.squareRoot() > 8)
    }
  }
}
