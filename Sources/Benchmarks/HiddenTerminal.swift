import Channels
import Foundation
import NCursesTerminal

/// An open terminal in 24-bit colour whose output is read and discarded.
final class HiddenTerminal {
  let terminal: Terminal
  /// The descriptors of the pseudo-terminal: the end of this object and the end of the terminal.
  private let ends: (near: Int32, far: Int32)

  /// Opens the terminal; the size is in cells. A cell has 10×20 pixels.
  init(width: UInt16, height: UInt16, pictures: PictureChoice = .blocks) throws {
    var ends: (near: Int32, far: Int32) = (-1, -1)
    var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&ends.near, &ends.far, nil, nil, &size) == 0 else {
      throw POSIXError(.init(rawValue: errno) ?? .EIO)
    }
    self.ends = ends
    var options = TerminalOptions(mouse: false, pictures: pictures)
    options.environment = ["TERM": "xterm-256color", "COLORTERM": "truecolor"]
    (options.input, options.output) = (ends.far, ends.far)
    terminal = try Terminal(options: options)
    let near = ends.near
    NamedThread.start("terminal") {
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      while read(near, &bytes, bytes.count) > 0 {}
    }
  }

  deinit {
    terminal.close()
    close(ends.far)
  }
}
