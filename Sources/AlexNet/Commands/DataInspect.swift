import ArgumentParser
import Foundation
import Images
import Machine

/// Says what a folder of images holds.
struct DataInspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say what a folder holds: classes, images, sizes, colours, damaged files.")

  @Argument(
    help: ArgumentHelp(
      "CIFAR's binary files, MNIST's files, or class folders of JPEG, PNG and WebP files.",
      valueName: "path"), transform: GivenText.nonEmpty)
  var path: String

  @Flag(help: "Decode every file; otherwise only headers are read.")
  var full = false

  @OptionGroup var division: DivisionOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let folder = URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
    let source = try division.open(.folder(path: folder))
    var progress = ProgressLine("files", isShown: isatty(STDERR_FILENO) == 1)
    let inspection = try DataInspection(
      source, isFull: full, threads: ProcessorAllowance.current.threads
    ) { done, total in progress.show(done, of: total) }
    progress.clear()
    let report = InspectionReport(inspection, name: source.name, isFull: full)
    try StandardOutput.print(json ? JSONText.of(report) : report.text)
  }
}
