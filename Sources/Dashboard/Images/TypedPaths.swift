/// Paths that were typed, pasted, or dropped on the terminal, with blanks between them. Blanks in a path are
/// written as in shells: in quotation marks, or after a backslash.
struct TypedPaths: Equatable {
  /// The paths, each as `TypedPath` reads it.
  let paths: [String]
  /// The whole text as one path; `nil` if it is one path anyway, or cannot be one.
  let whole: String?

  init(_ text: String) {
    let words = Self.words(in: text)
    paths = words.map { TypedPath(String($0)).path }.filter { !$0.isEmpty }
    let first = words.first ?? ""
    let canBeOne =
      words.count > 1 && !"'\"".contains(first.first ?? " ")
      && !first.lowercased().hasPrefix("file:")
    whole = canBeOne ? TypedPath(text).path : nil
  }

  /// Returns the parts of the text between blanks, still with their quotation marks and backslashes.
  static func words(in text: String) -> [Substring] {
    let scalars = text.unicodeScalars
    var words: [Substring] = []
    var start: String.Index?
    var isQuoted = false
    var mark: Unicode.Scalar?
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      let next = scalars.index(after: index)
      if scalar == " ", mark == nil {
        if let start { words.append(text[start..<index]) }
        (start, index) = (nil, next)
        continue
      }
      let isMark = scalar == "'" || scalar == "\""
      if start == nil { (start, isQuoted) = (index, isMark) }
      if scalar == "\\", mark != "'" {
        // The next character belongs to the word.
        index = next < scalars.endIndex ? scalars.index(after: next) : next
        continue
      }
      // A mark inside a name, as in "it's", is a part of it, and so is one without a second one.
      if isMark, isQuoted {
        if mark == scalar {
          mark = nil
        } else if mark == nil, scalars[next...].contains(scalar) {
          mark = scalar
        }
      }
      index = next
    }
    if let start { words.append(text[start...]) }
    return words
  }
}
