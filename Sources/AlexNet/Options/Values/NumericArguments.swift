/// Negative numbers on the command line.
enum NumericArguments {
  /// Joins each negative number to the option before it: "--rate -1" becomes "--rate=-1". The parser
  /// treats each word that begins with a dash as an option, and would report a missing value.
  static func joined(_ arguments: [String]) -> [String] {
    var result: [String] = []
    for (index, word) in arguments.enumerated() {
      if word == "--" { return result + arguments[index...] }
      if let last = result.last, index > 0, last == arguments[index - 1], last.hasPrefix("--"),
        !last.contains("="), isNegativeNumber(word)
      {
        result[result.count - 1] = "\(last)=\(word)"
      } else {
        result.append(word)
      }
    }
    return result
  }

  private static func isNegativeNumber(_ word: String) -> Bool {
    word.hasPrefix("-") && !word.hasPrefix("--") && word.count > 1 && Double(word) != nil
  }
}
