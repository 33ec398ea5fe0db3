import Foundation
import TerminalUI
import Testing

/// A screen as a text file: its glyphs, then a letter a cell for its style, then what the letters
/// mean. Cells of pictures have a digit for their brightness instead. `RECORD_GOLDENS=1` writes.
enum Golden {
  static func expect(
    _ frame: Frame, is name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try expect(describe(frame), is: name, sourceLocation: sourceLocation)
  }

  /// Expects a text instead of a screen.
  static func expect(
    _ text: String, is name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let url = url(of: name + ".txt")
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: url, atomically: true, encoding: .utf8)
      return
    }
    let golden = try String(contentsOf: url, encoding: .utf8)
    let rows = zip(
      text.split(separator: "\n", omittingEmptySubsequences: false),
      golden.split(separator: "\n", omittingEmptySubsequences: false))
    for (row, (now, then)) in rows.enumerated() where now != then {
      Issue.record(
        "\(name), line \(row + 1):\n\(now)\nwas\n\(then)", sourceLocation: sourceLocation)
      return
    }
    #expect(text.count == golden.count, sourceLocation: sourceLocation)
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Goldens")

  /// Returns the place of a recorded screen. The first word of its name is its folder.
  static func url(of file: String) -> URL {
    let screen = file.prefix { $0 != "-" }
    return folder.appendingPathComponent("\(screen)/\(file)")
  }

  /// The names of all recorded screens, sorted, such as "live-80x24.txt".
  static let files: [String] = {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return folders.flatMap { name in
      let path = folder.appendingPathComponent(name).path
      return (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }.filter { $0.hasSuffix(".txt") }.sorted()
  }()

  private static let letters = Array(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".unicodeScalars)

  private static func describe(_ frame: Frame) -> String {
    var names: [Style: Unicode.Scalar] = [:]
    var meanings: [String] = []
    var rows = ""
    for y in 0..<frame.height {
      for x in 0..<frame.width {
        let cell = frame[x, y]
        if let digit = brightness(cell, ground: grounds) {
          rows += String(digit)
          continue
        }
        let style = Style(cell.foreground, on: cell.background, cell.attributes)
        if names[style] == nil, names.count < letters.count {
          let letter = letters[names.count]
          names[style] = letter
          meanings.append("\(Character(letter)) \(words(style))")
        }
        rows.unicodeScalars.append(names[style] ?? "*")
      }
      rows += "\n"
    }
    return frame.plainText + "\n\n" + rows + "\n" + meanings.joined(separator: "\n") + "\n"
  }

  /// Returns the brightness of a cell in a picture or bar (block glyphs, and blanks with their own
  /// background).
  private static func brightness(_ cell: Cell, ground: Set<Color>) -> Int? {
    let isBlock = (0x2580...0x2588).contains(cell.glyph)
    let hasOwnGround = !ground.contains(cell.background)
    guard isBlock || hasOwnGround else { return nil }
    let color = hasOwnGround ? cell.background : cell.foreground
    if color.isPalette { return Int(color.paletteIndex) % 10 }
    return min(9, (Int(color.red) + Int(color.green) + Int(color.blue)) / 78)
  }

  private static let grounds = Set(
    Theme.Name.allCases.flatMap { name in
      ColorDepth.allCases.flatMap {
        [Theme(name, depth: $0).background, Theme(name, depth: $0).raised]
      }
    })

  private static func words(_ style: Style) -> String {
    let attributes: [(Attributes, String)] = [
      (.bold, " bold"), (.dim, " dim"), (.italic, " italic"), (.underline, " underline"),
      (.reverse, " reverse"),
    ]
    return name(style.foreground) + " on " + name(style.background)
      + attributes.filter { style.attributes.contains($0.0) }.map(\.1).joined()
  }

  private static func name(_ color: Color) -> String {
    if color.isRGB {
      let hex = String(UInt32(color.raw & 0xff_ffff), radix: 16)
      return "#" + String(repeating: "0", count: 6 - hex.count) + hex
    }
    return color.isPalette ? "palette \(color.paletteIndex)" : "standard"
  }
}
