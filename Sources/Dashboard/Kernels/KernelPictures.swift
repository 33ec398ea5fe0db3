import Observing
import TerminalUI

/// The magnified kernel with its channels beside it, or below on a narrow panel.
struct KernelPictures {
  var kernels: Kernels
  var selected: Int
  var contrast: KernelGrid.Contrast
  var isSideBySide: Bool

  /// Draws the pictures.
  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard rect.height >= 3, rect.width >= 6 else { return }
    if isSideBySide {
      drawBeside(in: rect, on: &frame, appearance)
    } else {
      drawBelow(in: rect, on: &frame, appearance)
    }
  }

  /// Draws the three channels at the right of the kernel; together they are as high as the kernel.
  private func drawBeside(
    in rect: Rect, on frame: inout Frame, _ appearance: Appearance
  ) {
    var side = wholeMultiple(min(rect.width * 3 / 4, rect.height * 2))
    // A channel occupies whole rows, with a free row before the next channel.
    var rows: Int { (side + 1) / 2 }
    var small: Int { 2 * ((rows - 2) / 3) }
    // Between both is the channel's letter, with a free column on either side.
    while side + 3 + small > rect.width, side > 4 { side -= 1 }
    let left = rect.x + (rect.width - side - 3 - small) / 2
    picture(nil).draw(x: left, y: rect.y, width: side, on: &frame, appearance: appearance)
    guard small >= 4 else { return }
    for channel in 0..<3 {
      let y = rect.y + channel * (rows - small / 2) / 2
      picture(channel).draw(
        x: left + side + 3, y: y, width: small, on: &frame, appearance: appearance)
      label(channel, x: left + side + 1, y: y, on: &frame, appearance)
    }
  }

  private func drawBelow(
    in rect: Rect, on frame: inout Frame, _ appearance: Appearance
  ) {
    let height = rect.height
    // Each channel has its letter and a free column at its left, and a free column at its right.
    let smallRows = min(max(2, height - rect.width / 2 + 1), (rect.width - 8) / 6, height / 3)
    let small = 2 * smallRows
    let side = wholeMultiple(min(rect.width, (height - smallRows) * 2))
    let left = rect.x + (rect.width - side) / 2
    picture(nil).draw(x: left, y: rect.y, width: side, on: &frame, appearance: appearance)
    let rows = (side + 1) / 2
    guard small >= 4, rows + smallRows <= height else { return }
    let first = rect.x + (rect.width - 3 * small - 8) / 2
    for channel in 0..<3 {
      let x = first + 2 + channel * (small + 3)
      picture(channel).draw(
        x: x, y: rect.y + rows, width: small, on: &frame, appearance: appearance)
      label(channel, x: x - 2, y: rect.y + rows, on: &frame, appearance)
    }
  }

  /// Draws the letter of a channel, which identifies it on terminals without colours.
  private func label(
    _ channel: Int, x: Int, y: Int, on frame: inout Frame, _ appearance: Appearance
  ) {
    frame.text(["R", "G", "B"][channel], x: x, y: y, style: appearance.theme.muted)
  }

  private func picture(_ channel: Int?) -> KernelPicture {
    KernelPicture(
      kernels[selected], channels: kernels.channels, size: kernels.size, contrast: contrast,
      channel: channel)
  }

  /// Returns the largest multiple of the kernel's size, at which all weights have the same size; or
  /// `side` if the multiple would be less than 80% of it.
  private func wholeMultiple(_ side: Int) -> Int {
    let whole = side / kernels.size * kernels.size
    return whole * 5 >= side * 4 ? whole : side
  }
}
