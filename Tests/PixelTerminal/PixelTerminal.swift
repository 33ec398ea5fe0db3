import TerminalUI

/// A terminal for tests that draws pictures: it reads the bytes of a program, keeps the pictures of kitty's graphics
/// protocol and the pixels of sixel graphics, and paints both on a canvas. It follows the descriptions of the
/// protocols, not the program, and notes each violation of them.
public struct PixelTerminal {
  /// The size in cells.
  public let width, height: Int
  /// The size of a cell in pixels.
  public let cell: PixelSize
  /// The violations of the protocols.
  public private(set) var problems: [String] = []
  /// The pictures that the terminal has, by their numbers.
  public internal(set) var images: [Int: Image] = [:]
  /// The pictures on the screen, in the order in which they were placed.
  public internal(set) var placements: [Placement] = []
  /// The commands for pictures, in words.
  public var log: [String] = []
  /// The bytes of all commands for pictures.
  public internal(set) var pictureBytes = 0

  /// A transmitted picture.
  public struct Image: Equatable, Sendable {
    /// The size in pixels.
    public var size: PixelSize
    /// The red, green and blue values.
    public var bytes: [UInt8]
  }

  /// A picture on the screen.
  public struct Placement: Equatable, Sendable {
    /// The numbers of the picture and of the placement.
    public var image, number: Int
    /// The cells that the picture fills.
    public var rect: Rect
  }

  private enum State { case ground, escape, control, command, application, device, stringEnd }
  private var state = State.ground
  /// The text of the sequence so far.
  private var text: [UInt8] = []
  /// The kind of the string that an escape ends.
  private var kind = State.ground
  /// The pixels of sixel graphics, and the position of the cursor.
  var sixels: [UInt32?]
  public internal(set) var cursor = (x: 0, y: 0)
  /// The characters of the cells. One outside ASCII is a question mark.
  var characters: [UInt8]
  private var saved = (x: 0, y: 0)
  /// A transmission of which parts are missing.
  var pending: (keys: [String: String], payload: [UInt8])?

  /// Creates an empty screen.
  public init(width: Int, height: Int, cell: PixelSize) {
    (self.width, self.height, self.cell) = (width, height, cell)
    sixels = Array(repeating: nil, count: width * cell.width * height * cell.height)
    characters = Array(repeating: UInt8(ascii: " "), count: width * height)
  }

  mutating func note(_ problem: String) { problems.append(problem) }

  /// Reads bytes.
  public mutating func receive(_ bytes: [UInt8]) {
    for byte in bytes {
      if state == .application || state == .device { pictureBytes += 1 }
      step(byte)
    }
  }

  private mutating func step(_ byte: UInt8) {
    switch (state, byte) {
    case (.ground, 0x1b): state = .escape
    case (.ground, ..<0x20): obey(byte)
    // One character for each byte that begins a scalar of UTF-8.
    case (.ground, _): if byte & 0xc0 != 0x80 { print(byte) }
    case (.escape, _): begin(byte)
    case (.control, 0x40...0x7e):
      state = .ground
      control(String(decoding: text, as: UTF8.self), byte)
    case (.command, 7): state = .ground
    case (.command, 0x1b), (.application, 0x1b), (.device, 0x1b):
      (kind, state) = (state, .stringEnd)
    case (.stringEnd, UInt8(ascii: "\\")):
      state = .ground
      if kind == .application { graphics(text) }
      if kind == .device { sixel(text) }
    case (.stringEnd, _):
      note("a string is interrupted")
      state = .escape
      begin(byte)
    default: text.append(byte)
    }
  }

  private mutating func begin(_ byte: UInt8) {
    text = []
    switch byte {
    case UInt8(ascii: "["): state = .control
    case UInt8(ascii: "]"): state = .command
    case UInt8(ascii: "_"): state = .application
    case UInt8(ascii: "P"): state = .device
    case UInt8(ascii: "7"): (state, saved) = (.ground, cursor)
    case UInt8(ascii: "8"): (state, cursor) = (.ground, saved)
    default: state = .ground
    }
  }

  /// Erases the pixels of sixel graphics in some cells, as text does.
  mutating func erase(_ rect: Rect) {
    for y in rect.y * cell.height..<rect.bottom * cell.height {
      for x in rect.x * cell.width..<rect.right * cell.width {
        sixels[y * width * cell.width + x] = nil
      }
    }
  }

  private mutating func control(_ parameters: String, _ final: UInt8) {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map {
      Int($0) ?? 0
    }
    switch final {
    case UInt8(ascii: "J") where numbers.first == 2 || parameters.isEmpty:
      sixels = Array(repeating: nil, count: sixels.count)
      placements = []
      eraseText(from: numbers.first == 2 ? 0 : cursor.y * width + cursor.x, to: width * height)
    default: edit(numbers, final)
    }
  }

  /// Returns the pixels of the screen, 0xRRGGBB; `nil` where there is no picture.
  public var canvas: [UInt32?] {
    var canvas = sixels
    for placement in placements {
      guard let image = images[placement.image] else { continue }
      let area = PixelSize(
        width: placement.rect.width * cell.width, height: placement.rect.height * cell.height)
      for y in 0..<area.height {
        for x in 0..<area.width {
          let source =
            3
            * (y * image.size.height / area.height * image.size.width + x * image.size.width
              / area.width)
          let column = placement.rect.x * cell.width + x
          let row = placement.rect.y * cell.height + y
          guard column < width * cell.width, row < height * cell.height else { continue }
          canvas[row * width * cell.width + column] =
            UInt32(image.bytes[source]) << 16 | UInt32(image.bytes[source + 1]) << 8
            | UInt32(image.bytes[source + 2])
        }
      }
    }
    return canvas
  }
}
