import ArgumentParser
import Images
import Machine

/// Prints what a folder of images contains.
struct DataInspect: NamedCommand {
  static let name = "inspect"
  static let parent: (any NamedCommand.Type)? = DataCommand.self
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Show what a folder contains: classes, images, sizes, colours, damaged files.")

  @Argument(
    help: ArgumentHelp(
      "CIFAR's binary files, MNIST's files, or class folders of JPEG, PNG and WebP files.",
      valueName: "path"), completion: .directory, transform: AllowedValues.folder.parse)
  var path: String

  @Flag(help: "Decode every file; otherwise only headers are read.")
  var full = false

  @OptionGroup var division: DivisionOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let source = try division.open(.folder(path: path.absolutePath))
    var line = StatusLine(needsTerminal: true)
    let inspection = try DataInspection(
      source, isFull: full, threads: ProcessorAllowance.current.threads
    ) { done, total in
      line.show { Self.progress(done, of: total, seconds: $0) }
    }
    line.clear()
    let report = InspectionReport(inspection, name: source.name, isFull: full)
    try StandardOutput.print(json ? JSONText.of(report) : report.text)
  }

  /// The number of files that are done, the speed and the time that is left.
  private static func progress(_ done: Int, of total: Int, seconds: Double) -> String {
    let rate = Double(done) / max(seconds, 0.001)
    let text = "\(done.grouped) of \(total.grouped) files, \(rate.fixed(0)) a second"
    guard rate > 0 else { return text }
    return text + ", \(StatusLine.duration(Double(total - done) / rate)) left"
  }
}
