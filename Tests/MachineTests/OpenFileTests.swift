import Foundation
import Testing

@testable import Machine

@Suite struct OpenFileTests {
  private let path = FileManager.default.temporaryDirectory.path + "/open-\(UUID().uuidString)"

  private func file(_ text: String) throws -> OpenFile {
    try Data(text.utf8).write(to: URL(filePath: path))
    return try #require(OpenFile(readingAt: path))
  }

  @Test func itsPartsAreComplete() throws {
    let file = try file("0123456789")
    defer { unlink(path) }
    #expect(file.size == 10)
    #expect(file.bytes(3, at: 4) == Array("456".utf8))
    #expect(file.bytes(0, at: 10) == [])
    #expect(file.bytes(2, at: 9) == nil)
    #expect(OpenFile.rest(of: file.descriptor) == Array("0123456789".utf8))
    #expect(OpenFile.rest(of: file.descriptor) == [])
  }

  @Test func itIsClosedWithItsLastReference() throws {
    var file: OpenFile? = try file("")
    defer { unlink(path) }
    let link = "/proc/self/fd/\(try #require(file).descriptor)"
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
    file = nil
    // Another thread can have opened another file with the same number.
    #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: link)) != path)
  }

  @Test func whatCannotBeOpenedHasNoBytes() {
    #expect(OpenFile(readingAt: path) == nil)
    #expect(OpenFile(-1).size == nil)
    #expect(OpenFile(-1).bytes(1, at: 0) == nil)
    #expect(OpenFile.rest(of: -1) == nil)
  }
}
