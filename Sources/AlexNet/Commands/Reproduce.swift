import ArgumentParser
import Blueprint
import LiveSession
import Machine
import Reproduction
import Runs

/// Tries claims of the paper by experiments, and writes a report.
struct Reproduce: NamedCommand {
  static let name = "reproduce"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Try the paper's claims by experiments, and write a report.",
    discussion: """
      The claims are \(Claim.all.map(\.name.rawValue).joined(separator: ", ")); without a name all of them \
      are tried. Each one is a comparison of networks that differ in one part, over several seeds.

      The runs are planned to fit into --budget: they train their full schedules, or the same part of \
      them. The plan is printed first. Then the runs are trained, a few at a time, and after each one the \
      report is written again. ^C saves and stops; the same command continues, also after a crash. \
      `\(Attach.invocation)` shows the runs that train.

      Without --data, the images are those that `\(DataGet.invocation) cifar-10` fetches. With \
      --imagenet, the configurations of the released source are trained on ImageNet, which takes weeks; \
      --limit and --epochs make it a rehearsal of minutes.

      Examples:
        \(invocation) --plan
        \(invocation) relu dropout --budget 2
        \(invocation) --data cifar-10-batches-bin --seeds 5 --study five-seeds
        \(invocation) --imagenet ~/imagenet --limit 512 --epochs 2 --study test
        \(invocation) --record FOLDER --report report.html
        \(invocation) --record FOLDER --repeat RUN
      """)

  @Argument(help: ArgumentHelp("The claims (default: all).", valueName: "claim"))
  var claims: [Claim.Name] = []

  @OptionGroup(title: "Study") var options: StudyOptions
  @OptionGroup(title: "Record") var recorded: RecordOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var store: StoreOptions

  func validate() throws {
    try recorded.check(
      against: options, named: claims.isEmpty ? nil : "a claim", threads.threads)
  }

  func run() throws {
    if let folder = recorded.folder {
      return try recorded.run(folder, data: options.location, store: store)
    }
    let signals = StopSignals()
    let images = try StudyImages(options.location)
    let folder = try StudyFolder(named: options.study, in: store.store())
    let existing = try folder.study()
    if let existing {
      try existing.check(options, claims, threads: threads.threads, images: images)
    }
    let study = try existing ?? newStudy(on: images, signals)
    let records = try folder.records(of: study)
    let text = StudyPlanText(study, finished: Set(records.map(\.run)), folder: folder.path)
    try StandardOutput.print(text.text(width: StandardOutput.columns))
    guard !options.plan else { return }
    if existing == nil { try options.checkConsent(to: study) }
    let lock = try StudyLock(of: folder)
    defer { withExtendedLifetime(lock) {} }
    if existing == nil { try folder.write(study) }
    // The study is read again, so that a study that continues is the same to the last digit.
    let planned = try folder.study() ?? study
    let report = StudyReport(planned, in: folder, file: recorded.report)
    try StudyRunner(
      planned, in: folder, images: images, store: store, report: report,
      command: options.continuation(recorded, store), signals: signals
    ).run()
    try StandardOutput.print("the study is complete; its report is in \(report.path.printable)")
  }

  /// Measures the networks and plans the study.
  private func newStudy(on images: StudyImages, _ signals: StopSignals) throws -> Study {
    let request = options.request(claims, on: images, threads: threads.count)
    let speeds = try StudySpeeds(request).measured(signals)
    return try StudyPlanner(request, stepSeconds: speeds).study()
  }
}

extension Claim.Name: ExpressibleByArgument {}
