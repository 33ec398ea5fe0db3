import DisplayText

/// A command that a user types beside the lines of `--plain`: a letter or its word, and Enter.
enum PlainCommand: Equatable {
  /// Switches dropout or LRN of a lane; the lane is counted from 1.
  case dropout(lane: Int)
  case lrn(lane: Int)
  /// Sets the learning rate of a lane.
  case rate(Double, lane: Int)
  case pause
  case checkpoint
  case status
  case list
  case stop
  case leave

  /// A line that is not a command, with the reason as sentences.
  struct Problem: Error, Equatable {
    var text: String
  }

  /// A command in the list of commands.
  struct Entry {
    var letter: String
    var word: String
    /// The words after the command.
    var parameters = ""
    var help: String
  }

  /// All commands, in the order of their list.
  static let entries: [Entry] = [
    .init(letter: "s", word: "status", help: "the state now"),
    .init(letter: "d", word: "dropout", parameters: "LANE", help: "dropout off or on"),
    .init(letter: "l", word: "lrn", parameters: "LANE", help: "LRN off or on"),
    .init(letter: "r", word: "rate", parameters: "RATE LANE", help: "sets the learning rate"),
    .init(letter: "p", word: "pause", help: "pauses or continues all lanes"),
    .init(letter: "c", word: "checkpoint", help: "saves a checkpoint"),
    .init(letter: "x", word: "leave", help: "leaves; training continues"),
    .init(letter: "q", word: "stop", help: "stops training and saves the run"),
    .init(letter: "?", word: "help", help: "this list"),
  ]

  /// Reads a typed line.
  /// - Parameters:
  ///   - line: The line, in small or capital letters.
  ///   - lane: The lane of a command without a number.
  ///   - count: The number of lanes.
  static func parse(
    _ line: String, lane: Int, of count: Int
  ) throws(Problem) -> PlainCommand? {
    var words = line.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    guard !words.isEmpty else { return nil }
    let name = words.removeFirst()
    guard let entry = entries.first(where: { $0.letter == name || $0.word == name }) else {
      throw Problem(text: "'\(shown(line))' is not a command. Type ? for the list.")
    }
    func takeLane() throws(Problem) -> Int {
      guard let word = words.first else { return lane }
      words.removeFirst()
      guard let number = Int(word), (1...max(1, count)).contains(number) else {
        let lanes =
          count > 1 ? "The lanes are 1 to \(count)" : "There is one lane, which needs no number"
        throw Problem(text: "'\(shown(word))' is not a lane. \(lanes).")
      }
      return number
    }
    let command: PlainCommand
    switch entry.letter {
    case "s": command = .status
    case "d": command = .dropout(lane: try takeLane())
    case "l": command = .lrn(lane: try takeLane())
    case "r":
      let rate = try rate(words.isEmpty ? nil : words.removeFirst())
      command = .rate(rate, lane: try takeLane())
    case "p": command = .pause
    case "c": command = .checkpoint
    case "x": command = .leave
    case "q": command = .stop
    default: command = .list
    }
    guard words.isEmpty else {
      throw Problem(text: "There are too many words after \(entry.letter). Type ? for the list.")
    }
    return command
  }

  /// Returns the beginning of a typed text, safe for a terminal.
  private static func shown(_ text: String) -> String { String(text.prefix(40)).printable }

  private static func rate(_ word: String?) throws(Problem) -> Double {
    guard let word else {
      throw Problem(text: "The learning rate is missing. Type it after r: r 0.01.")
    }
    guard let rate = Double(word), rate >= 0, rate.isFinite else {
      throw Problem(
        text: "'\(shown(word))' is not a learning rate. "
          + "Type a number, 0 or more, such as r 0.01.")
    }
    return rate
  }

  /// The list of commands as lines.
  /// - Parameter laneCount: The number of lanes; with one, no lane can be chosen.
  static func list(laneCount: Int) -> [String] {
    entries.map { entry in
      let words = entry.parameters.split(separator: " ").filter { laneCount > 1 || $0 != "LANE" }
      let name = ([entry.letter] + words.map(String.init)).joined(separator: " ")
      return "\(name), or \(entry.word): \(entry.help)."
    }
  }
}
