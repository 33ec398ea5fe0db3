import Glibc
import TerminalUI

/// The user's terminfo entry and what was decided from it.
struct TerminalEntry {
  let type: String
  let abilities: TerminalAbilities
  /// The entry as we want it, for `TERMINFO`. `nil`: as ncurses finds it.
  private let value: String?

  init(_ options: TerminalOptions) throws(TerminalError) {
    guard let type = options.environment["TERM"], !type.isEmpty else { throw .noType }
    let facts = Curses.lookUp(type)
    guard facts.known != 0 else { throw .unknownType(type) }
    guard facts.moves_cursor != 0 else { throw .cannotDraw(type) }
    var entry = Terminfo.entry(named: type, environment: options.environment)
    let ladder = ColorLadder(
      environment: options.environment, terminfoColors: Int(facts.colors), utf8: facts.utf8 != 0,
      canRewrite: entry != nil)
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
