import CZlib
import Foundation
import TerminalUI

/// Kitty's graphics protocol (Goyal, *Terminal graphics protocol*).
extension PixelTerminal {
  mutating func graphics(_ text: [UInt8]) {
    guard text.first == UInt8(ascii: "G") else { return }
    let parts = text.dropFirst().split(separator: UInt8(ascii: ";"), maxSplits: 1)
    var keys: [String: String] = [:]
    for pair in String(decoding: parts.first ?? [], as: UTF8.self).split(separator: ",") {
      let sides = pair.split(separator: "=", maxSplits: 1)
      guard sides.count == 2, keys[String(sides[0])] == nil else {
        return note("the key \(pair) is not valid")
      }
      keys[String(sides[0])] = String(sides[1])
    }
    let payload = parts.count > 1 ? Array(parts[1]) : []
    if keys["a"] == "q" { return log.append("question") }
    if keys["q"] != "2" { note("a command would be answered") }
    if payload.count > 4096 { note("a part has \(payload.count) bytes") }
    if let started = pending {
      if !Set(keys.keys).isSubset(of: ["m", "q"]) {
        note("a later part has keys: \(keys.keys.sorted())")
      }
      pending = (started.keys, started.payload + payload)
    } else if keys["a"] == "t" {
      pending = (keys, payload)
    } else {
      return command(keys)
    }
    if keys["m"] == "1" {
      if payload.count % 4 != 0 { note("a part that is not the last has \(payload.count) bytes") }
    } else if let complete = pending {
      pending = nil
      transmit(complete.keys, complete.payload)
    }
  }

  private mutating func transmit(_ keys: [String: String], _ payload: [UInt8]) {
    guard let number = keys["i"].flatMap({ Int($0) }), let width = keys["s"].flatMap({ Int($0) }),
      let height = keys["v"].flatMap({ Int($0) }), keys["f"] == "24", keys["o"] == "z"
    else { return note("a transmission has the keys \(keys)") }
    guard let data = Data(base64Encoded: Data(payload)) else {
      return note("the pixels are not base 64")
    }
    var bytes = [UInt8](repeating: 0, count: 3 * width * height)
    var length = uLongf(bytes.count)
    let status = uncompress(&bytes, &length, [UInt8](data), uLong(data.count))
    guard status == Z_OK, Int(length) == bytes.count else {
      return note("the pixels are not complete")
    }
    images[number] = Image(size: PixelSize(width: width, height: height), bytes: bytes)
    log.append("send \(number): \(width)x\(height) pixels")
  }

  private mutating func command(_ keys: [String: String]) {
    let image = keys["i"].flatMap { Int($0) } ?? 0
    let number = keys["p"].flatMap { Int($0) } ?? 0
    switch (keys["a"], keys["d"]) {
    case ("p", _):
      guard images[image] != nil else {
        return note("picture \(image) is placed, which was not sent")
      }
      guard let columns = keys["c"].flatMap({ Int($0) }), let rows = keys["r"].flatMap({ Int($0) }),
        keys["C"] == "1"
      else { return note("a placement has the keys \(keys)") }
      let rect = Rect(x: cursor.x, y: cursor.y, width: columns, height: rows)
      if rect.right > width || rect.bottom > height { note("a picture is outside of the screen") }
      placements.removeAll { $0.image == image && $0.number == number }
      placements.append(Placement(image: image, number: number, rect: rect))
      log.append("place \(image) as \(number): \(columns)x\(rows) cells at \(rect.x),\(rect.y)")
    case ("d", "A"):
      for placement in placements { images[placement.image] = nil }
      placements = []
      log.append("delete all")
    case ("d", "i"):
      placements.removeAll { $0.image == image && (number == 0 || $0.number == number) }
      log.append("remove \(image) as \(number)")
    case ("d", "I"):
      placements.removeAll { $0.image == image }
      images[image] = nil
      log.append("delete \(image)")
    default: note("a command has the keys \(keys)")
    }
  }
}
