import Blueprint
import Evaluating
import FoundationEssentials
import Glibc
import Images
import Machine

/// The images that arguments name: files, the images in folders, and standard input.
struct ImageArguments {
  /// The name of standard input in messages and reports.
  static let standardInput = "standard input"

  /// The images in the order of the arguments.
  private(set) var files: [ImageFile] = []
  /// True if a folder could not be read or has no images. The reason was printed.
  private(set) var hasFailed = false

  /// Finds the images, and reports folders without images.
  /// - Parameter words: The paths; "-" is standard input.
  init(_ words: [String]) {
    for word in words {
      var isFolder = false
      if word == "-" {
        let bytes = OpenFile.rest(of: STDIN_FILENO) ?? []
        files.append(ImageFile(bytes: bytes, name: Self.standardInput))
      } else if FileManager.default.fileExists(atPath: word, isDirectory: &isFolder),
        isFolder
      {
        addFolder(word)
      } else {
        files.append(ImageFile(path: word.absolutePath))
      }
    }
  }

  private mutating func addFolder(_ word: String) {
    do {
      let search = try ImageFileSearch(in: word.absolutePath)
      guard !search.paths.isEmpty else { throw EvaluatingError.noImages(data: word) }
      files += search.paths.map { ImageFile(path: $0) }
    } catch {
      hasFailed = true
      if let error = error as? any Explained { StandardError.write(error.errorLine) }
    }
  }
}

extension AllowedValues {
  /// An image of `predict` and `similar`.
  static let image = ValueRule.text("the path of an image or a folder, or - for standard input")
  /// The number of classes that `predict` shows.
  static let top = ValueRule.whole(1...1_000_000)
  /// The number of images that `similar` finds.
  static let neighborCount = ValueRule.whole(1...1000)
}
