import Dashboard
import Foundation
import Testing

@testable import LiveSession

/// The search for the user's own images: files, folders and patterns, each decoded.
@Suite struct ImageFinderTests {
  private func find(
    _ words: [String], whole: String? = nil
  ) throws -> (paths: [String], problems: [FoundImages.Problem], last: FoundImages) {
    let finder = ImageFinder {}
    finder.find(ImageFileRequest(number: 3, words: words, whole: whole))
    var (paths, problems): ([String], [FoundImages.Problem]) = ([], [])
    while true {
      try #require(finder.replies.waitForMessage(timeout: .seconds(60)))
      for reply in finder.replies.drain() {
        paths += reply.paths
        problems += reply.problems
        #expect(reply.request == 3)
        if reply.isOver { return (paths, problems, reply) }
      }
    }
  }

  private func name(_ path: String) -> String { (path as NSString).lastPathComponent }

  @Test func aDamagedImageIsNamedAndTheOthersAreFound() throws {
    let folder = try TemporaryFolder()
    for number in [1, 2, 3] { try folder.picture("a \(number).png", number) }
    try folder.write("a 2.png", [1, 2, 3])
    let found = try find([folder.path])
    #expect(found.paths.map(name) == ["a 1.png", "a 3.png"])
    #expect(found.problems.map { name($0.path) } == ["a 2.png"])
    #expect(found.problems.first?.reason.hasSuffix("Use a JPEG, PNG or WebP file.") == true)
    #expect(found.last.checked == 3 && found.last.total == 3)
  }

  @Test func patternsFindImagesOnly() throws {
    let folder = try TemporaryFolder()
    for name in ["a1.png", "a2.PNG", "b1.png", "sub/a3.png"] { try folder.picture(name, 1) }
    try folder.write("a4.txt", [1])
    #expect(try find(["\(folder.path)/a*"]).paths.map(name) == ["a1.png", "a2.PNG"])
    #expect(try find(["\(folder.path)/[ab]1.png"]).paths.map(name) == ["a1.png", "b1.png"])
    #expect(try find(["\(folder.path)/*/a?.png"]).paths.map(name) == ["a3.png"])
    let none = try find(["\(folder.path)/x*.png"])
    #expect(none.paths == [] && none.problems.map(\.path) == ["\(folder.path)/x*.png"])
  }

  @Test func aFileOfTheNameIsPreferredToAPatternAndToSeveralPaths() throws {
    let folder = try TemporaryFolder()
    let bracket = try folder.picture("[1].png", 1)
    let blank = try folder.picture("x y.png", 1)
    try folder.picture("1.png", 1)
    #expect(try find([bracket]).paths == [bracket])
    #expect(try find(["\(folder.path)/x", "y.png"], whole: blank).paths == [blank])
    let several = try find(
      ["\(folder.path)/1.png", bracket], whole: "\(folder.path)/1.png \(bracket)")
    #expect(several.paths.map(name) == ["1.png", "[1].png"])
  }

  @Test func missingFilesAndEmptyFoldersAreExplained() throws {
    let folder = try TemporaryFolder()
    try folder.write("sub/notes.txt", [1])
    let found = try find(["\(folder.path)/none.png", "\(folder.path)/sub"])
    #expect(found.paths == [] && found.problems.count == 2)
    let missing = try #require(found.problems.first { $0.path.hasSuffix("none.png") })
    #expect(missing.reason.contains("cannot be read") && missing.reason.contains("Check the path."))
    #expect(
      found.problems.contains { $0.path.hasSuffix("sub") && $0.reason.contains("no images") })
  }

  @Test func aCancelledSearchSendsNothingMore() throws {
    let folder = try TemporaryFolder()
    for number in 0..<200 { try folder.picture("\(number).png", number) }
    let finder = ImageFinder {}
    finder.find(ImageFileRequest(number: 1, words: [folder.path]))
    finder.find(ImageFileRequest(number: 2, words: ["\(folder.path)/0.png"]))
    var last: FoundImages?
    while last?.request != 2 || last?.isOver != true {
      try #require(finder.replies.waitForMessage(timeout: .seconds(60)))
      last = finder.replies.drain().last
    }
    finder.find(nil)
    #expect(!finder.replies.waitForMessage(timeout: .milliseconds(300)))
  }
}
