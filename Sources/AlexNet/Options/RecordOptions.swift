import ArgumentParser
import Reproduction
import Runs

/// The report of a study, and the use of recorded studies.
struct RecordOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Also write the report as this file, and as Markdown beside it.", valueName: "file.html"),
    completion: .file(), transform: AllowedValues.reportFile.parse)
  var report: String?

  @Option(
    name: .customLong("record"),
    help: ArgumentHelp(
      "Do not train: write the report of the study in this folder, which has study.json and records.",
      valueName: "folder"), completion: .directory, transform: AllowedValues.folder.parse)
  var folder: String?

  @Option(
    name: .customLong("repeat"),
    help: ArgumentHelp(
      "Train this run of the recorded study again, and compare the result with the record.",
      valueName: "run"), completion: .runs, transform: AllowedValues.run.parse)
  var repeated: String?
}

extension RecordOptions {
  /// Checks that the options are not given with those of a new study.
  /// - Parameter argument: The words for the arguments of the command; `nil` without any.
  /// - Throws: `ValidationError`.
  func check(against options: StudyOptions, named argument: String?, _ threads: Int?) throws {
    guard let folder else {
      if repeated != nil {
        throw ValidationError("--repeat needs --record FOLDER, which has the record of the run.")
      }
      return
    }
    let hasImages = options.data != nil || options.imagenet != nil
    let given = [
      argument, options.budget.map { _ in "--budget" }, options.seeds.map { _ in "--seeds" },
      options.plan ? "--plan" : nil, threads.map { _ in "--threads" },
      options.limit.map { _ in "--limit" }, options.epochs.map { _ in "--epochs" },
      repeated == nil && hasImages ? "images" : nil,
    ].compactMap(\.self)
    if let first = given.first {
      throw ValidationError(
        "--record \(folder) cannot be combined with \(first). The recorded study has its own.")
    }
  }

  /// Writes the report of a recorded study, or repeats one of its runs.
  /// - Parameter path: The folder of the study.
  func run(_ path: String, data: StudyImages.Location, store: StoreOptions) throws {
    let folder = StudyFolder(path: path.absolutePath)
    guard let study = try folder.study() else { throw StudyError.noStudy(path: folder.path) }
    if let repeated {
      let repetition = try StudyRepetition(
        of: repeated, study, in: folder, on: data, store: store)
      return try repetition.run()
    }
    let report = StudyReport(study, in: folder, file: report)
    try report.write(folder.records(of: study))
    try StandardOutput.print("the report is in \(report.path.printable)")
  }
}

extension AllowedValues {
  /// The file of a report.
  static let reportFile = ValueRule("the path of a file that ends in .html") { path in
    path.hasSuffix(".html") ? path : nil
  }
}
