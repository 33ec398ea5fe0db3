import Foundation
import Images
import Testing

/// The classes of imported networks, from files with one class a line.
@Suite struct ClassListTests {
  private let path = FileManager.default.temporaryDirectory
    .appending(path: "classes-\(UUID().uuidString).txt").path()

  private func read(_ text: String) throws -> ClassList {
    try Data(text.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try ClassList(path: path)
  }

  @Test func aLineIsAName() throws {
    let list = try read("tench\n  great white shark \r\nhen\n\n")
    #expect(list.names == ["tench", "great white shark", "hen"])
    #expect(list.entries.map(\.id) == list.names)
  }

  /// The first lines of Caffe's synset_words.txt.
  @Test func idsOfWordNetIdentifyTheClasses() throws {
    let list = try read(
      "n01440764 tench, Tinca tinca\nn01443537 goldfish, Carassius auratus\nn01484850\n")
    #expect(list.entries.map(\.id) == ["n01440764", "n01443537", "n01484850"])
    #expect(list.names == ["tench", "goldfish", "n01484850"])
  }

  @Test func oneLineWithoutAnIDMakesAllLinesNames() throws {
    let list = try read("n01440764 tench\ngoldfish")
    #expect(list.names == ["n01440764 tench", "goldfish"])
  }

  /// torchvision's categories have two "crane": a bird and a machine.
  @Test func namesThatOccurTwiceGetTheirLine() throws {
    let list = try read("crane\nhen\ncrane")
    #expect(list.names == ["crane (1)", "hen", "crane (3)"])
  }

  @Test func everyLineHasAName() throws {
    #expect(throws: ClassListError.emptyLine(path: path, line: 2)) { try read("a\n\nb") }
    #expect(throws: ClassListError.empty(path: path)) { try read("\n\n") }
  }

  @Test func aFileThatIsNotReadHasAReason() throws {
    // 2 is ENOENT. The byte 0xFF does not occur in UTF-8.
    let missing = ClassListError.unreadable(path: path, reason: String(cString: strerror(2)))
    #expect(throws: missing) { try ClassList(path: path) }
    try Data([0x61, 0xFF, 0x0A]).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let binary = ClassListError.unreadable(path: path, reason: "it is not text in UTF-8")
    #expect(throws: binary) { try ClassList(path: path) }
  }

  @Test func theRecordHasTheClassesAndNoImages() throws {
    let fingerprint = try read("a\nb").fingerprint
    #expect(fingerprint.classes.map(\.id) == ["a", "b"])
    #expect(fingerprint.classes.allSatisfy { $0.train.isEmpty && $0.validation.isEmpty })
  }
}
