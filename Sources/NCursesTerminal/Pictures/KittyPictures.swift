import TerminalUI

/// The pictures on a terminal with kitty's graphics protocol (Goyal, *Terminal graphics protocol*).
///
/// The pixels of a picture are sent once, compressed, with a number. After that the picture is placed and removed by
/// its number. No command is answered (`q=2`).
struct KittyPictures {
  /// A picture that was encoded.
  private struct Image {
    var number: Int
    /// The compressed pixels in base 64.
    var payload: [UInt8]
    var size: PixelSize
    /// True if the terminal has the pixels.
    var isSent = false
    /// The turn in which the picture was last placed.
    var lastTurn: Int
    /// The memory of the terminal for the picture, with four bytes for a pixel.
    var cost: Int { 4 * size.width * size.height }
  }

  /// A placement on the screen.
  private struct Placement {
    var picture: PlacedPicture
    var image: Int
    var number: Int
  }

  /// The greatest memory of the terminal for pictures in bytes, unless those on the screen need more.
  static let memory = 8 << 20
  /// The greatest length of a part of the pixels in base 64, as the protocol requires.
  static let partLength = 4096
  /// The number of the first picture: not one of those that other programs begin with.
  static let firstNumber = 7_001

  private var images: [UInt64: Image] = [:]
  private var placements: [Placement] = []
  private var nextNumber = firstNumber
  private var nextPlacement = 1
  private var turn = 0
  /// True if the placements on the screen are unknown.
  private var mustClear = false

  /// Returns the commands that change the pictures on the screen to these.
  mutating func changes(to pictures: [PlacedPicture]) -> [UInt8] {
    var commands = Commands()
    if mustClear { removeAll(&commands) }
    turn += 1
    var kept: [Placement] = []
    var old = placements
    for picture in pictures {
      if let index = old.firstIndex(where: { $0.picture == picture }) {
        kept.append(old.remove(at: index))
        images[picture.picture.identity]?.lastTurn = turn
      } else {
        kept.append(place(picture, &commands))
      }
    }
    // Old pictures are removed last, so that no frame is without both.
    for placement in old { commands.add("a=d,d=i,i=\(placement.image),p=\(placement.number)") }
    placements = kept
    removeOldest(&commands)
    return commands.bytes
  }

  /// Returns the commands that remove all pictures and their pixels.
  mutating func removeAll() -> [UInt8] {
    var commands = Commands()
    removeAll(&commands)
    return commands.bytes
  }

  /// Requests that all pictures are sent again, because the screen was cleared or used by another program.
  mutating func invalidate() { mustClear = true }

  private mutating func removeAll(_ commands: inout Commands) {
    commands.add("a=d,d=A")
    for (identity, image) in images.sorted(by: { $0.value.number < $1.value.number }) {
      if image.isSent { commands.add("a=d,d=I,i=\(image.number)") }
      images[identity]?.isSent = false
    }
    placements = []
    mustClear = false
  }

  private mutating func place(_ placed: PlacedPicture, _ commands: inout Commands) -> Placement {
    var image = images[placed.picture.identity] ?? encode(placed.picture)
    if !image.isSent { commands.send(image.payload, number: image.number, size: image.size) }
    image.isSent = true
    image.lastTurn = turn
    images[placed.picture.identity] = image
    let rect = placed.rect
    commands.moveCursor(x: rect.x, y: rect.y)
    commands.add(
      "a=p,i=\(image.number),p=\(nextPlacement),c=\(rect.width),r=\(rect.height),C=1")
    defer { nextPlacement += 1 }
    return Placement(picture: placed, image: image.number, number: nextPlacement)
  }

  private mutating func encode(_ picture: PixelPicture) -> Image {
    defer { nextNumber += 1 }
    return Image(
      number: nextNumber, payload: Base64.encoded(Deflate.compressed(picture.bytes)),
      size: picture.size, lastTurn: turn)
  }

  /// Removes the pictures that were not shown for the longest time, until the rest fits into the memory.
  private mutating func removeOldest(_ commands: inout Commands) {
    var cost = images.values.reduce(0) { $0 + $1.cost }
    guard cost > Self.memory else { return }
    for (identity, image) in images.sorted(by: { $0.value.number < $1.value.number })
      .sorted(by: { $0.value.lastTurn < $1.value.lastTurn })
    where cost > Self.memory && image.lastTurn < turn {
      if image.isSent { commands.add("a=d,d=I,i=\(image.number)") }
      images[identity] = nil
      cost -= image.cost
    }
  }
}

extension KittyPictures {
  /// Commands of the protocol as bytes.
  private struct Commands {
    var bytes: [UInt8] = []

    /// Adds a command without pixels.
    mutating func add(_ keys: String) { bytes += Array("\u{1b}_G\(keys),q=2\u{1b}\\".utf8) }

    /// Adds the transmission of pixels in as many parts as necessary.
    mutating func send(_ payload: [UInt8], number: Int, size: PixelSize) {
      var rest = payload[...]
      var keys = "a=t,f=24,o=z,i=\(number),s=\(size.width),v=\(size.height),"
      repeat {
        let part = rest.prefix(KittyPictures.partLength)
        rest = rest.dropFirst(part.count)
        bytes += Array("\u{1b}_G\(keys)q=2,m=\(rest.isEmpty ? 0 : 1);".utf8)
        bytes += part
        bytes += [0x1b, UInt8(ascii: "\\")]
        keys = ""
      } while !rest.isEmpty
    }

    /// Moves the cursor to a cell, counted from 0.
    mutating func moveCursor(x: Int, y: Int) {
      bytes += Array("\u{1b}[\(y + 1);\(x + 1)H".utf8)
    }
  }
}
