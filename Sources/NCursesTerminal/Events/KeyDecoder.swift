import TerminalUI

/// Converts the input that ncurses reads into events.
///
/// ncurses recognises the escape sequences that terminfo defines. Of the others, the decoder reads
/// the terminal's answers to `BackgroundQuery`, and discards each sequence that begins with escape
/// and "[" or "O", so that its characters are not decoded as keys. It also converts control
/// characters into keys, and joins the characters of a pasted text.
struct KeyDecoder {
  /// A unit of input as ncurses reads it.
  enum RawInput: Hashable {
    case scalar(Unicode.Scalar)
    case key(Key)
    case click(x: Int, y: Int)
    case drag(x: Int, y: Int)
    case wheel(Int, x: Int, y: Int)
    case pasteBegins, pasteEnds
  }

  /// The escape sequence that has been read so far.
  private enum EscapeState: Equatable {
    case none
    /// The character escape.
    case escape
    /// Escape and "O" (SS3): one more character ends the sequence.
    case single
    /// Escape and "[" (CSI), a control sequence. `isReport` is true after "?", the character that
    /// marks an answer of the terminal.
    case control(isReport: Bool)
    /// Escape and "]" (OSC), an operating system command, with its text so far. It ends with BEL,
    /// or with escape and a backslash.
    case command(String)
    /// An operating system command with its text. Its closing escape has been read, and the
    /// backslash has not.
    case commandEnd(String)
  }

  private var sequence = EscapeState.none
  private var paste: [Unicode.Scalar]?
  /// True after the queries of `BackgroundQuery` are sent, until the last answer has been read. An
  /// answer can arrive in pieces.
  var expectsAnswer = false

  /// The largest number of characters that are kept of a pasted text; the rest is discarded.
  static let longestPaste = 65_536
  private static let pasteEnd = Array("\u{1b}[201~".unicodeScalars)

  /// Decodes one unit of input and appends the resulting events.
  mutating func decode(_ input: RawInput, into events: inout [TerminalEvent]) {
    switch input {
    case .scalar(let scalar):
      if paste == nil {
        decodeKey(scalar, into: &events)
      } else {
        decodePasted(scalar, into: &events)
      }
    case .key(let key):
      finish(into: &events)
      if paste == nil { events.append(.key(key)) }
    case .click(let x, let y): events.append(.click(x: x, y: y))
    case .drag(let x, let y): events.append(.drag(x: x, y: y))
    case .wheel(let step, let x, let y): events.append(.wheel(step, x: x, y: y))
    case .pasteBegins: paste = []
    case .pasteEnds: endPaste(into: &events)
    }
  }

  /// Ends a sequence that the waiting input, or the next key, does not continue. An escape that
  /// nothing follows is the Esc key. An answer of the terminal is not ended: the next input can
  /// continue it.
  mutating func finish(into events: inout [TerminalEvent]) {
    if sequence == .escape { events.append(.key(.escape)) }
    if expectsAnswer, isInsideAnswer { return }
    sequence = .none
  }

  private var isInsideAnswer: Bool {
    switch sequence {
    case .command, .commandEnd, .control(isReport: true): true
    case .none, .escape, .single, .control(isReport: false): false
    }
  }

  private mutating func decodeKey(_ scalar: Unicode.Scalar, into events: inout [TerminalEvent]) {
    switch (sequence, scalar) {
    case (.escape, "["): sequence = .control(isReport: false)
    case (.escape, "O"): sequence = .single
    case (.escape, "]") where expectsAnswer: sequence = .command("")
    case (.command(let text), _): decodeAnswer(text, scalar, into: &events)
    case (.commandEnd(let text), _):
      sequence = .none
      if scalar == "\\" { endAnswer(text, into: &events) }
    case (.control(let isReport), "\u{40}"..."\u{7e}"):
      sequence = .none
      // This answer (the device attributes) is the last one: their query is sent last.
      if isReport, scalar == "c" { expectsAnswer = false }
    case (.single, _): sequence = .none
    case (.control, "?"): sequence = .control(isReport: true)
    case (.control, _): break
    case (_, "\u{1b}"):
      finish(into: &events)
      sequence = .escape
    default:
      finish(into: &events)
      if let key = Self.key(scalar) { events.append(.key(key)) }
    }
  }

  private mutating func decodeAnswer(
    _ text: String, _ scalar: Unicode.Scalar, into events: inout [TerminalEvent]
  ) {
    switch scalar {
    case "\u{7}":
      sequence = .none
      endAnswer(text, into: &events)
    case "\u{1b}": sequence = .commandEnd(text)
    case "\u{20}"..."\u{7e}" where text.count < BackgroundQuery.longestAnswer:
      sequence = .command(text + String(Character(scalar)))
    default:
      // This is not an answer, so the following input is decoded as keys.
      sequence = .none
      expectsAnswer = false
    }
  }

  private func endAnswer(_ text: String, into events: inout [TerminalEvent]) {
    if let color = BackgroundQuery.color(in: text) { events.append(.background(color)) }
  }

  private static func key(_ scalar: Unicode.Scalar) -> Key? {
    switch scalar.value {
    case 0x09: .tab
    case 0x0a, 0x0d: .enter
    case 0x08, 0x7f: .backspace
    case 0x01...0x1a: Unicode.Scalar(scalar.value + 0x60).map(Key.control)
    case ..<0x20, 0x80..<0xa0: nil
    default: .character(scalar)
    }
  }

  private mutating func decodePasted(_ scalar: Unicode.Scalar, into events: inout [TerminalEvent]) {
    paste?.append(scalar)
    // On a slow connection the end mark arrives in pieces, which ncurses does not recognise.
    guard let text = paste, scalar == "~", text.suffix(Self.pasteEnd.count) == Self.pasteEnd[...]
    else { return }
    paste?.removeLast(Self.pasteEnd.count)
    endPaste(into: &events)
  }

  private mutating func endPaste(into events: inout [TerminalEvent]) {
    guard let text = paste else { return }
    paste = nil
    var kept = String.UnicodeScalarView()
    for scalar in text.prefix(Self.longestPaste) {
      switch scalar.value {
      case 0x0d: kept.append("\n")
      case 0x09, 0x0a, 0x20..<0x7f, 0xa0...: kept.append(scalar)
      default: break
      }
    }
    events.append(.paste(String(kept)))
  }
}
