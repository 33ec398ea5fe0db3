import Channels
import Foundation
import NCursesTerminal

/// A terminal in 24-bit colour that nobody looks at: what it is sent is read and forgotten.
final class FrameScreen {
  let terminal: Terminal
  private let ends: (near: Int32, far: Int32)

  init(width: UInt16, height: UInt16) throws {
    var ends: (near: Int32, far: Int32) = (-1, -1)
    var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&ends.near, &ends.far, nil, nil, &size) == 0 else {
      throw POSIXError(.init(rawValue: errno) ?? .EIO)
    }
    self.ends = ends
    var options = TerminalOptions(mouse: false)
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
