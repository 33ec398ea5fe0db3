/// The stroke numbers of the compared runs. A run keeps its number while it is compared, and a new
/// one gets the smallest free number.
struct StrokeNumbers: Equatable, Sendable {
  private var names: [String?] = []

  subscript(name: String) -> Int { names.firstIndex(of: name) ?? 0 }

  /// Frees the numbers of all other runs, and gives each of these runs a number.
  mutating func assign(to runs: [String]) {
    let compared = Set(runs)
    for index in names.indices where names[index].map({ !compared.contains($0) }) ?? false {
      names[index] = nil
    }
    for name in runs where !names.contains(name) {
      if let free = names.firstIndex(of: nil) { names[free] = name } else { names.append(name) }
    }
    while let last = names.last, last == nil { names.removeLast() }
  }

  mutating func rename(_ old: String, to new: String) {
    if let index = names.firstIndex(of: old) { names[index] = new }
  }
}
