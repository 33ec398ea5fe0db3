import Blueprint
import FoundationEssentials
import Reproduction
import Runs

extension StudyFolder {
  /// The folder of a study: in the folder `studies` beside that of all runs.
  init(named name: String, in store: RunStore) {
    let parent = URL(filePath: store.directory).deletingLastPathComponent()
    self.init(path: parent.appending(path: "studies/\(name)").path(percentEncoded: false))
  }
}

extension Study {
  /// Checks that options do not contradict a study that exists. Options that were not given have its values.
  /// - Throws: `StudyError.otherStudy`.
  func check(
    _ options: StudyOptions, _ claims: [Claim.Name], threads: Int?, images: StudyImages
  ) throws(StudyError) {
    func check(_ setting: String, _ recorded: String, _ now: String?) throws(StudyError) {
      guard let now, now != recorded else { return }
      throw .otherStudy(name: name, setting: setting, recorded: recorded, now: now)
    }
    func list(_ claims: [Claim.Name]) -> String {
      Claim.all.map(\.name).filter(claims.contains).map(\.rawValue).joined(separator: ", ")
    }
    func text(_ number: Int?) -> String { number.map { String($0) } ?? "none" }
    try check("list of claims", list(self.claims), claims.isEmpty ? nil : list(claims))
    try check("number of seeds", text(requestedSeeds), options.seeds.map(text))
    try check("number of threads", text(self.threads), threads.map(text))
    try check("limit of images", text(limit), options.limit.map(text))
    try check("number of epochs", text(epochs), options.epochs.map(text))
    try check(
      "budget", budgetHours.map { "\(Setting.text(of: $0)) hours" } ?? "none",
      options.budget.map { "\(Setting.text(of: $0)) hours" })
    try checkImages(images.description)
  }
}
