import Dashboard
import DisplayText
import Images
import Observing
import Runs
import TerminalUI

/// The timeline of a run's kernels as an animated PNG or GIF.
///
/// Unless all records are requested, the file has at most `maximumSize` bytes and `maximumFrames` frames, which
/// last about fifteen seconds. Of a longer timeline, records at even distances are shown.
public struct KernelAnimation: Sendable {
  /// The format of the file.
  public enum Format: Sendable {
    /// An animated PNG, in full colour.
    case apng
    /// An animated GIF, with 256 colours for all frames. Its compression is weaker, so its kernels are smaller.
    case gif
  }

  /// The greatest size of a file in bytes.
  public static let maximumSize = 5_000_000
  private static let maximumFrames = 180
  /// The time of a frame in hundredths of a second. The last frame stays longer.
  private static let frameDelay: UInt16 = 8
  private static let lastDelay: UInt16 = 200

  /// The content of the file.
  public let bytes: [UInt8]
  /// The steps of the frames.
  public let steps: [Int]
  /// The number of records from which the frames were chosen.
  public let recordCount: Int

  /// Reads the timeline of a run. Returns `nil` if it has no records.
  /// - Parameters:
  ///   - run: The run.
  ///   - export: The order and the contrast of the kernels.
  ///   - format: The format of the file.
  ///   - end: The step after which records are left out; `nil` for none.
  ///   - takesAll: True for a frame of each record, also if the file becomes larger.
  ///   - report: Called after each drawn frame, with the share of the work that is done. An error that it throws
  ///     ends the work.
  /// - Throws: `RunsError`, and the errors of `report`.
  public init?(
    of run: Run, like export: KernelExport, as format: Format, until end: Int? = nil,
    takesAll: Bool = false, report: (Double) throws -> Void = { _ in }
  ) throws {
    guard let timeline = try KernelTimeline(path: run.kernelsPath) else { return nil }
    let count = timeline.steps.prefix { $0 <= end ?? .max }.count
    let chosen = takesAll ? Array(0..<count) : Self.even(min(count, Self.maximumFrames), of: count)
    let drawing = FrameDrawing(format, export, timeline)
    guard let encoder = drawing.encoder(for: chosen) else { return nil }
    var frames: [(step: Int, data: [UInt8])] = []
    for (done, index) in chosen.enumerated() {
      if let picture = drawing.picture(at: index) {
        frames.append((timeline.steps[index], encoder.compressed(picture.bytes)))
      }
      try report(Double(done + 1) / Double(chosen.count))
    }
    guard !frames.isEmpty else { return nil }
    if !takesAll { frames = Self.fitting(frames) }
    bytes = encoder.file(frames.map(\.data), delay: Self.frameDelay, lastDelay: Self.lastDelay)
    steps = frames.map(\.step)
    recordCount = count
  }

  /// The size of the file and its frames: "4.9 MB, 79 of the 214 recorded steps from 0 to 787".
  public var summary: String {
    guard recordCount > 1 else {
      return
        "\(NumberText.bytes(bytes.count)), the only recorded step, \(NumberText.grouped(steps[0]))"
    }
    let number =
      steps.count == recordCount
      ? "all \(NumberText.grouped(recordCount))"
      : "\(NumberText.grouped(steps.count)) of the \(NumberText.grouped(recordCount))"
    let range = "\(NumberText.grouped(steps[0])) to \(NumberText.grouped(steps[steps.count - 1]))"
    return "\(NumberText.bytes(bytes.count)), \(number) recorded steps from \(range)"
  }

  /// True if records were left out.
  public var isThinned: Bool { steps.count < recordCount }

  // MARK: - The choice of frames

  /// Returns numbers at even distances from 0 to `total` − 1, with both ends.
  /// - Parameter count: The number of numbers; with 1, only the last is returned.
  static func even(_ count: Int, of total: Int) -> [Int] {
    guard count > 1 else { return count == 1 ? [total - 1] : [] }
    return (0..<count).map { $0 * (total - 1) / (count - 1) }
  }

  /// Returns as many frames at even distances as fit into a file, with both ends.
  /// - Parameters:
  ///   - frames: All frames.
  ///   - limit: The greatest size of the file in bytes.
  static func fitting(
    _ frames: [(step: Int, data: [UInt8])], into limit: Int = maximumSize
  ) -> [(step: Int, data: [UInt8])] {
    // The header with its palette, and the numbers before each frame with the lengths of its blocks.
    func size(_ indices: [Int]) -> Int {
      indices.reduce(2048) { $0 + frames[$1].data.count * 256 / 255 + 128 }
    }
    var indices = Array(frames.indices)
    var count = frames.count
    while count > 2, size(indices) > limit {
      count = max(2, min(count - 1, count * limit / size(indices)))
      indices = even(count, of: frames.count)
    }
    return indices.map { frames[$0] }
  }
}

/// The drawing of the records of a timeline as the pictures of an animation.
private struct FrameDrawing {
  private let format: KernelAnimation.Format
  private let export: KernelExport
  private let timeline: KernelTimeline

  /// The number of records from which the colours of a GIF are chosen.
  private static let colorSamples = 24

  init(_ format: KernelAnimation.Format, _ export: KernelExport, _ timeline: KernelTimeline) {
    self.format = format
    self.export = export
    self.timeline = timeline
  }

  /// Returns the picture of a record; `nil` if the record is damaged.
  func picture(at index: Int) -> Pixels? {
    timeline.kernels(at: index).map {
      export.blockPicture(of: $0, width: format == .gif ? 33 : 44)
    }
  }

  /// Returns an encoder for the pictures of some records; `nil` if none can be read.
  func encoder(for indices: [Int]) -> AnimationEncoder? {
    let samples = KernelAnimation.even(
      min(format == .gif ? Self.colorSamples : indices.count, indices.count), of: indices.count
    ).lazy.map { indices[$0] }.compactMap(picture)
    guard let first = samples.first else { return nil }
    switch format {
    case .apng: return .png(PNGEncoder(width: first.width, height: first.height))
    case .gif:
      let palette = ColorPalette(of: samples.map(\.bytes))
      return .gif(GIFEncoder(width: first.width, height: first.height, palette: palette))
    }
  }
}

/// An encoder of either format.
private enum AnimationEncoder {
  case png(PNGEncoder)
  case gif(GIFEncoder)

  func compressed(_ pixels: [UInt8]) -> [UInt8] {
    switch self {
    case .png(let encoder): encoder.compressed(pixels)
    case .gif(let encoder): encoder.compressed(pixels)
    }
  }

  /// Returns the file of some pictures. The times are in hundredths of a second.
  func file(_ frames: [[UInt8]], delay: UInt16, lastDelay: UInt16) -> [UInt8] {
    let timed = frames.enumerated().map { index, data in
      (data: data, hundredths: index == frames.count - 1 ? lastDelay : delay)
    }
    switch self {
    case .png(var encoder):
      for frame in timed {
        encoder.add(compressed: frame.data, for: .init(frame.hundredths, of: 100))
      }
      return encoder.file()
    case .gif(let encoder): return encoder.file(timed)
    }
  }
}

extension Pixels {
  /// The pixels as a PNG file.
  public var png: [UInt8] { PNGEncoder.picture(bytes, width: width, height: height) }
}
