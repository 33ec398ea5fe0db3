import Dashboard
import Images
import Runs
import TerminalUI

/// A run's time-line as an animated PNG.
struct KernelAnimation {
  /// Pictures at most: of more records, some are passed over. It lasts about fifteen seconds.
  private static let most = 180
  private static let frame = PNGEncoder.Delay(1, of: 12)
  /// What has become of them stays longer.
  private static let last = PNGEncoder.Delay(2, of: 1)

  let bytes: [UInt8]

  /// Nil when nothing has been recorded.
  /// - Parameter export: the order and contrast.
  init?(of run: Run, like export: KernelExport) throws(RunsError) {
    guard let timeline = try KernelTimeline(path: run.kernelsPath), !timeline.steps.isEmpty else {
      return nil
    }
    let last = timeline.steps.count - 1
    let count = min(last + 1, Self.most)
    var encoder: PNGEncoder?
    for number in 0..<count {
      let index = count > 1 ? number * last / (count - 1) : last
      guard let kernels = timeline.kernels(at: index) else { continue }
      let picture = export.picture(of: kernels)
      var pictures = encoder ?? PNGEncoder(width: picture.width, height: picture.height)
      pictures.add(picture.bytes, for: number == count - 1 ? Self.last : Self.frame)
      encoder = pictures
    }
    guard let encoder else { return nil }
    bytes = encoder.file()
  }
}

extension Pixels {
  /// As a PNG file.
  var png: [UInt8] { PNGEncoder.picture(bytes, width: width, height: height) }
}
