extension String {
  /// Returns the known word that this one can be a misspelling or an abbreviation of; `nil` if there is none.
  /// A misspelling differs in at most a third of its characters.
  public func nearest(in known: [String]) -> String? {
    guard !isEmpty else { return nil }
    let word = lowercased()
    let distances = known.map { (word: $0, distance: word.editDistance(to: $0.lowercased())) }
    if let best = distances.min(by: { $0.distance < $1.distance }),
      best.distance <= max(count, best.word.count) / 3
    {
      return best.word
    }
    return known.first { $0.lowercased().hasPrefix(word) || word.hasPrefix($0.lowercased()) }
  }

  /// True if this word differs from another one in at most a third of its characters.
  func isMisspelling(of word: String) -> Bool {
    lowercased().editDistance(to: word.lowercased()) <= max(count, word.count) / 3
  }

  /// The least number of insertions, deletions, replacements and exchanges of neighbours that make another
  /// text of this one (the optimal string alignment distance).
  func editDistance(to other: String) -> Int {
    let (a, b) = (Array(self), Array(other))
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        let isSame = a[i] == b[j]
        var best = Swift.min(rows[i][j] + (isSame ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = Swift.min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
