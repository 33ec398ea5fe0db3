import ArgumentParser
import Blueprint
import Dashboard
import DisplayText
import Exchange
import Glibc
import LiveSession
import Runs

/// Prints a run's first kernels, or writes them as pictures.
struct KernelsCommand: NamedCommand {
  static let name = "kernels"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Show the kernels of a run's first layer, or write them as pictures.",
    discussion: """
      The kernels of a network with two columns are drawn as in Figure 3 of the paper: column 1 above, \
      column 2 below. The share of structured kernels counts those whose neighbouring weights are alike, \
      unlike random ones. The share of colour is how much of all weights differs between the channels.

      An animation shows the recorded steps. Its file stays below \(NumberText.bytes(KernelAnimation.maximumSize)): \
      of more steps, some at even distances are left out. APNG keeps all colours; GIF is for programs that \
      cannot show APNG, and has 256 colours and fewer frames.

      Examples:
        \(invocation) first --step 500
        \(invocation) first --to kernels.png
        \(invocation) first --to kernels-over-time.apng
        \(invocation) first --to kernels-over-time.gif --step 2000
      """)

  @Argument(
    help: ArgumentHelp("The name of the run.", valueName: "run"), completion: .runs,
    transform: AllowedValues.run.parse
  )
  var runName: String

  @Option(
    help: ArgumentHelp(
      "Show the kernels that were recorded at this step, or last before it (default: the latest). An "
        + "animation ends there."),
    transform: AllowedValues.step.parse)
  var step: Int?

  @Option(
    name: .customLong("to"),
    help: ArgumentHelp(
      "Write a picture, FILE.png, or an animation of the recorded steps, FILE.apng or FILE.gif. A file that "
        + "exists is replaced.",
      valueName: "file"), completion: .file(extensions: ["png", "apng", "gif"]),
    transform: AllowedValues.picture.parse)
  var picture: PictureFile?

  @Flag(help: "Write every recorded step into the animation, also if it becomes larger.")
  var allFrames = false

  @Flag(
    help:
      "Draw with ASCII characters only, and without colours. NO_COLOR=1 leaves out only the colours."
  )
  var ascii = false

  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard allFrames, picture?.animation == nil else { return }
    throw ValidationError(
      "--all-frames is for an animation. Give --to with the path of a file that ends in .apng or .gif."
    )
  }

  func run() throws {
    let signals = StopSignals()
    let run = try store.store().run(named: runName)
    let moment = try run.kernels(at: step)
    try check(step, of: run)
    // Without a readable plan the kernels are drawn as those of one column.
    let hasTwoColumns = (try? run.plan())?.network.hasTwoColumns ?? false
    guard let picture else {
      let sheet = KernelSheet(run: runName, moment, hasTwoColumns: hasTwoColumns)
      return try StandardOutput.print(sheet.text(ascii: ascii))
    }
    let export = KernelExport(
      step: moment.step, kernels: moment.kernels, separatesColumns: hasTwoColumns)
    if let format = picture.animation {
      do {
        try write(animation(format, of: run, like: export, signals), to: picture)
      } catch {
        try signals.exitIfStopped(error)
        throw error
      }
    } else {
      let bytes = export.picture.png
      try picture.write(bytes)
      let kernels = "\(moment.kernels.count.grouped) kernels after step \(moment.step.grouped)"
      try StandardOutput.print(
        "\(picture.path): \(kernels), \(bytes.count.fileSizeText)".printable)
    }
  }

  /// Checks that a run has trained up to a step. A run whose journal cannot be read is not checked.
  private func check(_ step: Int?, of run: Run) throws(OptionError) {
    guard let step, let events = try? run.recording().events else { return }
    let last = max(ValidationHistory(events).steps, run.checkpoints.steps.last ?? 0)
    guard step > last else { return }
    throw OptionError(
      option: "--step", value: OptionError.shown("\(step)"),
      allowed: "a step up to \(last.grouped), the last one of '\(run.name)'")
  }

  /// Makes an animation, and shows the progress on a terminal.
  private func animation(
    _ format: KernelAnimation.Format, of run: Run, like export: KernelExport,
    _ signals: StopSignals
  ) throws -> KernelAnimation {
    var status = StatusLine(needsTerminal: true)
    defer { status.clear() }
    let animation = try KernelAnimation(
      of: run, like: export, as: format, until: step.map { max($0, export.step) },
      takesAll: allFrames
    ) { share in
      if signals.received != nil { throw ExchangeError.stopped }
      status.show { _ in "drawing the recorded steps · \(NumberText.percent(share, 0))" }
    }
    guard let animation else { throw RunsError.noKernels(run: runName) }
    return animation
  }

  private func write(_ animation: KernelAnimation, to picture: PictureFile) throws {
    try picture.write(animation.bytes)
    let advice = animation.isThinned ? "; --all-frames writes all of them" : ""
    try StandardOutput.print("\(picture.path): \(animation.summary)\(advice)".printable)
  }
}

/// The file that a picture or an animation is written to. The extension of its name determines which.
struct PictureFile: Sendable {
  let path: String
  /// The format of an animation; `nil` for a picture.
  let animation: KernelAnimation.Format?

  /// Creates the file for a path; `nil` if its extension is of no format.
  init?(path: String) {
    switch path.split(separator: ".").last?.lowercased() {
    case "png": animation = nil
    case "apng": animation = .apng
    case "gif": animation = .gif
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
