import Foundation

/// The working copy that these tests were built from.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The documents that GitHub renders, by their paths from the root.
  static var pages: [String] {
    get throws {
      try ["README.md", ".github/CONTRIBUTING.md", "Sources/Benchmarks/README.md"]
        + catalogues.flatMap(\.articles)
    }
  }

  /// The DocC catalogues, one for each documented module.
  static var catalogues: [Catalogue] {
    get throws {
      try FileManager.default.contentsOfDirectory(
        atPath: root.appending(path: "Sources").path(percentEncoded: false)
      )
      .sorted().map { Catalogue(module: $0) }.filter { exists($0.path) }
    }
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path(percentEncoded: false))
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}

/// A folder of articles, tutorials and pictures beside a module's sources.
struct Catalogue {
  let module: String

  var path: String { "Sources/\(module)/\(module).docc" }

  /// The paths of all files from the root, those in subfolders included.
  var files: [String] {
    let folder = Repository.root.appending(path: path).path(percentEncoded: false)
    return (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? [])
      .sorted().map { "\(path)/\($0)" }
  }

  var articles: [String] { files.filter { $0.hasSuffix(".md") || $0.hasSuffix(".tutorial") } }

  /// The path of the article that a link names; `nil` if there is none.
  func article(named name: String) -> String? {
    articles.first { $0 == "\(path)/\(name).md" || $0 == "\(path)/\(name).tutorial" }
  }

  /// A Boolean value that indicates whether a picture or a text with this name is in the catalogue.
  func hasResource(_ name: String) -> Bool {
    files.contains { $0.hasSuffix("/\(name)") }
  }
}
