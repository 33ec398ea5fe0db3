/// An error with a problem and a remedy. Its description consists of both, as sentences.
public protocol Explained: Error, CustomStringConvertible {
  /// The problem: a clause that starts in lower case, without a full stop.
  var problem: String { get }
  /// The user's next action, without a full stop. Empty if the problem contains it.
  var remedy: String { get }
}

extension Explained {
  /// The problem and the remedy, each as a sentence. An empty part is left out.
  public var sentences: String {
    let advice = remedy.prefix(1).uppercased() + remedy.dropFirst()
    return [problem, advice].filter { !$0.isEmpty }
      .map { $0.hasSuffix(".") || $0.hasSuffix("?") ? $0 : "\($0)." }
      .joined(separator: " ")
  }

  /// The problem and the remedy, as sentences.
  public var description: String { sentences }
}
