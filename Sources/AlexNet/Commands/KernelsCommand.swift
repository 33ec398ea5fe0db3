import ArgumentParser
import Dashboard
import Foundation
import LiveSession
import Runs

/// Prints a run's first kernels, or writes them as pictures.
struct KernelsCommand: NamedCommand {
  static let name = "kernels"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Show the kernels of a run's first layer, or write them as pictures.")

  @Argument(
    help: ArgumentHelp("The name of the run.", valueName: "run"), transform: NonEmptyText.parse)
  var runName: String

  @Option(
    help:
      "Show the kernels that were recorded at this step, or last before it (default: the latest).")
  var step: Int?

  @Option(
    name: .customLong("to"),
    help: ArgumentHelp(
      "Write a picture, FILE.png, or the timeline as an animation, FILE.apng.",
      valueName: "file"), transform: NonEmptyText.parse)
  var file: String?

  @Flag(help: "Draw with ASCII characters only, and without colours.")
  var ascii = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    try OptionError.check("--step", step, in: 0...Int.max)
    let format = try file.map(PictureFormat.init(file:))
    let run = try store.store().run(named: runName)
    let moment = try run.kernels(at: step)
    let export = KernelExport(step: moment.step, kernels: moment.kernels)
    guard let file, let format else {
      try StandardOutput.print(KernelSheet(run: runName, moment).text(ascii: ascii))
      return
    }
    switch format {
    case .picture: try FileBytes.replace(file, export.picture.png)
    case .animation:
      guard let animation = try KernelAnimation(of: run, like: export) else {
        throw RunsError.noKernels(run: runName)
      }
      try FileBytes.replace(file, animation.bytes)
    }
  }

  /// The format of a picture, which the extension of the file's name determines.
  private enum PictureFormat {
    case picture, animation

    init(file: String) throws(OptionError) {
      switch file.split(separator: ".").last?.lowercased() {
      case "png": self = .picture
      case "apng": self = .animation
      default:
        throw OptionError(
          option: "--to", value: "'\(file)'", allowed: "a name that ends in .png or .apng")
      }
    }
  }
}
