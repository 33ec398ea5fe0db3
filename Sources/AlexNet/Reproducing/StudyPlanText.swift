import Blueprint
import DisplayText
import Machine
import Reproduction

/// The plan of a study as text: its claims with their runs, epochs and times, and the disk that it needs.
struct StudyPlanText {
  private let study: Study
  private let finished: Set<String>
  private let folder: String

  /// - Parameters:
  ///   - finished: The names of the runs with a record.
  ///   - folder: The folder of the study.
  init(_ study: Study, finished: Set<String>, folder: String) {
    self.study = study
    self.finished = finished
    self.folder = folder
  }

  /// The lines of the plan.
  /// - Parameter width: The columns of the terminal; `nil` for a file or a pipe.
  func text(width: Int?) -> String {
    var lines = title.lines(width: width) + ["", table.text(width: width), ""]
    for omission in study.omissions {
      lines += "not tried: \(omission.experiment). \(omission.reason)".lines(width: width)
    }
    for sentence in closing { lines += sentence.lines(width: width) }
    return lines.joined(separator: "\n") + "\n"
  }

  private var title: String {
    "study '\(study.name)' on \(study.data.name.printable): "
      + "\(study.data.trainImages.grouped) training and "
      + "\(study.data.validationImages.grouped) validation images, "
      + "\(study.seeds.count) \(study.seeds.count == 1 ? "seed" : "seeds"), "
      + "\(study.threads) thread\(study.threads == 1 ? "" : "s")"
  }

  /// One row for each claim. A run that several claims share is counted where it occurs first.
  private var table: TextTable {
    var table = TextTable([
      .left("claim"), .left("networks", least: 24), .right("epochs"), .right("runs"),
      .right("time"),
    ])
    var counted: Set<String> = []
    for name in study.claims {
      let experiments = Claim.named(name).experiments.filter {
        study.experiments.contains($0.name)
      }
      let arms = Set(experiments.flatMap { [$0.with] + [$0.without].compactMap(\.self) })
      let runs = study.runs.filter { arms.contains($0.arm) && !counted.contains($0.name) }
      counted.formUnion(runs.map(\.name))
      let isShared = runs.isEmpty && !arms.isEmpty
      table.add([
        name.rawValue,
        Arm.Name.allCases.filter(arms.contains).map(\.rawValue).joined(separator: ", "),
        epochs(of: arms), arms.isEmpty ? "—" : isShared ? "shared" : String(runs.count),
        runs.isEmpty ? "" : StudyTime.text(runs.reduce(0) { $0 + $1.seconds }),
      ])
    }
    table.add(["all", "", "", String(study.runs.count), StudyTime.text(study.seconds)])
    return table
  }

  /// The epochs of some arms: "42", or "42, 48" for two families.
  private func epochs(of arms: Set<Arm.Name>) -> String {
    var counts: [Int] = []
    for run in study.runs where run.purpose == .measurement && arms.contains(run.arm) {
      guard case .epochs(let epochs) = run.plan.length else { continue }
      if !counts.contains(epochs) { counts.append(epochs) }
    }
    return counts.isEmpty ? "—" : counts.map(String.init).joined(separator: ", ")
  }

  private var closing: [String] {
    var sentences: [String] = []
    if study.share < 1 {
      sentences.append(
        "All runs train \(study.share.percent) of their full schedules, but at least the fewest epochs "
          + "with which a claim is tried, to fit into "
          + "\(Setting.text(of: study.budgetHours ?? 0)) hours.")
    }
    if study.seeds.count < study.requestedSeeds {
      sentences.append(
        "There \(study.seeds.count == 1 ? "is 1 seed" : "are \(study.seeds.count) seeds") instead of "
          + "\(study.requestedSeeds), to fit into the budget.")
    }
    if !finished.isEmpty {
      let rest = study.runs.filter { !finished.contains($0.name) }
      sentences.append(
        "\(finished.count) of \(study.runs.count) runs are finished; the others need about "
          + "\(StudyTime.text(rest.reduce(0) { $0 + $1.seconds })).")
    }
    sentences.append(
      "The runs need about \(diskBytes.fileSizeText) of disk. Plan, records and report are in "
        + "\(folder.homeAbbreviated.printable).")
    return sentences
  }

  /// The bytes of a step in a journal, about.
  private static let bytesPerStep = 200
  /// The bytes of the timelines of a run, about.
  private static let timelineBytes = 4 << 20
  /// The bytes of an image in the record of a run's data.
  private static let bytesPerImage = 16

  /// The disk that the runs need: the last checkpoint of each, the journals, and two more checkpoints of each
  /// run of the largest session.
  private var diskBytes: Int {
    func checkpoint(_ run: Study.PlannedRun) -> Int {
      8 * ((try? run.plan.network.layout().parameters) ?? 0)
    }
    let steps = study.runs.reduce(0) { sum, run in
      let images = run.plan.imagesPerEpoch(of: study.data.trainImages)
      return sum + (run.plan.stepCount(imagesPerEpoch: images) ?? 0)
    }
    let images = study.data.trainImages + study.data.validationImages
    let eachRun = Self.timelineBytes + images * Self.bytesPerImage
    let temporary = study.sessions.map { 2 * $0.runs.reduce(0) { $0 + checkpoint($1) } }.max() ?? 0
    return steps * Self.bytesPerStep + study.runs.count * eachRun
      + study.runs.reduce(0) { $0 + checkpoint($1) } + temporary
  }
}
