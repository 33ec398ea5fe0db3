import Foundation
import Testing

@testable import NCursesTerminal

@Suite struct TerminfoEntryTests {
  /// The first bytes of both number formats, term(5).
  static let magics: [[UInt8]] = [[0x1a, 0x01], [0x1e, 0x02]]

  /// All compiled entries of this machine, at least those of the package ncurses-base.
  static let files: [[UInt8]] = {
    var files: [[UInt8]] = []
    for folder in TerminfoEntry.directories([:]) {
      let names = FileManager.default.subpaths(atPath: folder) ?? []
      for name in names {
        guard let data = FileManager.default.contents(atPath: folder + "/" + name) else { continue }
        let bytes = [UInt8](data)
        if magics.contains(Array(bytes.prefix(2))) { files.append(bytes) }
      }
    }
    return files
  }()

  static func xterm() throws -> TerminfoEntry {
    try #require(TerminfoEntry.entry(named: "xterm-256color", environment: [:]))
  }

  @Test func everyEntryOfThisMachineSurvivesARoundTrip() throws {
    try #require(Self.files.count >= 5)
    for bytes in Self.files {
      let entry = try #require(TerminfoEntry(bytes))
      let again = try #require(TerminfoEntry(entry.encoded()))
      #expect(again == entry, "\(String(decoding: entry.names, as: UTF8.self))")
      #expect(entry.strings.contains { $0 != nil })
    }
  }

  @Test func capabilitiesHaveTheNumbersOfTheManual() throws {
    let entry = try Self.xterm()
    #expect(String(decoding: entry.names, as: UTF8.self).hasPrefix("xterm-256color|"))
    #expect(entry.numbers[13] == 256)
    #expect(entry.strings[10] == Array("\u{1b}[%i%p1%d;%p2%dH".utf8))  // cursor_address
    #expect(!entry.extensions.strings.isEmpty)
  }

  @Test func aTruncatedEntryIsRejected() throws {
    let bytes = try Self.xterm().encoded()
    for count in 0..<bytes.count {
      let entry = TerminfoEntry(Array(bytes[..<count]))
      // The extended part can be missing completely, but not partly.
      if let entry { #expect(entry.extensions.isEmpty) }
    }
  }

  @Test func noWrongByteCrashes() throws {
    let bytes = try Self.xterm().encoded()
    for index in 0..<min(bytes.count, 600) {
      for value in [0x00, 0x7f, 0x80, 0xff] as [UInt8] {
        var wrong = bytes
        wrong[index] = value
        if let entry = TerminfoEntry(wrong) { #expect(TerminfoEntry(entry.encoded()) != nil) }
      }
    }
  }

  @Test func directColorKeepsThePaletteAndAddsRGB() throws {
    var entry = try Self.xterm()
    let before = entry
    entry.useDirectColor()
    let setForeground = try #require(entry.strings[359])
    let text = String(decoding: setForeground, as: UTF8.self)
    #expect(text.contains("38;5;%p1%d") && text.contains("38;2;"))
    #expect(entry.numbers[13] == 1 << 24)
    #expect(entry.booleans[27] == 0)
    #expect(entry.extensions.booleans.contains { $0.name == Array("RGB".utf8) && $0.value == 1 })
    #expect(entry.strings[10] == before.strings[10])
    #expect(TerminfoEntry(entry.encoded()) == entry)
  }

  @Test func directColorWorksForAnEntryWithoutColors() throws {
    var entry = try #require(TerminfoEntry.entry(named: "vt100", environment: [:]))
    #expect(entry.strings.count < 303 || entry.strings[297] == nil)
    entry.useDirectColor()
    #expect(entry.strings[297] == Array("\u{1b}[39;49m".utf8))
    #expect(TerminfoEntry(entry.encoded()) == entry)
  }

  @Test func scrollingIsRemovedAndNothingElse() throws {
    var entry = try Self.xterm()
    let before = entry
    entry.dropScrolling()
    let changed = entry.strings.indices.filter { entry.strings[$0] != before.strings[$0] }
    #expect(Set(changed).isSubset(of: [3, 22, 53, 106, 109, 110, 113, 121, 129, 130]))
    #expect(entry.strings[3] == nil && before.strings[3] != nil)
  }

  @Test func wideMouseReportsReplaceOnlyTheOldForm() throws {
    var tmux = try #require(TerminfoEntry.entry(named: "tmux-256color", environment: [:]))
    tmux.useWideMouseReports()
    #expect(tmux.strings[355] == Array("\u{1b}[<".utf8))
    #expect(tmux.extensions.strings.contains { $0.name == Array("XM".utf8) })
    var vt100 = try #require(TerminfoEntry.entry(named: "vt100", environment: [:]))
    let before = vt100
    vt100.useWideMouseReports()
    #expect(vt100 == before)
  }

  @Test func foldersAreThoseOfNcursesInItsOrder() {
    let standard = TerminfoEntry.directories([:])
    #expect(
      TerminfoEntry.directories(["TERMINFO": "/a", "HOME": "/h"]).prefix(2) == [
        "/a", "/h/.terminfo",
      ])
    #expect(
      TerminfoEntry.directories(["TERMINFO_DIRS": "/b::/c"]) == ["/b"] + standard + ["/c"]
        + standard)
    #expect(TerminfoEntry.directories(["TERMINFO": "b64:AAAA"]).isEmpty)
    for name in ["", "../x", "no-such-terminal", "é"] {
      #expect(TerminfoEntry.entry(named: name, environment: [:]) == nil)
    }
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func base64IsThatOfRFC4648(plain: String, encoded: String) {
    #expect(TerminfoEntry.base64(Array(plain.utf8)) == encoded)
  }
}
