import Foundation
import Testing

@testable import Images

/// Files that are not used are counted by kind, with examples.
@Suite struct PassedOverFiles {
  private let folder: PictureFolder

  init() throws {
    folder = try PictureFolder()
    try folder.pictures("cat", count: 4)
    try folder.pictures("dog", count: 4)
  }

  private func counts(_ source: ImageFolder) -> [PassedOver.Kind: Int] {
    source.passedOver.groups.mapValues(\.count)
  }

  @Test func eachKindIsCounted() throws {
    for (ending, count) in [("gif", 3), ("BMP", 2), ("tif", 1)] {
      for number in 0..<count { try folder.picture("cat/k\(number).\(ending)") }
    }
    try folder.write("cat/notes.txt", text: "a cat")
    try folder.write("dog/Thumbs.db", text: "")
    try folder.write("dog/noending", text: "")
    try folder.picture("dog/.hidden.jpg")
    try folder.picture("cat/._0.jpg")
    try folder.picture(".ipynb_checkpoints/0-checkpoint.jpg")
    try folder.picture("dog/@eaDir/0.jpg")
    try folder.picture("__MACOSX/cat/0.jpg")
    try folder.picture("stray.jpg")
    try folder.write("readme.md", text: "two classes")
    let source = try folder.open()
    #expect(source.classes == ["cat", "dog"])
    #expect(source.count(.train) + source.count(.validation) == 8)
    #expect(
      counts(source) == [
        .undecoded(ending: "gif"): 3, .undecoded(ending: "bmp"): 2, .undecoded(ending: "tif"): 1,
        .otherFile: 3, .hidden: 3, .systemFolder: 2, .outsideClasses: 1,
      ])
    #expect(
      source.passedOver.groups[.undecoded(ending: "bmp")]?.examples
        == ["\(folder.path)/cat/k0.BMP", "\(folder.path)/cat/k1.BMP"])
  }

  @Test func aFolderOfImagesAloneHasNone() throws {
    let source = try folder.open()
    #expect(source.passedOver.isEmpty)
    #expect(source.passedOver.warning == nil)
  }

  @Test func onlyFilesThatLookLikeImagesCauseAWarning() throws {
    try folder.write("cat/notes.txt", text: "")
    try folder.picture("cat/.0.jpg")
    #expect(try folder.open().passedOver.warning == nil)
    for number in 0..<20 { try folder.picture("dog/\(number).gif") }
    let warning = try #require(try folder.open().passedOver.warning)
    #expect(warning.contains(PassedOver.Kind.undecoded(ending: "gif").text(count: 20)))
    #expect(warning.contains("\(folder.path)/dog/0.gif"))
  }

  @Test func bothSplitsAreCounted() throws {
    for split in ["train", "val"] {
      for name in ["ant", "bee"] {
        try folder.pictures("set/\(split)/\(name)", count: 2)
        try folder.picture("set/\(split)/\(name)/x.gif")
      }
    }
    try folder.picture("set/extra/ant/1.jpg")
    let source = try ImageFolder(folder: "\(folder.path)/set", seed: 0)
    #expect(counts(source) == [.undecoded(ending: "gif"): 4, .unusedFolder: 1])
  }

  @Test func foldersInsideAClassBelongToIt() throws {
    try folder.picture("cat/more/1.jpg")
    try folder.picture("cat/more/and/more/1.jpg")
    try folder.picture("eel/images/1.jpg")
    let source = try folder.open()
    #expect(source.classes == ["cat", "dog", "eel"])
    let counts = zip(source.imagesByClass(.train), source.imagesByClass(.validation)).map(+)
    #expect(counts == [6, 4, 1])
    for index in 0..<source.count(.train) { _ = try source.read(index, .train) }
    #expect(try DataSources.open(.folder(path: folder.path), seed: 0) is ImageFolder)
  }

  @Test(arguments: ["jpg", "JPEG", "jpe", "jfif", "png", "webp", "WebP"])
  func namesOfImages(ending: String) {
    #expect(ImageFileName.isImage(Array("a.\(ending)".utf8)))
  }

  @Test(arguments: ["a.gif", "a.txt", "jpg", "a.jpg.txt", ""])
  func namesOfOtherFiles(name: String) {
    #expect(!ImageFileName.isImage(Array(name.utf8)))
  }
}
