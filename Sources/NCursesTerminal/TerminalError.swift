import Glibc

/// Why there is no terminal to draw on.
public enum TerminalError: Error, Hashable, Sendable {
  public enum Stream: String, Sendable { case input, output }

  case notATerminal(Stream)
  case noType
  case unknownType(String)
  /// Known, but its cursor cannot be moved (`TERM=dumb`).
  case cannotDraw(String)
  case alreadyOpen
  case system(call: String, code: Int32)
}

extension TerminalError: CustomStringConvertible {
  /// What is wrong, in one sentence.
  public var problem: String {
    switch self {
    case .notATerminal(let stream): "standard \(stream.rawValue) is not a terminal"
    case .noType: "the environment variable TERM is not set"
    case .unknownType(let type): "the terminal type '\(type)' is not known here"
    case .cannotDraw(let type): "a terminal of type '\(type)' cannot move its cursor"
    case .alreadyOpen: "the terminal is open already"
    case .system(let call, let code): "\(call) failed: \(String(cString: strerror(code)))"
    }
  }

  /// What to try.
  public var remedy: String {
    switch self {
    case .notATerminal: "Run it in a terminal, without a pipe or a redirection."
    case .noType: "Set TERM to your terminal's type, for example TERM=xterm-256color."
    case .unknownType(let type):
      TerminalFamily(type: type).map {
        "Install its entry \($0.source(of: type)), or the basic entries (Debian package "
          + "ncurses-base)."
      } ?? "Set TERM=xterm-256color, which nearly every terminal follows."
    case .cannotDraw: "Run it in another terminal, or set TERM=xterm-256color if this one is."
    case .alreadyOpen: "Close it before it is opened again."
    case .system: "Look at the limits of this session (ulimit -a)."
    }
  }

  public var description: String { problem }
}
