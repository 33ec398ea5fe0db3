import Glibc

/// A pseudo-terminal: tests read the output of the program and type its input. Frames must be
/// small, because no output is read while one is presented.
final class PseudoTerminal {
  /// The end of the test.
  let screen: Int32
  /// The end of the program.
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

  /// The modes of the terminal driver.
  var modes: [UInt32] {
    var modes = termios()
    _ = tcgetattr(program, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
  }

  func resize(width: UInt16, height: UInt16) {
    var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(screen, UInt(TIOCSWINSZ), &size)
  }

  /// Types text into the program.
  func type(_ text: String) {
    var bytes = Array(text.utf8)
    _ = write(screen, &bytes, bytes.count)
  }

  /// The output up to and including a text; `nil` if the text does not arrive within five seconds
  /// of silence.
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
