import ArgumentParser
import Blueprint
import Foundation
import LiveSession
import Machine
import Reproduction
import Runs

/// Tries claims of the paper by experiments, and writes a report.
struct Reproduce: NamedCommand {
  static let name = "reproduce"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Try the paper's claims by experiments.",
    discussion: """
      The claims are \(Claim.all.map(\.name.rawValue).joined(separator: ", ")); without a name all of them \
      are tried. Each one is a comparison of networks that differ in one part, over several seeds.

      The runs are planned to fit into --budget: they train their full schedules, or the same part of \
      them. The plan is printed first. Then the runs are trained, a few at a time, and recorded. ^C saves and stops; the same command continues, also after a crash. \
      `\(Attach.invocation)` shows the runs that train.

      Without --data, the images are those that `\(DataGet.invocation) cifar-10` fetches.

      Examples:
        \(invocation) --plan
        \(invocation) relu dropout --budget 2
        \(invocation) --data cifar-10-batches-bin --seeds 5 --study five-seeds
      """)

  @Argument(help: ArgumentHelp("The claims (default: all).", valueName: "claim"))
  var claims: [Claim.Name] = []

  @Option(
    help: ArgumentHelp(
      "The folder of the images: CIFAR-10 or CIFAR-100 (default: CIFAR-10, where it was fetched).",
      valueName: "path"), transform: AllowedValues.folder.parse)
  var data: String?

  @Option(
    help: ArgumentHelp(
      "The hours that the study can take (default: \(Int(StudyRequest.standardHours))).",
      valueName: "hours"), transform: AllowedValues.hours.parse)
  var budget: Double?

  @Option(
    help: ArgumentHelp(
      "The runs of each network, with different seeds (default: \(StudyRequest.standardSeeds)).",
      valueName: "count"), transform: AllowedValues.studySeeds.parse)
  var seeds: Int?

  @Option(
    help: ArgumentHelp(
      "The name of the study, with which its runs begin (default: \(Study.standardName)).",
      valueName: "name"), transform: AllowedValues.studyName.parse)
  var study = Study.standardName

  @Flag(help: "Print the plan of a new study, or the state of one that exists, and end.")
  var plan = false

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let signals = StopSignals()
    let images = try StudyImages(at: data)
    let folder = try StudyFolder(named: study, in: store.store())
    let existing = try folder.study()
    if let existing {
      try existing.check(claims: claims, seeds: seeds, budget: budget, images: images.description)
    }
    let study = try existing ?? newStudy(on: images.description, signals)
    let records = try folder.records(of: study)
    try StandardOutput.print(
      StudyPlanText(study, finished: Set(records.map(\.run)), folder: folder.path)
        .text(width: StandardOutput.columns))
    guard !plan else { return }
    let lock = try StudyLock(of: folder)
    defer { withExtendedLifetime(lock) {} }
    if existing == nil { try folder.write(study) }
    let runner = try StudyRunner(
      // The study is read again, so that a study that continues is the same to the last digit.
      folder.study() ?? study, in: folder, images: images, store: store,
      command: continuation, signals: signals)
    try runner.run()
  }

  /// Measures the networks and plans the study.
  private func newStudy(
    on images: RunRecord.Data, _ signals: StopSignals
  ) throws -> Study {
    let request = StudyRequest(
      name: study, claims: claims, data: images, seeds: seeds ?? StudyRequest.standardSeeds,
      budgetHours: budget ?? StudyRequest.standardHours, threads: threads.count)
    let speeds = try StudySpeeds.measure(request, signals)
    return try StudyPlanner(request, stepSeconds: speeds).study()
  }

  /// The command that continues the study.
  private var continuation: String {
    let options = [
      ("--data", data?.absolutePath), ("--study", study == Study.standardName ? nil : study),
      ("--runs", store.runs),
    ]
    let words =
      Self.invocation.split(separator: " ").map(String.init)
      + options.flatMap { name, value in value.map { [name, $0] } ?? [] }
    return RunCommandLines.text(words)
  }
}

extension Claim.Name: ExpressibleByArgument {}

extension AllowedValues {
  /// The hours of a study.
  static let hours = ValueRule.number(
    in: Double.leastNonzeroMagnitude..<1_000_000, "a number of hours above 0, such as 8 or 0.5")
  /// The seeds of a study. One alone does not show how much a seed changes.
  static let studySeeds = ValueRule.whole(StudyRequest.leastSeeds...20)
  /// The longest name of a study. The names of runs are at most 64 characters long, with those of the arms.
  private static let longestStudyName = 24
  /// The name of a study.
  static let studyName = ValueRule(
    "1 to \(longestStudyName) letters, digits, '-', '_' or '.', a letter or digit first"
  ) { RunStore.isValid($0) && $0.utf8.count <= longestStudyName ? $0 : nil }
}
