import Observing
import TerminalUI

/// An image under the map of the regions that the network looks at. Bright regions count most for the class.
///
/// With colours, the map is a colour over the grey image; where it has no value yet, the image has its own
/// colours. With few colours the map is a picture of digits beside the image, from 0 to 9, with a point where it
/// has no value yet.
struct AttributionOverlay {
  /// The share of the map's colour in a pixel. The rest shows the shapes of the image.
  private static let share = 0.62

  let image: ImageAnalysis
  let map: AttributionMap

  init(_ image: ImageAnalysis, _ map: AttributionMap) {
    self.image = image
    self.map = map
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let photograph = Photograph(width: image.width, height: image.height, pixels: image.pixels)
    guard appearance.depth < .indexed else {
      return Photograph(width: image.width, height: image.height, pixels: blended)
        .draw(in: rect, on: &frame, appearance: appearance)
    }
    // Side by side, or only the digits if both would be small.
    var rest = rect
    if rect.width >= 24, 3 * rect.height <= 2 * rect.width {
      let left = rest.cutLeft((rect.width - 1) / 2)
      _ = rest.cutLeft(1)
      photograph.draw(in: left, on: &frame, appearance: appearance)
    }
    let size = photograph.size(in: rest)
    guard size.width > 0, size.height > 0 else { return }
    drawDigits(
      in: rest.centered(width: size.width, height: size.height), on: &frame, appearance: appearance)
  }

  /// The pixels of the image under the map, `[height, width, 3]`.
  private var blended: [UInt8] {
    let heat = map.heat(width: image.width, height: image.height, of: image)
    let scale = HeatColorScale()
    // 64 colours look continuous.
    let colors = (0...63).map { scale.color(Double($0) / 63) }
    var pixels = image.pixels
    for (place, value) in heat.enumerated() where !value.isNaN {
      let start = 3 * place
      let level: Float = min(1, max(0, value)) * 63 + 0.5
      let color = Self.grey(pixels[start], pixels[start + 1], pixels[start + 2])
        .mixed(with: colors[Int(level)], Self.share)
      pixels[start] = color.red
      pixels[start + 1] = color.green
      pixels[start + 2] = color.blue
    }
    return pixels
  }

  /// Returns the grey of a colour's luma (Rec. 601).
  private static func grey(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Color {
    let luma: Int = 299 * Int(red) + 587 * Int(green) + 114 * Int(blue)
    let grey = UInt8(luma / 1000)
    return .rgb(grey, grey, grey)
  }

  private func drawDigits(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let heat = map.heat(width: rect.width, height: rect.height, of: image)
    let digits = Array("0123456789".unicodeScalars)
    for (place, value) in heat.enumerated() {
      let (x, y) = (rect.x + place % rect.width, rect.y + place / rect.width)
      if value.isNaN {
        frame.put(".", x: x, y: y, style: appearance.theme.faint)
      } else {
        let digit = min(9, Int(min(1, max(0, value)) * 10))
        let style =
          digit >= 7
          ? appearance.theme.strong : digit >= 3 ? appearance.theme.text : appearance.theme.muted
        frame.put(digits[digit], x: x, y: y, style: style)
      }
    }
  }
}

extension AttributionMap {
  /// Returns how much each part of the image counts for the class, 0…1: 1 for the largest value of a Grad-CAM,
  /// and for the smallest probability of an occlusion map. All are 0 if all values are equal.
  /// - Returns: `[height, width]`; not a number where the map has no value yet.
  func heat(width: Int, height: Int, of image: ImageAnalysis) -> [Float] {
    let values = scaled(width: width, height: height, of: (image.width, image.height))
    guard let range else { return values }
    let length = range.upperBound - range.lowerBound
    return values.map { value in
      if value.isNaN || length == 0 { return value.isNaN ? .nan : 0 }
      switch request.method {
      case .occlusion: return (range.upperBound - value) / length
      case .gradCAM: return (value - range.lowerBound) / length
      }
    }
  }
}
