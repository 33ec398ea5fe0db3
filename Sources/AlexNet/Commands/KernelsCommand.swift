import ArgumentParser
import Dashboard
import Foundation
import NCursesTerminal
import Runs
import TerminalUI

/// Shows a run's first kernels, or writes them as pictures.
struct KernelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels", abstract: "Show the kernels of a run's first layer, or write them.")

  @Argument(
    help: ArgumentHelp("The run, by its name.", valueName: "run"), transform: GivenText.nonEmpty)
  var name: String

  @Option(
    help: "As they were at this step, or at the last recorded before it (default: the latest).")
  var step: Int?

  @Option(
    name: .customLong("to"),
    help: ArgumentHelp(
      "Write a picture, FILE.png, or the whole time-line as an animation, FILE.apng.",
      valueName: "file"), transform: GivenText.nonEmpty)
  var file: String?

  @Flag(help: "Draw with ASCII alone, and without colours.")
  var ascii = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    try OptionError.check("--step", step, in: 0...Int.max)
    let kind = try file.map(PictureKind.init(file:))
    let run = try store.store().run(named: name)
    let moment = try run.kernels(at: step)
    let export = KernelExport(step: moment.step, kernels: moment.kernels)
    guard let file, let kind else {
      try StandardOutput.print(KernelSheet(run: name, moment).text(ascii: ascii))
      return
    }
    switch kind {
    case .picture: try FileBytes.replace(file, export.picture.png)
    case .animation:
      guard let animation = try KernelAnimation(of: run, like: export) else {
        throw RunsError.noKernels(run: name)
      }
      try FileBytes.replace(file, animation.bytes)
    }
  }

  private enum PictureKind {
    case picture, animation

    init(file: String) throws(OptionError) {
      switch file.split(separator: ".").last?.lowercased() {
      case "png": self = .picture
      case "apng": self = .animation
      default:
        throw OptionError(
          option: "--to", value: "'\(file)'", wanted: "a name that ends in .png or .apng")
      }
    }
  }
}

/// The kernels as text, as large as the terminal is wide.
struct KernelSheet {
  private let run: String
  private let step: Int
  private let kernels: Kernels

  init(run: String, _ moment: Run.KernelMoment) {
    self.run = run
    step = moment.step
    kernels = moment.kernels
  }

  func text(ascii: Bool) -> String {
    var abilities = Terminal.abilities(for: TerminalOptions(ascii: ascii))
    // Text is text: colours only where somebody sees them.
    let isPlain = ascii || isatty(STDOUT_FILENO) == 0
    if isPlain { abilities.depth = .mono }
    let frame = frame(width: Self.width, abilities)
    let picture =
      isPlain
      ? frame.plainText : frame.sgrText(depth: abilities.depth, unicode: abilities.unicode)
    var lines = picture.split(separator: "\n", omittingEmptySubsequences: false)
    if isPlain { while lines.last?.isEmpty == true { lines.removeLast() } }
    return words + "\n\n" + lines.joined(separator: "\n")
  }

  private var words: String {
    "\(run), step \(Digits.grouped(step)): \(kernels.count) kernels of "
      + "\(kernels.size)x\(kernels.size), \(Digits.percent(kernels.structuredShare, 0)) structured, "
      + "\(Digits.percent(kernels.colorShare(of: 0...kernels.count - 1), 0)) colour"
  }

  /// About a third wider than high, which most numbers of kernels fill.
  private func frame(width: Int, _ abilities: TerminalAbilities) -> Frame {
    let grid = KernelGrid(
      count: kernels.count, channels: kernels.channels, size: kernels.size,
      weights: kernels.weights)
    let look = Look(abilities)
    let room = Rect(x: 0, y: 0, width: width, height: max(4, width * 3 / 8))
    let layout = grid.layout(in: room, look: look)
    var frame = Frame(width: layout.width, height: layout.height)
    grid.draw(in: frame.bounds, on: &frame, look: look)
    return frame
  }

  private static var width: Int {
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return isKnown ? min(400, Int(size.ws_col)) : 80
  }
}
