import ArgumentParser
import Blueprint

/// The value of `--network`: the name of a preset, or the path of a file.
struct NetworkChoice {
  var name: String

  init(name: String) { self.name = name }

  /// Creates the choice for a text; `nil` if it is neither a preset nor the path of a file.
  init?(argument: String) {
    self.init(name: argument)
    guard isFile || NetworkSpec.presetNames.contains(argument) else { return nil }
  }

  static var help: String {
    "The network: \(NetworkSpec.presetNames.joined(separator: ", ")), or a file (default: compact). "
      + "For photographs of your own use alexnet, the paper's network with other initial values."
  }

  /// The names that a shell completes.
  static var completion: CompletionKind { .list(NetworkSpec.presetNames) }

  /// The network with its own classes.
  func spec() throws(BlueprintError) -> NetworkSpec {
    isFile ? try NetworkSpec(contentsOf: name) : try .named(name)
  }

  /// The network for a data set: with the set's classes and, for `compact` and `four-layer`, the size
  /// of the set's images.
  func spec(classes: Int, image: Shape) throws(BlueprintError) -> NetworkSpec {
    switch name {
    case "compact": .compact(classes: classes, fitting: image)
    case "four-layer": .fourLayer(classes: classes, fitting: image)
    default: try spec().withClasses(classes)
    }
  }

  private var isFile: Bool { name.hasSuffix(".json") || name.contains("/") }
}
