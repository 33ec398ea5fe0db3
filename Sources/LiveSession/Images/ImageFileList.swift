import Blueprint
import Dashboard
import FoundationEssentials
import Glibc
import Images
import Machine

/// The files that typed paths name.
struct ImageFileList {
  /// The largest number of files. More cannot be walked through by keys.
  static let maximumCount = 10_000

  /// The paths from the root, in the order of the typed paths.
  private(set) var paths: [String] = []
  /// The typed paths that name no files.
  private(set) var problems: [FoundImages.Problem] = []

  private static let extensions: Set = ["jpg", "jpeg", "png", "webp"]

  /// Finds the files of a request.
  init(_ request: ImageFileRequest) {
    if let whole = request.whole.map(Self.absolute),
      FileManager.default.fileExists(atPath: whole)
    {
      add(whole, as: whole)
    } else {
      for word in request.words { add(Self.absolute(word), as: word) }
    }
    guard paths.count > Self.maximumCount else { return }
    let count = paths.count
    paths.removeLast(count - Self.maximumCount)
    problems.append(
      .init(
        path: request.words.joined(separator: " "),
        reason: "There are \(count) images, of which the first \(Self.maximumCount) are shown."))
  }

  /// Returns a path from the root, with "~" replaced by the home directory.
  private static func absolute(_ path: String) -> String {
    let expanded = path.withoutTilde
    return expanded.hasPrefix("/")
      ? expanded : FileManager.default.currentDirectoryPath + "/" + expanded
  }

  private mutating func add(_ path: String, as word: String) {
    var isFolder = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      if isFolder { addFolder(path, as: word) } else { paths.append(path) }
    } else if path.contains(where: { "*?[".contains($0) }) {
      let found = Self.matches(path)
      if found.isEmpty {
        problems.append(.init(path: word, reason: "No image has a path of this pattern."))
      }
      paths += found
    } else {
      // The decoder reports why it cannot be read.
      paths.append(path)
    }
  }

  private mutating func addFolder(_ path: String, as word: String) {
    do throws(ImagesError) {
      let found = try ImageFileSearch(in: path).paths
      if found.isEmpty {
        problems.append(.init(path: word, reason: "There are no images in this folder."))
      }
      paths += found
    } catch {
      problems.append(.init(path: word, reason: error.sentences))
    }
  }

  /// Returns the images whose paths match a pattern of glob(7), sorted.
  private static func matches(_ pattern: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(pattern, 0, nil, &result) == 0 else { return [] }
    return (0..<Int(result.gl_pathc)).compactMap { index in
      guard let pointer = result.gl_pathv[index] else { return nil }
      let path = String(cString: pointer)
      let name = path.split(separator: "/").last ?? ""
      return extensions.contains { name.lowercased().hasSuffix(".\($0)") } ? path : nil
    }
  }
}
