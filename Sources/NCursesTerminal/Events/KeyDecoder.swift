import TerminalUI

/// Converts the input that ncurses reads into events.
///
/// ncurses recognises the escape sequences that terminfo defines. Of the others, the decoder reads
/// the terminal's answers to a `TerminalQuery`, and discards each sequence that begins with escape
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
    /// Escape and "[" (CSI), a control sequence, with its parameters so far.
    case control(String)
    /// Escape and "]" (OSC, an operating system command) or "_" (APC, an application program command), with
    /// its text so far. It ends with BEL, or with escape and a backslash.
    case string(Unicode.Scalar, String)
    /// A command with its text. Its closing escape has been read, and the backslash has not.
    case stringEnd(Unicode.Scalar, String)
  }

  private var sequence = EscapeState.none
  private var paste: [Unicode.Scalar]?
  /// True after a `TerminalQuery` was sent, until the last answer has been read. An answer can arrive in
  /// pieces.
  var expectsAnswer = false
  /// The answers to the query.
  var answers = TerminalAnswers()

  /// The greatest length of a control sequence in characters: the device attributes of a terminal with all of them.
  static let longestControl = 80
  /// Returns the greatest length of a command in characters: a colour, or an error of kitty's graphics protocol in
  /// words.
  private static func longestAnswer(_ kind: Unicode.Scalar) -> Int { kind == "]" ? 40 : 200 }

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
    if isInsideAnswer { return }
    sequence = .none
  }

  /// True if an answer has begun that the next input can continue.
  var isInsideAnswer: Bool {
    guard expectsAnswer else { return false }
    return switch sequence {
    case .string, .stringEnd, .control: true
    case .none, .escape, .single: false
    }
  }

  /// True if the last input was an escape that can be the beginning of an answer.
  var mayBeginAnswer: Bool { expectsAnswer && sequence == .escape }

  /// Discards an answer that the terminal does not continue.
  mutating func discardAnswer() { sequence = .none }

  private mutating func decodeKey(_ scalar: Unicode.Scalar, into events: inout [TerminalEvent]) {
    switch (sequence, scalar) {
    case (.escape, "["): sequence = .control("")
    case (.escape, "O"): sequence = .single
    case (.escape, "]"), (.escape, "_"):
      guard expectsAnswer else { return decodeAfterSequence(scalar, into: &events) }
      sequence = .string(scalar, "")
    case (.string(let kind, let text), _): decodeAnswer(kind, text, scalar, into: &events)
    case (.stringEnd(let kind, let text), _):
      sequence = .none
      if scalar == "\\" {
        endAnswer(kind, text, into: &events)
      } else {
        abandonAnswer(at: scalar, into: &events)
      }
    case (.control(let text), "\u{40}"..."\u{7e}"):
      sequence = .none
      endControl(text, scalar)
    case (.single, _): sequence = .none
    case (.control(let text), "\u{20}"..."\u{3f}"):
      // A longer sequence is not an answer. It is discarded up to its end.
      sequence = .control(text.count < Self.longestControl ? text + String(scalar) : text)
    default: decodeAfterSequence(scalar, into: &events)
    }
  }

  /// Decodes a character that does not continue a sequence.
  private mutating func decodeAfterSequence(
    _ scalar: Unicode.Scalar, into events: inout [TerminalEvent]
  ) {
    if sequence == .escape { events.append(.key(.escape)) }
    sequence = .none
    if scalar == "\u{1b}" {
      sequence = .escape
    } else if let key = Self.key(scalar) {
      events.append(.key(key))
    }
  }

  private mutating func decodeAnswer(
    _ kind: Unicode.Scalar, _ text: String, _ scalar: Unicode.Scalar,
    into events: inout [TerminalEvent]
  ) {
    switch scalar {
    case "\u{7}":
      sequence = .none
      endAnswer(kind, text, into: &events)
    case "\u{1b}": sequence = .stringEnd(kind, text)
    case "\u{20}"..."\u{7e}" where text.count < Self.longestAnswer(kind):
      sequence = .string(kind, text + String(scalar))
    default: abandonAnswer(at: scalar, into: &events)
    }
  }

  /// Ends an answer that is not valid. The character at which this is seen, and the following input, are
  /// decoded as keys.
  private mutating func abandonAnswer(
    at scalar: Unicode.Scalar, into events: inout [TerminalEvent]
  ) {
    sequence = .none
    decodeAfterSequence(scalar, into: &events)
  }

  private mutating func endAnswer(
    _ kind: Unicode.Scalar, _ text: String, into events: inout [TerminalEvent]
  ) {
    guard kind == "]" else { return answers.read(application: text) }
    let before = answers.background
    answers.read(command: text)
    if let color = answers.background, color != before { events.append(.background(color)) }
  }

  private mutating func endControl(_ parameters: String, _ final: Unicode.Scalar) {
    guard expectsAnswer else { return }
    answers.read(control: parameters, final: final)
    // The device attributes are the last answer: their query is sent last.
    if answers.attributes != nil { expectsAnswer = false }
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
