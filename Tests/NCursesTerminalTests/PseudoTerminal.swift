import Glibc

/// A terminal without a window: what the program writes can be read, and what is written is typed.
/// Frames must be small: nobody reads while one is presented.
final class PseudoTerminal {
  let screen: Int32
  let program: Int32

  init(width: UInt16 = 20, height: UInt16 = 4) {
    var ends: (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    precondition(openpty(&ends.0, &ends.1, nil, nil, &size) == 0, "no pseudo-terminal left")
    (screen, program) = ends
  }

  deinit {
    close(screen)
    close(program)
  }

  var modes: [UInt32] {
    var modes = termios()
    _ = tcgetattr(program, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
  }

  func resize(width: UInt16, height: UInt16) {
    var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(screen, UInt(TIOCSWINSZ), &size)
  }

  func type(_ text: String) {
    var bytes = Array(text.utf8)
    _ = write(screen, &bytes, bytes.count)
  }

  /// Everything up to this text, which must come; nil where the program falls silent without it.
  func output(through text: String) -> String? {
    var all: [UInt8] = []
    let wanted = Array(text.utf8)
    var waiting = pollfd(fd: screen, events: Int16(POLLIN), revents: 0)
    while poll(&waiting, 1, 5_000) > 0 {
      var byte: UInt8 = 0
      guard read(screen, &byte, 1) == 1 else { return nil }
      all.append(byte)
      if all.suffix(wanted.count).elementsEqual(wanted) {
        return String(decoding: all, as: UTF8.self)
      }
    }
    return nil
  }
}
