import DisplayText
import TerminalUI

/// The output of `doctor`. The fields are the contract of `doctor --json`.
struct DoctorReport: Equatable, Encodable {
  var version: String
  /// The commit from which the program was built; `nil` if it is unknown.
  var commit: String?
  var checks: [DoctorCheck]

  /// True if the program cannot train.
  var hasFailed: Bool { checks.contains { $0.state == .failed } }

  /// The checks with a heading for each group, and the advice below each value.
  /// - Parameter width: The greatest number of columns.
  func text(width: Int) -> String {
    let names = (checks.map(\.name.columns).max() ?? 0) + 2
    let indent = "  " + String(repeating: " ", count: Self.stateColumns + names)
    var lines = ["\(AlexNetCommand.name) \(version), commit \(commit ?? "unknown")"]
    for group in DoctorCheck.Group.allCases {
      let members = checks.filter { $0.group == group }
      guard !members.isEmpty else { continue }
      lines += ["", Self.heading(group)]
      for check in members {
        let head =
          "  " + Self.padded(check.state.rawValue, to: Self.stateColumns)
          + Self.padded(check.name, to: names)
        let room = max(20, width - indent.columns)
        let texts = [check.value, check.advice].compactMap { $0?.printable }
        let body = texts.flatMap { $0.wrapped(to: room) }
        lines += body.enumerated().map { ($0 == 0 ? head : indent) + $1 }
      }
    }
    return (lines + ["", verdict]).joined(separator: "\n")
  }

  /// The width of the column of states.
  private static let stateColumns = 9

  private static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - text.columns))
  }

  private static func heading(_ group: DoctorCheck.Group) -> String {
    switch group {
    case .computing: "Computing"
    case .terminal: "Terminal"
    case .processes: "Several processes"
    case .folders: "Folders"
    }
  }

  private var verdict: String {
    if hasFailed { return "Training is not possible here until the failed checks are mended." }
    return checks.contains { $0.state != .ok }
      ? "Training is possible here. The lines above say what could be better."
      : "Everything that the program can use is here."
  }
}
