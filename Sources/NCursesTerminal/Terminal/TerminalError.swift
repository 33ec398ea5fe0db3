import Glibc

/// A reason why there is no terminal to draw on.
public enum TerminalError: Error, Hashable, Sendable {
  /// A standard stream.
  public enum StandardStream: String, Sendable { case input, output }

  /// Standard input or output is not a terminal.
  case notATerminal(StandardStream)
  /// `TERM` is not set.
  case noType
  /// Terminfo has no entry for the type or its family.
  case unknownType(String)
  /// The cursor of this type cannot be moved (`TERM=dumb`).
  case cannotDraw(String)
  /// The process already has an open terminal.
  case alreadyOpen
  /// A system call failed with this `errno`.
  case system(call: String, code: Int32)
}

extension TerminalError: CustomStringConvertible {
  /// The problem, without a full stop.
  public var problem: String {
    switch self {
    case .notATerminal(let stream): "standard \(stream.rawValue) is not a terminal"
    case .noType: "the environment variable TERM is not set"
    case .unknownType(let type): "the terminal type '\(type)' is not known on this system"
    case .cannotDraw(let type): "a terminal of type '\(type)' cannot move its cursor"
    case .alreadyOpen: "the terminal is already open"
    case .system(let call, let code): "\(call) failed: \(String(cString: strerror(code)))"
    }
  }

  /// The remedy: a sentence without a full stop.
  public var remedy: String {
    switch self {
    case .notATerminal: "Run the program in a terminal, without a pipe or a redirection"
    case .noType: "Set TERM to your terminal's type, for example TERM=xterm-256color"
    case .unknownType(let type):
      TerminalFamily(type: type).map {
        "Install its entry \($0.source(of: type)), or the basic entries (Debian package "
          + "ncurses-base)"
      } ?? "Set TERM=xterm-256color, which nearly every terminal follows"
    case .cannotDraw: "Use another terminal, or set TERM=xterm-256color if this one follows xterm"
    case .alreadyOpen: "Close it before opening it again"
    case .system: "Check the limits of this session (ulimit -a)"
    }
  }

  /// The problem.
  public var description: String { problem }
}
