import Blueprint
import Dashboard
import DisplayText
import Glibc
import NCursesTerminal
import Observing
import Runs
import TerminalUI

/// All kernels of a record as text, as wide as the terminal.
struct KernelSheet {
  private let run: String
  private let step: Int
  private let kernels: Kernels
  private let hasTwoColumns: Bool

  /// - Parameters:
  ///   - run: The name of the run.
  ///   - moment: The kernels with their step.
  ///   - hasTwoColumns: True to draw the two halves of the kernels one below the other.
  init(run: String, _ moment: Run.KernelsAtStep, hasTwoColumns: Bool) {
    self.run = run
    self.hasTwoColumns = hasTwoColumns && moment.kernels.count > 1
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
    let pictures = parts.map { part in
      let frame = frame(part, width: Self.width, capabilities)
      let text =
        isPlain
        ? frame.plainText : frame.sgrText(depth: capabilities.depth, unicode: capabilities.unicode)
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      if isPlain { while lines.last?.isEmpty == true { lines.removeLast() } }
      return lines.joined(separator: "\n")
    }
    let title = title.lines(width: StandardOutput.columns).joined(separator: "\n")
    guard hasTwoColumns else { return title + "\n\n" + pictures[0] }
    let columns = zip(pictures.indices, pictures).map { index, picture in
      let color = NumberText.percent(kernels.colorShare(of: range(ofColumn: index)), 0)
      return "column \(index + 1): \(color) colour\n\(picture)"
    }
    return title + "\n\n" + columns.joined(separator: "\n\n")
  }

  /// The kernels that are drawn together.
  private var parts: [[Int]] {
    hasTwoColumns ? [0, 1].map { Array(range(ofColumn: $0)) } : [Array(0..<kernels.count)]
  }

  private func range(ofColumn index: Int) -> ClosedRange<Int> {
    let half = kernels.count / 2
    return index == 0 ? 0...half - 1 : half...kernels.count - 1
  }

  private var title: String {
    "\(run), step \(NumberText.grouped(step)): \(NumberText.grouped(kernels.count)) kernels of "
      + "\(kernels.size)x\(kernels.size), "
      + "\(NumberText.percent(kernels.structuredShare, 0)) structured, "
      + "\(NumberText.percent(kernels.colorShare(of: 0...kernels.count - 1), 0)) colour"
  }

  /// Draws kernels in a frame that is a third wider than high, a shape that most numbers of kernels
  /// fill; a column of the network has half of the height.
  private func frame(
    _ part: [Int], width: Int, _ capabilities: TerminalCapabilities
  ) -> Frame {
    var grid = KernelGrid(
      count: kernels.count, channels: kernels.channels, size: kernels.size,
      weights: kernels.weights)
    grid.shown = part
    let appearance = Appearance(capabilities)
    let height = width * 3 / (hasTwoColumns ? 16 : 8)
    let room = Rect(x: 0, y: 0, width: width, height: max(4, height))
    let layout = grid.layout(in: room, appearance: appearance)
    var frame = Frame(width: layout.width, height: layout.height)
    grid.draw(in: frame.bounds, on: &frame, appearance: appearance)
    return frame
  }

  /// The width of the terminal in columns; 80 where there is none.
  private static var width: Int { min(400, StandardOutput.columns ?? 80) }
}
