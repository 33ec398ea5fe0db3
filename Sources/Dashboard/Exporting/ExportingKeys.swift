import TerminalUI

/// A command of the export.
enum ExportingCommand: Hashable, Sendable {
  case open
}

/// The key of the export.
enum ExportingKeys {
  /// The letter that opens the box, and cancels the work in it.
  static let letter: Unicode.Scalar = "w"

  static let everywhere: [KeyBinding<DashboardCommand>] = [
    .init(
      [.character(letter)], .exporting(.open), label: "export",
      help: "write kernels, the network or metrics as files", rank: 8)
  ]
}
