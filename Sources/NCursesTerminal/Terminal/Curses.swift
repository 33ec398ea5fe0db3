import CTerminal
import TerminalUI

/// The functions of `CTerminal` with Swift types: screen and keys through ncurses, signals, and the
/// crash guard. No other file imports `CTerminal`.
enum Curses {
  typealias Cell = terminal_cell

  // MARK: - The screen

  /// Returns the properties of a terminal type from terminfo and the locale, also without an open
  /// terminal.
  static func lookUp(_ type: String) -> terminal_type_info { terminal_look_up(type) }
  static var isOpen: Bool { terminal_is_open() != 0 }
  /// Opens the screen.
  /// - Returns: False if ncurses cannot use the terminal.
  static func open(_ type: String, input: Int32, output: Int32, usesColors: Bool) -> Bool {
    terminal_open(type, input, output, usesColors ? 1 : 0) == 0
  }
  static func close() { terminal_close() }
  static func leave() { terminal_leave() }
  static func resume() { terminal_return() }
  static func size(of output: Int32) -> (width: Int, height: Int) {
    var (width, height) = (Int32(0), Int32(0))
    terminal_get_size(output, &width, &height)
    return (Int(width), Int(height))
  }
  static func resize(width: Int, height: Int) { terminal_resize(Int32(width), Int32(height)) }
  static var pairCount: Int32 { terminal_pair_count() }
  static func definePair(_ pair: Int32, _ foreground: Int32, _ background: Int32) {
    terminal_define_pair(pair, foreground, background)
  }
  static func forgetPairs() { terminal_forget_pairs() }
  static func putRow(_ y: Int, _ cells: [Cell]) {
    terminal_put_row(Int32(y), cells, Int32(cells.count))
  }
  /// Sends the changes of the screen and then some bytes, which must end with the terminal's own
  /// colours.
  static func update(with bytes: [UInt8] = []) { terminal_update(bytes, bytes.count) }
  /// Returns the glyph if it takes one column, otherwise a substitute.
  static func oneColumn(_ glyph: UInt32) -> UInt32 { terminal_one_column(glyph) }
  static func invalidate() { terminal_invalidate() }
  /// Sends bytes at once.
  static func send(_ bytes: [UInt8]) { terminal_send(bytes, bytes.count) }
  /// Sends a row again with the next update.
  static func redrawRow(_ y: Int) { terminal_redraw_row(Int32(y)) }
  /// Sets whether pictures must be removed when the screen is left in an emergency.
  static func setHasPictures(_ on: Bool) { terminal_guard_pictures(on ? 1 : 0) }
  /// Returns the size of a cell in pixels according to the terminal driver; `nil` if it does not have it.
  static func cellPixels(of output: Int32) -> PixelSize? {
    var (width, height) = (Int32(0), Int32(0))
    terminal_get_cell_pixels(output, &width, &height)
    return PixelSize(width: Int(width), height: Int(height)).ifPlausibleCell
  }
  static func setMouse(_ on: Bool) { terminal_set_mouse(on ? 1 : 0) }

  /// Reads one unit of input without waiting.
  /// - Returns: The outer `nil` if there is no input; the inner `nil` for input that is ignored.
  static func read() -> KeyDecoder.RawInput?? {
    let raw = terminal_read()
    return Int(raw.kind) == TERMINAL_NOTHING ? .none : .some(KeyDecoder.RawInput(raw))
  }

  // MARK: - Signals

  /// Installs the signal handlers.
  /// - Returns: The descriptor to poll, or a negative number with `errno` set.
  static func catchSignals() -> Int32 { terminal_catch_signals() }
  /// Returns the next signal that arrived; `nil` if there is none.
  static func nextSignal() -> Int32? {
    let signal = terminal_next_signal()
    return signal == 0 ? nil : signal
  }
  static func releaseSignals() { terminal_release_signals() }
  static func stopJob() { terminal_stop_job() }
  static func exit(by signal: Int32) -> Never { terminal_exit_by(signal) }

  // MARK: - The guard

  /// Opens the guard.
  /// - Returns: False with `errno` set if it failed.
  static func openGuard(_ output: Int32) -> Bool { terminal_guard_open(output) == 0 }
  static func armGuard() { terminal_guard_arm() }
  static func disarmGuard() { terminal_guard_disarm() }
  static func closeGuard() { terminal_guard_close() }
  static func protectCurrentThread() { terminal_guard_thread() }

  // MARK: - Waking up

  /// Opens a descriptor for `WakeUp`.
  /// - Returns: The descriptor, or a negative number with `errno` set.
  static func openWakeUp() -> Int32 { terminal_wakeup_open() }
  static func signalWakeUp(_ descriptor: Int32) { terminal_wakeup_signal(descriptor) }
  static func drainWakeUp(_ descriptor: Int32) { terminal_wakeup_drain(descriptor) }
}

extension KeyDecoder.RawInput {
  /// Converts input; `nil` for input that is ignored.
  fileprivate init?(_ raw: terminal_input) {
    let (x, y) = (Int(raw.x), Int(raw.y))
    switch Int(raw.kind) {
    case TERMINAL_CHARACTER:
      guard let scalar = Unicode.Scalar(UInt32(bitPattern: raw.value)) else { return nil }
      self = .scalar(scalar)
    case TERMINAL_KEY: self = .key(Self.key(Int(raw.value)))
    case TERMINAL_CLICK: self = .click(x: x, y: y)
    case TERMINAL_DRAG: self = .drag(x: x, y: y)
    case TERMINAL_WHEEL_UP: self = .wheel(-1, x: x, y: y)
    case TERMINAL_WHEEL_DOWN: self = .wheel(1, x: x, y: y)
    case TERMINAL_PASTE_BEGIN: self = .pasteBegins
    case TERMINAL_PASTE_END: self = .pasteEnds
    default: return nil
    }
  }

  private static func key(_ code: Int) -> Key {
    switch code {
    case TERMINAL_KEY_UP: .up
    case TERMINAL_KEY_DOWN: .down
    case TERMINAL_KEY_LEFT: .left
    case TERMINAL_KEY_RIGHT: .right
    case TERMINAL_KEY_HOME: .home
    case TERMINAL_KEY_END: .end
    case TERMINAL_KEY_PAGE_UP: .pageUp
    case TERMINAL_KEY_PAGE_DOWN: .pageDown
    case TERMINAL_KEY_ENTER: .enter
    case TERMINAL_KEY_BACKSPACE: .backspace
    case TERMINAL_KEY_DELETE: .delete
    case TERMINAL_KEY_BACK_TAB: .backTab
    default: .function(code - TERMINAL_KEY_FUNCTION)
    }
  }
}
