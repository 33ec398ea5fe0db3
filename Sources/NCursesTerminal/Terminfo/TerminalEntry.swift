import Glibc
import TerminalUI

/// The user's terminfo entry and what was decided from it.
struct TerminalEntry {
  /// The type whose entry is used: that of the environment, or its substitute.
  let type: String
  /// Nil where terminfo has the environment's own type.
  let substitution: TypeSubstitution?
  let abilities: TerminalAbilities
  /// The entry as we want it, for `TERMINFO`. `nil`: as ncurses finds it.
  private let value: String?

  init(_ options: TerminalOptions) throws(TerminalError) {
    guard let wanted = options.environment["TERM"], !wanted.isEmpty else { throw .noType }
    let type = try Self.knownType(wanted)
    let facts = Curses.lookUp(type)
    guard facts.moves_cursor != 0 else { throw .cannotDraw(type) }
    let family = TerminalFamily(type: wanted)
    substitution =
      type == wanted
      ? nil
      : family.map { .init(type: wanted, substitute: type, source: $0.source(of: wanted)) }
    var entry = Terminfo.entry(named: type, environment: options.environment)
    let ladder = ColorLadder(
      environment: options.environment, terminfoColors: Int(facts.colors), utf8: facts.utf8 != 0,
      canRewrite: entry != nil,
      hasDirectColor: substitution != nil && family?.hasDirectColor == true)
    abilities = ladder.abilities(color: options.color, ascii: options.ascii)
    self.type = type
    entry?.dropScrolling()
    if abilities.depth != .mono { entry?.allowManyPairs() }
    if abilities.depth == .direct || abilities.depth > ladder.nativeDepth {
      entry?.useDirectColor()
    }
    // Whoever knows 24-bit colour knows the newer mouse reports.
    if abilities.depth == .direct { entry?.useWideMouseReports() }
    value = entry?.environmentValue
  }

  /// The type, or the first of its family's substitutes that terminfo has.
  private static func knownType(_ wanted: String) throws(TerminalError) -> String {
    let types = [wanted] + (TerminalFamily(type: wanted)?.substitutes ?? [])
    guard let known = types.first(where: { Curses.lookUp($0).known != 0 }) else {
      throw .unknownType(wanted)
    }
    return known
  }

  /// ncurses looks into the environment, which must be as it was for the processes we start.
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
