import Glibc
import TerminalUI

/// The terminfo entry for the user's terminal, adapted to this program, with the capabilities that
/// follow from it.
struct TerminalSetup {
  /// The type whose entry is used: the one in the environment or its substitute.
  let type: String
  /// The substitution; `nil` if terminfo has the type in the environment.
  let substitution: TypeSubstitution?
  /// The colours and characters that the terminal can show.
  let capabilities: TerminalCapabilities
  /// The reasons why 24-bit colours and characters outside ASCII are not sent without an option.
  let limits: (color: ColorLimit?, unicode: UnicodeLimit?)
  /// True if the terminal reports the mouse.
  let hasMouseReports: Bool
  /// The adapted entry as a value of `TERMINFO`; `nil` if ncurses uses its own file.
  private let value: String?

  /// Finds the entry.
  /// - Throws: `TerminalError` if the type is missing, unknown, or cannot move its cursor.
  init(_ options: TerminalOptions) throws(TerminalError) {
    guard let requested = options.environment["TERM"], !requested.isEmpty else { throw .noType }
    let type = try Self.knownType(requested)
    let info = Curses.lookUp(type)
    guard info.moves_cursor != 0 else { throw .cannotDraw(type) }
    let family = TerminalFamily(type: requested)
    substitution =
      type == requested
      ? nil
      : family.map { .init(type: requested, substitute: type, source: $0.source(of: requested)) }
    var entry = TerminfoEntry.entry(named: type, environment: options.environment)
    let resolver = CapabilityResolver(
      environment: options.environment, terminfoColors: Int(info.colors), utf8: info.utf8 != 0,
      canRewrite: entry != nil,
      hasDirectColor: substitution != nil && family?.hasDirectColor == true)
    capabilities = resolver.capabilities(color: options.color, ascii: options.ascii)
    limits = (resolver.colorLimit, resolver.unicodeLimit)
    // Without the entry ncurses decides by the name, as it does for entries without the reports.
    hasMouseReports = entry?.hasMouseReports == true || type.contains("xterm")
    self.type = type
    entry?.dropScrolling()
    if capabilities.depth != .mono { entry?.allowManyPairs() }
    if capabilities.depth == .direct || capabilities.depth > resolver.nativeDepth {
      entry?.useDirectColor()
    }
    // Every terminal with 24-bit colour also has the newer mouse reports, whichever colours are used.
    if resolver.capabilities(color: .auto, ascii: false).depth == .direct {
      entry?.useWideMouseReports()
    }
    value = entry?.environmentValue
  }

  /// Returns the given type or, if terminfo does not have it, the first of its family's substitutes
  /// that terminfo has.
  private static func knownType(_ requested: String) throws(TerminalError) -> String {
    let types = [requested] + (TerminalFamily(type: requested)?.substitutes ?? [])
    guard let known = types.first(where: { Curses.lookUp($0).known != 0 }) else {
      throw .unknownType(requested)
    }
    return known
  }

  /// Executes a closure while the environment has the adapted entry, and then restores the
  /// environment, which other processes inherit.
  func inEnvironment<Result>(_ body: () -> Result) -> Result {
    guard let value else { return body() }
    let before = getenv("TERMINFO").map { String(cString: $0) }
    setenv("TERMINFO", value, 1)
    defer {
      if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") }
    }
    return body()
  }
}
