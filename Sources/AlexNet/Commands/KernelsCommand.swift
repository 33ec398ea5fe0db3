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
    abstract: "Show the kernels of a run's first layer, or write them as pictures.",
    discussion: """
      Examples:
        \(invocation) first --step 500
        \(invocation) first --to kernels.png
        \(invocation) first --to kernels-over-time.apng
      """)

  @Argument(
    help: ArgumentHelp("The name of the run.", valueName: "run"), transform: AllowedValues.run.parse
  )
  var runName: String

  @Option(
    help:
      "Show the kernels that were recorded at this step, or last before it (default: the latest).",
    transform: AllowedValues.step.parse)
  var step: Int?

  @Option(
    name: .customLong("to"),
    help: ArgumentHelp(
      "Write a picture, FILE.png, or the timeline as an animation, FILE.apng.",
      valueName: "file"), transform: AllowedValues.picture.parse)
  var picture: PictureFile?

  @Flag(help: "Draw with ASCII characters only, and without colours.")
  var ascii = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    let run = try store.store().run(named: runName)
    let moment = try run.kernels(at: step)
    let export = KernelExport(step: moment.step, kernels: moment.kernels)
    guard let picture else {
      try StandardOutput.print(KernelSheet(run: runName, moment).text(ascii: ascii))
      return
    }
    switch picture.format {
    case .picture: try picture.write(export.picture.png)
    case .animation:
      guard let animation = try KernelAnimation(of: run, like: export) else {
        throw RunsError.noKernels(run: runName)
      }
      try picture.write(animation.bytes)
    }
  }
}

/// The file that a picture or an animation is written to. The extension of its name determines which.
struct PictureFile: Sendable {
  enum Format { case picture, animation }

  let path: String
  let format: Format

  /// Creates the file for a path; `nil` if its extension is of no format.
  init?(path: String) {
    switch path.split(separator: ".").last?.lowercased() {
    case "png": format = .picture
    case "apng": format = .animation
    default: return nil
    }
    self.path = path
  }

  /// Writes the file, or replaces it.
  /// - Throws: `PictureFailure`.
  func write(_ bytes: [UInt8]) throws {
    do {
      try FileBytes.replace(path, bytes)
    } catch {
      throw PictureFailure(error: error)
    }
  }
}

/// The error of a picture that cannot be written.
struct PictureFailure: ProgramError, Equatable {
  var error: RunsError

  var problem: String { error.problem }
  var remedy: String {
    switch error {
    case .fileFailed(_, _, ENOENT): "Create its folder, or give another path with --to"
    case .fileFailed(_, _, ENOSPC), .fileFailed(_, _, EDQUOT), .fileFailed(_, _, EFBIG):
      error.remedy
    default: "Check the folder and its permissions, or give another path with --to"
    }
  }
  var hasNotStarted: Bool { error.hasNotStarted }
}
