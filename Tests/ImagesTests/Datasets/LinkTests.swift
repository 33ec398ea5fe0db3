import Foundation
import Testing

@testable import Images

/// Symbolic links in image folders are followed, each file counts once in a class, and cycles end.
@Suite struct LinkedImages {
  private let folder: PictureFolder

  init() throws {
    folder = try PictureFolder()
    try folder.pictures("store/cat", count: 4)
    try folder.pictures("store/dog", count: 4)
  }

  private func link(_ name: String, to target: String) throws {
    let path = "\(folder.path)/set/\(name)"
    try FileManager.default.createDirectory(
      at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
  }

  private func open() throws -> ImageFolder {
    try ImageFolder(folder: "\(folder.path)/set", seed: 0, validationShare: 0.25)
  }

  private func totals(_ source: ImageFolder) -> [Int] {
    zip(source.imagesByClass(.train), source.imagesByClass(.validation)).map(+)
  }

  private func counts(_ source: ImageFolder) -> [PassedOver.Kind: Int] {
    source.passedOver.groups.mapValues(\.count)
  }

  private func linkClasses() throws {
    for name in ["cat", "dog"] { try link(name, to: "\(folder.path)/store/\(name)") }
  }

  @Test func aFolderOfLinksIsReadLikeTheFiles() throws {
    for name in ["cat", "dog"] {
      for number in 0..<4 {
        try link("\(name)/\(number).jpg", to: "../../store/\(name)/\(number).jpg")
      }
    }
    let source = try open()
    #expect(totals(source) == [4, 4])
    #expect(source.passedOver.isEmpty)
    for index in 0..<source.count(.train) { _ = try source.read(index, .train) }
    let path = "\(folder.path)/set"
    #expect(try DataSources.open(.folder(path: path), seed: 0) is ImageFolder)
  }

  @Test func classFoldersCanBeLinks() throws {
    try linkClasses()
    let source = try open()
    #expect(source.classes == ["cat", "dog"])
    #expect(totals(source) == [4, 4])
  }

  @Test func brokenLinksAreReported() throws {
    try linkClasses()
    try link("eel", to: "nowhere")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/store/cat/gone.jpg", withDestinationPath: "/nowhere")
    let source = try open()
    #expect(totals(source) == [4, 4])
    let group = try #require(source.passedOver.groups[.brokenLink])
    #expect(group.count == 2)
    #expect(
      Set(group.examples)
        == ["\(folder.path)/set/eel", "\(folder.path)/set/cat/gone.jpg"])
    let text = PassedOver.Kind.brokenLink.text(count: 2)
    #expect(source.passedOver.warning?.contains(text) == true)
  }

  /// A link to its own folder or to a folder above the class would bring in other classes.
  @Test(arguments: [".", "..", "../..", "../../..", "/", "../cat"])
  func linksBackAreNotFollowed(target: String) throws {
    try folder.pictures("set/cat", count: 3)
    try folder.pictures("set/dog", count: 2)
    try link("cat/deep/back", to: target == "." ? ".." : target)
    try link("dog/store", to: "../../store/dog")
    let source = try open()
    let isSideways = target == "../cat"
    #expect(totals(source) == [3, 6])
    #expect(counts(source) == [isSideways ? .brokenLink : .repeatedFolder: 1])
  }

  @Test func aLinkOutOfALinkedClassIsNotFollowed() throws {
    try linkClasses()
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/store/cat/up", withDestinationPath: "..")
    #expect(try totals(open()) == [4, 4])
  }

  @Test func aLinkToTheFolderOfClassesIsNotAClass() throws {
    try linkClasses()
    try link("all", to: ".")
    let source = try open()
    #expect(source.classes == ["cat", "dog"])
    #expect(counts(source) == [.repeatedFolder: 1])
  }

  @Test func aFileCountsOnceInAClass() throws {
    try folder.pictures("set/cat", count: 2)
    try folder.pictures("set/dog", count: 2)
    try link("cat/z.jpg", to: "0.jpg")
    try link("dog/a.jpg", to: "../../store/dog/0.jpg")
    try link("dog/b.jpg", to: "a.jpg")
    try FileManager.default.linkItem(
      atPath: "\(folder.path)/set/dog/1.jpg", toPath: "\(folder.path)/set/dog/hard.jpg")
    let source = try open()
    #expect(totals(source) == [2, 3])
    let group = try #require(source.passedOver.groups[.repeatedFile])
    #expect(
      Set(group.examples.map { $0.split(separator: "/").suffix(2).joined(separator: "/") })
        == ["cat/z.jpg", "dog/b.jpg", "dog/hard.jpg"])
  }

  @Test func aFileCanBeInTwoClasses() throws {
    try folder.pictures("set/cat", count: 2)
    for number in 0..<2 { try link("pet/\(number).jpg", to: "../cat/\(number).jpg") }
    #expect(try totals(open()) == [2, 2])
  }

  @Test func aFolderIsEnteredOnce() throws {
    try linkClasses()
    try folder.picture("store/cat/more/9.jpg")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/store/cat/other", withDestinationPath: "more")
    let source = try open()
    #expect(totals(source) == [5, 4])
    #expect(counts(source) == [.repeatedFolder: 1])
  }
}
