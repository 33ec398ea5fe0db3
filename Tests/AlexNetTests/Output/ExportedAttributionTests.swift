import Evaluating
import Foundation
import Images
import Observing
import Testing

@testable import LiveSession

extension ForReal {
  /// Compares Grad-CAM and occlusion maps of trained networks with those that PyTorch computes with the exported
  /// weights.
  @Suite(
    .serialized, .enabled(if: PyTorch.isInstalled, "torch or safetensors for Python is missing"))
  struct ExportedAttribution {
    private struct Request: Encodable {
      var weights: String
      var side: Int
      var pixels: [UInt8]
      var label: Int
      var square: Int
      var rows: [Int]
      var columns: [Int]
    }

    private struct Maps: Decodable {
      var gradcam: [Float]
      var occlusion: [Float]
    }

    @Test(arguments: ["tiny", "compact-32"])
    func mapsAgreeWithPyTorch(network: String) throws {
      let runs = try SmallRuns()
      let options = ["--steps", "60", "--run", "mine", "--quiet"]
      let train =
        network == "tiny"
        ? try runs.tiny("train") + options
        : runs.compact("train", "--network", network) + options
      #expect(try Program.run(train).status == 0)
      let weights = "\(runs.folder.path)/mine.safetensors"
      let export = ["export", "mine", "--to", weights, "--runs", runs.store.directory]
      #expect(try Program.run(export).status == 0)

      // A picture in the size of the run's images is not scaled.
      let run = try runs.store.run(named: "mine")
      let side = try TrainedNetwork(run).imageShape.height
      let pixels = Self.disc(side: side)
      let path = "\(runs.folder.path)/disc.png"
      try Data(PNGEncoder.picture(pixels, width: side, height: side))
        .write(to: URL(filePath: path))

      let images = try CheckpointImages(run, .last, threads: 1)
      var analysis = try images.analyze(.file(path: path), maps: nil, cell: nil)
      try images.attribute(.init(.gradCAM), to: &analysis, within: .seconds(60))
      let gradCAM = try #require(analysis.attribution)
      try images.attribute(.init(.occlusion), to: &analysis, within: .seconds(60))
      let occlusion = try #require(analysis.attribution)
      #expect(occlusion.isComplete && gradCAM.label == occlusion.label)

      let square = try #require(occlusion.side)
      func starts(_ centres: [Float]) -> [Int] { centres.map { Int($0 - Float(square) / 2) } }
      let theirs = try PyTorch.run(
        Request(
          weights: weights, side: side, pixels: pixels, label: occlusion.label, square: square,
          rows: starts(occlusion.rows), columns: starts(occlusion.columns)),
        as: Maps.self, in: runs.folder)
      for (ours, theirs) in [
        (gradCAM.values, theirs.gradcam), (occlusion.values, theirs.occlusion),
      ] {
        try #require(ours.count == theirs.count && ours.count > 16)
        let largest = theirs.map(abs).max() ?? 0
        #expect((theirs.max() ?? 0) - (theirs.min() ?? 0) > 0.01 * largest, "the map is flat")
        #expect(correlation(ours, theirs) >= 0.999)
        #expect(zip(ours, theirs).allSatisfy { abs($0 - $1) <= 1e-3 * largest })
      }
    }

    /// A disc on a slope of colours, `[side, side, 3]`.
    private static func disc(side: Int) -> [UInt8] {
      (0..<side * side).flatMap { place in
        let (row, column) = (place / side, place % side)
        let (x, y) = (column - side / 3, row - side / 2)
        return x * x + y * y < side * side / 16
          ? [230, 60, 30] : [UInt8(200 * row / side), UInt8(200 * column / side), 90]
      }
    }

    /// Returns Pearson's correlation.
    private func correlation(_ a: [Float], _ b: [Float]) -> Double {
      func centred(_ values: [Float]) -> [Double] {
        let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
        return values.map { Double($0) - mean }
      }
      func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map(*).reduce(0, +) }
      let (x, y) = (centred(a), centred(b))
      return product(x, y) / (product(x, x) * product(y, y)).squareRoot()
    }
  }
}

/// PyTorch, by a script of the project.
private enum PyTorch {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..").standardized

  private static func python(_ arguments: String...) throws -> String {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return try Command(
      path: "/usr/bin/env", arguments: ["python3", "-B"] + arguments, environment: ["PATH": path]
    ).output()
  }

  static let isInstalled =
    (try? python("-c", "import numpy, safetensors, torch; print('yes')")) == "yes\n"

  /// Returns what the script prints for a request.
  static func run<Reply: Decodable>(
    _ request: some Encodable, as reply: Reply.Type, in folder: TemporaryFolder
  ) throws -> Reply {
    let file = try folder.file(
      "request.json", String(decoding: JSONEncoder().encode(request), as: UTF8.self))
    let text = try python(root.appending(path: ".ci/interop/attribution.py").path, file)
    return try JSONDecoder().decode(Reply.self, from: Data(text.utf8))
  }
}
