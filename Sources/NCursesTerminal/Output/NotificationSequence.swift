/// The form in which the user is notified of an event outside the screen.
public enum NotificationChoice: String, CaseIterable, Sendable {
  /// Nothing is sent.
  case off
  /// The bell of the terminal, which many terminals and tmux show as a mark on the window.
  case bell
  /// A notification of the desktop, and the bell where the terminal is not known to show one.
  case terminal
}

/// The bytes that notify the user. The title and the text are shown by the terminal program, outside the
/// screen.
struct NotificationSequence {
  /// The greatest number of characters of a notification.
  static let maximumLength = 200

  /// The escape sequences for notifications.
  private enum Form {
    /// OSC 9 of iTerm2: a text.
    case text
    /// OSC 777 of rxvt-unicode: a title and a text.
    case titleAndText
  }

  private let choice: NotificationChoice
  private let environment: [String: String]

  /// - Parameter environment: The environment variables of the terminal.
  init(_ choice: NotificationChoice, environment: [String: String]) {
    self.choice = choice
    self.environment = environment
  }

  /// Returns the bytes of a notification; empty if none is requested.
  func bytes(title: String, text: String) -> [UInt8] {
    switch choice {
    case .off: return []
    case .bell: return Self.bell
    case .terminal:
      guard let (form, isCertain) = form else { return Self.bell }
      let sequence =
        switch form {
        case .text: "\u{1b}]9;\(Self.plain("\(title): \(text)"))\u{7}"
        case .titleAndText:
          "\u{1b}]777;notify;\(Self.plain(title).filter { $0 != ";" });\(Self.plain(text))\u{7}"
        }
      return Array(sequence.utf8) + (isCertain ? [] : Self.bell)
    }
  }

  private static let bell: [UInt8] = [7]

  /// The sequence for this terminal, and true if the terminal is known to show it; `nil` for a terminal that
  /// could show the sequence as text. In tmux and GNU screen the outer terminal is not known, and tmux sends
  /// such sequences on only if its user has allowed it.
  private var form: (form: Form, isCertain: Bool)? {
    let type = environment["TERM"] ?? ""
    guard environment["TMUX"] == nil, environment["STY"] == nil, !type.hasPrefix("tmux"),
      BackgroundQuery.isSafe(environment)
    else { return nil }
    switch environment["TERM_PROGRAM"] {
    case "iTerm.app", "WezTerm": return (.text, true)
    case "ghostty": return (.titleAndText, true)
    default: break
    }
    if environment["KITTY_WINDOW_ID"] != nil || type.hasPrefix("xterm-kitty") {
      return (.text, true)
    }
    if ["rxvt-unicode", "foot"].contains(where: type.hasPrefix) { return (.titleAndText, true) }
    if environment["KONSOLE_VERSION"] != nil || environment["VTE_VERSION"] != nil {
      // Some versions show it, others ignore it.
      return (.titleAndText, false)
    }
    return (.text, false)
  }

  /// Returns a text without characters that would end or change the sequence.
  private static func plain(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      plain.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    return String(String(plain).prefix(maximumLength))
  }
}
