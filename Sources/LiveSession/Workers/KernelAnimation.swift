import Dashboard
import Images
import Runs
import TerminalUI

/// The timeline of a run's kernels as an animated PNG.
public struct KernelAnimation {
  /// The greatest number of frames, which last about fifteen seconds. Of a longer timeline, records at
  /// even distances are shown.
  private static let maximumFrames = 180
  private static let frameDelay = PNGEncoder.Delay(1, of: 12)
  /// The last frame stays longer.
  private static let lastDelay = PNGEncoder.Delay(2, of: 1)

  /// The content of the file.
  public let bytes: [UInt8]

  /// Reads the timeline of a run. Returns `nil` if it has no records.
  /// - Parameter export: The order and the contrast of the kernels.
  public init?(of run: Run, like export: KernelExport) throws(RunsError) {
    guard let timeline = try KernelTimeline(path: run.kernelsPath), !timeline.steps.isEmpty else {
      return nil
    }
    let last = timeline.steps.count - 1
    let count = min(last + 1, Self.maximumFrames)
    var encoder: PNGEncoder?
    for number in 0..<count {
      let index = count > 1 ? number * last / (count - 1) : last
      guard let kernels = timeline.kernels(at: index) else { continue }
      let picture = export.picture(of: kernels)
      var frames = encoder ?? PNGEncoder(width: picture.width, height: picture.height)
      frames.add(picture.bytes, for: number == count - 1 ? Self.lastDelay : Self.frameDelay)
      encoder = frames
    }
    guard let encoder else { return nil }
    bytes = encoder.file()
  }
}

extension Pixels {
  /// The pixels as a PNG file.
  public var png: [UInt8] { PNGEncoder.picture(bytes, width: width, height: height) }
}
