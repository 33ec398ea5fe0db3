import Blueprint
import Dashboard
import DisplayText
import Foundation
import NCursesTerminal
import Observing
import Runs
import TerminalUI

/// All kernels of a record as text, as wide as the terminal.
struct KernelSheet {
  private let run: String
  private let step: Int
  private let kernels: Kernels

  /// - Parameter run: The name of the run.
  init(run: String, _ moment: Run.KernelsAtStep) {
    self.run = run
    step = moment.step
    kernels = moment.kernels
  }

  /// The title and the picture.
  /// - Parameter ascii: True to use ASCII characters only, without colours.
  func text(ascii: Bool) -> String {
    var capabilities = Terminal.capabilities(for: TerminalOptions(ascii: ascii))
    // Colours are for a terminal; a file or a pipe gets plain text.
    let isPlain = ascii || isatty(STDOUT_FILENO) == 0
    if isPlain { capabilities.depth = .mono }
    let frame = frame(width: Self.width, capabilities)
    let picture =
      isPlain
      ? frame.plainText : frame.sgrText(depth: capabilities.depth, unicode: capabilities.unicode)
    var lines = picture.split(separator: "\n", omittingEmptySubsequences: false)
    if isPlain { while lines.last?.isEmpty == true { lines.removeLast() } }
    return title + "\n\n" + lines.joined(separator: "\n")
  }

  private var title: String {
    "\(run), step \(NumberText.grouped(step)): \(NumberText.grouped(kernels.count)) kernels of "
      + "\(kernels.size)x\(kernels.size), "
      + "\(NumberText.percent(kernels.structuredShare, 0)) structured, "
      + "\(NumberText.percent(kernels.colorShare(of: 0...kernels.count - 1), 0)) colour"
  }

  /// Draws the kernels in a frame that is a third wider than high, a shape that most numbers of
  /// kernels fill.
  private func frame(width: Int, _ capabilities: TerminalCapabilities) -> Frame {
    let grid = KernelGrid(
      count: kernels.count, channels: kernels.channels, size: kernels.size,
      weights: kernels.weights)
    let appearance = Appearance(capabilities)
    let room = Rect(x: 0, y: 0, width: width, height: max(4, width * 3 / 8))
    let layout = grid.layout(in: room, appearance: appearance)
    var frame = Frame(width: layout.width, height: layout.height)
    grid.draw(in: frame.bounds, on: &frame, appearance: appearance)
    return frame
  }

  /// The width of the terminal in columns; 80 where there is none.
  private static var width: Int { min(400, StandardOutput.columns ?? 80) }
}
