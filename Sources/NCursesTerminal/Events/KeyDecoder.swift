import TerminalUI

/// What was read, turned into events: control characters, pasted text, and escape sequences that
/// terminfo does not name (swallowed, so that their digits are not taken for keys).
struct KeyDecoder {
  enum Input: Hashable {
    case scalar(Unicode.Scalar)
    case key(Key)
    case click(x: Int, y: Int)
    case drag(x: Int, y: Int)
    case wheel(Int, x: Int, y: Int)
    case pasteBegins, pasteEnds
  }

  private enum Sequence: Equatable {
    case none, escape, single
    /// `isReport`: an answer of the terminal's, not a key.
    case control(isReport: Bool)
    /// An operating system command, so far; it ends with BEL or with escape and a backslash.
    case command(String)
    case commandEnd(String)
  }

  private var sequence = Sequence.none
  private var paste: [Unicode.Scalar]?
  /// The terminal was asked about itself; its answer may come in pieces.
  var expectsAnswer = false

  static let longestPaste = 65_536
  private static let pasteEnd = Array("\u{1b}[201~".unicodeScalars)

  mutating func take(_ input: Input, into events: inout [TerminalEvent]) {
    switch input {
    case .scalar(let scalar):
      if paste == nil { takeKey(scalar, into: &events) } else { takePasted(scalar, into: &events) }
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

  /// Nothing more was waiting: an escape that stands alone is the key.
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

  private mutating func takeKey(_ scalar: Unicode.Scalar, into events: inout [TerminalEvent]) {
    switch (sequence, scalar) {
    case (.escape, "["): sequence = .control(isReport: false)
    case (.escape, "O"): sequence = .single
    case (.escape, "]") where expectsAnswer: sequence = .command("")
    case (.command(let text), _): takeAnswer(text, scalar, into: &events)
    case (.commandEnd(let text), _):
      sequence = .none
      if scalar == "\\" { endAnswer(text, into: &events) }
    case (.control(let isReport), "\u{40}"..."\u{7e}"):
      sequence = .none
      // Attributes come after the ground, or without it: nothing more is to come.
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

  private mutating func takeAnswer(
    _ text: String, _ scalar: Unicode.Scalar, into events: inout [TerminalEvent]
  ) {
    switch scalar {
    case "\u{7}":
      sequence = .none
      endAnswer(text, into: &events)
    case "\u{1b}": sequence = .commandEnd(text)
    case "\u{20}"..."\u{7e}" where text.count < GroundQuestion.longestAnswer:
      sequence = .command(text + String(Character(scalar)))
    default:
      // Not an answer after all: what is typed from here on is keys.
      sequence = .none
      expectsAnswer = false
    }
  }

  private func endAnswer(_ text: String, into events: inout [TerminalEvent]) {
    if let color = GroundQuestion.color(text) { events.append(.ground(color)) }
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

  private mutating func takePasted(_ scalar: Unicode.Scalar, into events: inout [TerminalEvent]) {
    paste?.append(scalar)
    // On a slow line the end comes in pieces, which ncurses does not recognise.
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
