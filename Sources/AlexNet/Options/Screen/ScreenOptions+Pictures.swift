import ArgumentParser
import NCursesTerminal

/// Pictures in the terminal's own pixels.
extension ScreenOptions {
  func validate() throws {
    try checkPlain()
    try checkPictures(environment: TerminalOptions.processEnvironment)
  }

  /// Checks that nothing forbids the pixels that the user requests.
  /// - Parameter environment: The environment variables of the terminal.
  private func checkPictures(environment: [String: String]) throws {
    guard pictures == .kitty || pictures == .sixel else { return }
    let option = "--pictures \(pictures.rawValue)"
    let others: [(String, Bool)] = [
      ("--ascii", ascii), ("--color \(color.rawValue)", color == .never || color == .sixteen),
      ("--once", once != nil),
    ]
    if let other = others.first(where: \.1)?.0 {
      throw ValidationError(
        "\(option) draws pixels in many colours, and \(other) prints characters. "
          + "Leave out \(option) or \(other).")
    }
    if pictures == .kitty, TerminalOptions.isInMultiplexer(environment) {
      throw ValidationError(
        "\(option) has no effect in tmux and GNU screen, which do not pass the pictures on. "
          + "Leave out the option, or start the program outside of them.")
    }
  }
}
