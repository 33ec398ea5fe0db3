import ArgumentParser
import Blueprint
import Channels
import Foundation
import Images

/// Measures how fast one thread draws scenes of both sizes.
struct SceneDrawing: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drawing", abstract: "Measure how many scenes one thread draws in a second.")

  @Argument(help: "The duration for each size in seconds.", transform: positive)
  var seconds: Double = 5

  func run() throws {
    for side in [64, 227] {
      let scenes = Scenes(seed: 1, for: Shape(channels: 3, height: side, width: side))
      let reader = scenes.makeReader()
      let image = Buffer<UInt8>(count: scenes.imageShape.count, repeating: 0)
      let start = ContinuousClock.now
      var elapsed = 0.0
      var drawn = 0
      while elapsed < seconds, drawn < scenes.count(.train) {
        _ = try reader.read(drawn, of: .train, into: image.elements)
        drawn += 1
        elapsed = start.duration(to: .now) / .seconds(1)
      }
      printLine("\(scenes.imageShape): \(Int(Double(drawn) / elapsed)) images/s on one thread")
    }
  }
}
