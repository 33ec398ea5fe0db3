import Glibc
import TerminalUI

/// The properties of the terminal in the environment, found without opening it.
public struct TerminalReport: Equatable, Sendable {
  /// The terminal type in the environment; `nil` if `TERM` is not set.
  public var type: String?
  /// The reason why the terminal cannot be drawn on; `nil` if it can.
  public var problem: TerminalError?
  /// The substitution of the terminal type; `nil` if terminfo has the type.
  public var substitution: TypeSubstitution?
  /// The colours and characters that are sent without an option.
  public var capabilities: TerminalCapabilities
  /// The reason why 24-bit colours are not sent; `nil` if they are.
  public var colorLimit: ColorLimit?
  /// The reason why characters outside ASCII are not sent; `nil` if they are.
  public var unicodeLimit: UnicodeLimit?
  /// True if the terminal reports the mouse.
  public var hasMouseReports: Bool
  /// The size in cells; `nil` if standard output is not a terminal.
  public var size: Size?

  /// A number of columns and rows.
  public struct Size: Equatable, Sendable {
    /// The width in columns.
    public var width: Int
    /// The height in rows.
    public var height: Int

    /// Creates a size.
    public init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  /// Creates a report from values.
  public init(
    type: String?, problem: TerminalError? = nil, capabilities: TerminalCapabilities,
    colorLimit: ColorLimit? = nil, unicodeLimit: UnicodeLimit? = nil, hasMouseReports: Bool = true,
    size: Size? = nil
  ) {
    self.type = type
    self.problem = problem
    self.capabilities = capabilities
    self.colorLimit = colorLimit
    self.unicodeLimit = unicodeLimit
    self.hasMouseReports = hasMouseReports
    self.size = size
  }

  /// Examines the terminal of a process.
  /// - Parameter options: The options with which it would be opened.
  public init(options: TerminalOptions = TerminalOptions()) {
    self.init(
      type: options.environment["TERM"].flatMap { $0.isEmpty ? nil : $0 },
      capabilities: Terminal.capabilities(for: options))
    if isatty(options.output) == 1 {
      let size = Curses.size(of: options.output)
      self.size = Size(width: size.width, height: size.height)
    }
    do {
      let setup = try TerminalSetup(options)
      substitution = setup.substitution
      (colorLimit, unicodeLimit) = setup.limits
      hasMouseReports = setup.hasMouseReports
    } catch {
      problem = error
      hasMouseReports = false
    }
  }
}

/// A reason why 24-bit colours are not sent.
public enum ColorLimit: Hashable, Sendable {
  /// The environment variable `NO_COLOR` is set.
  case noColor
  /// The terminfo entry has no colours.
  case noColorsInEntry
  /// GNU screen ignores 24-bit colours.
  case screen
  /// The terminfo entry cannot be read, and so cannot be changed to have more colours.
  case unreadableEntry
  /// Neither the environment nor the terminal type states that the terminal has 24-bit colours.
  case notDeclared
}

/// A reason why characters outside ASCII are not sent.
public enum UnicodeLimit: Hashable, Sendable {
  /// The encoding of the locale is not UTF-8.
  case locale
  /// The font of the Linux console has too few characters.
  case linuxConsole
}
