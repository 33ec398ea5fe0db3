import ArgumentParser
import Blueprint
import LiveSession
import Reproduction
import Runs

/// The options that plan a study.
struct StudyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of the images: CIFAR-10 or CIFAR-100 (default: CIFAR-10, where it was fetched).",
      valueName: "path"), completion: .directory, transform: AllowedValues.folder.parse)
  var data: String?

  @Option(
    help: ArgumentHelp(
      "The folder of ImageNet, or of other photographs in class folders: the released configurations "
        + "are trained on it.", valueName: "path"), completion: .directory,
    transform: AllowedValues.folder.parse)
  var imagenet: String?

  @Option(
    help: ArgumentHelp(
      "The hours that the study can take (default: \(Int(StudyRequest.standardHours)); needed for "
        + "ImageNet).", valueName: "hours"), transform: AllowedValues.hours.parse)
  var budget: Double?

  @Option(
    help: ArgumentHelp(
      "The runs of each network, with different seeds (default: \(StudyRequest.standardSeeds(.small)); "
        + "\(StudyRequest.standardSeeds(.imageNet)) for ImageNet).", valueName: "count"),
    transform: AllowedValues.studySeeds.parse)
  var seeds: Int?

  @Option(
    help: ArgumentHelp(
      "The name of the study, with which its runs begin (default: \(Study.standardName)).",
      valueName: "name"), transform: AllowedValues.studyName.parse)
  var study = Study.standardName

  @Flag(help: "Print the plan of a new study, or the state of one that exists, and end.")
  var plan = false

  @Option(
    help: ArgumentHelp(
      "In a rehearsal on ImageNet: use only this number of training images.", valueName: "count"),
    transform: AllowedValues.trainingImages.parse)
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "In a rehearsal on ImageNet: the epochs of every run.", valueName: "count"),
    transform: AllowedValues.epochs.parse)
  var epochs: Int?

  func validate() throws {
    if data != nil, imagenet != nil {
      throw ValidationError("--data cannot be combined with --imagenet. Give one of the two.")
    }
    guard imagenet == nil else { return }
    for (option, isGiven) in [("--limit", limit != nil), ("--epochs", epochs != nil)] where isGiven
    {
      throw ValidationError("\(option) needs --imagenet PATH. It is for rehearsals on ImageNet.")
    }
    if seeds == 1 {
      throw ValidationError(
        "--seeds cannot be 1. Give 2 or more: one run does not show how much a seed changes.")
    }
  }
}

extension StudyOptions {
  /// The location of the images.
  var location: StudyImages.Location {
    imagenet.map { .imageNet($0) } ?? data.map { .small($0) } ?? .standard
  }

  /// Returns the request for a new study.
  func request(_ claims: [Claim.Name], on images: StudyImages, threads: Int) -> StudyRequest {
    let scale = location.scale
    return StudyRequest(
      name: study, claims: claims, data: images.description, scale: scale, limit: limit,
      epochs: epochs, seeds: seeds,
      budgetHours: budget ?? (scale == .small ? StudyRequest.standardHours : nil),
      threads: threads)
  }

  /// Checks that a user who starts weeks of training has seen how long it takes.
  /// - Throws: `UnconfirmedStudy`.
  func checkConsent(to study: Study) throws(UnconfirmedStudy) {
    guard study.scale == .imageNet, budget == nil, epochs == nil else { return }
    throw UnconfirmedStudy(hours: study.seconds / 3600)
  }

  /// The command that continues the study.
  func continuation(_ recorded: RecordOptions, _ store: StoreOptions) -> String {
    let options = [
      ("--data", data?.absolutePath), ("--imagenet", imagenet?.absolutePath),
      ("--study", study == Study.standardName ? nil : study),
      ("--report", recorded.report?.absolutePath), ("--runs", store.runs),
    ]
    return RunCommandLines.text(
      Reproduce.invocation.split(separator: " ").map(String.init)
        + options.flatMap { name, value in value.map { [name, $0] } ?? [] })
  }
}

/// The error of a study on ImageNet whose time was not confirmed.
struct UnconfirmedStudy: ProgramError, Equatable {
  /// The expected time.
  var hours: Double

  var problem: String {
    "the study needs about \(StudyTime.text(hours * 3600)), and neither --budget nor --epochs was given"
  }
  var remedy: String {
    "Give --budget \(Int(hours.rounded(.up))) to train full schedules, less hours for a part of them, or "
      + "--limit and --epochs for a rehearsal"
  }
  var hasNotStarted: Bool { true }
}

extension AllowedValues {
  /// The hours of a study.
  static let hours = ValueRule.number(
    in: Double.leastNonzeroMagnitude..<1_000_000, "a number of hours above 0, such as 8 or 0.5")
  /// The seeds of a study.
  static let studySeeds = ValueRule.whole(1...20)
  /// The longest name of a study. The names of runs are at most 64 characters long, with those of the arms.
  private static let longestStudyName = 24
  /// The name of a study.
  static let studyName = ValueRule(
    "1 to \(longestStudyName) letters, digits, '-', '_' or '.', a letter or digit first"
  ) { RunStore.isValid($0) && $0.utf8.count <= longestStudyName ? $0 : nil }
}
