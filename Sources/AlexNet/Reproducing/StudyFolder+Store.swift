import Foundation
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
    claims: [Claim.Name], seeds: Int?, budget: Double?, images: RunRecord.Data
  ) throws(StudyError) {
    func check(_ setting: String, _ recorded: String, _ now: String?) throws(StudyError) {
      guard let now, now != recorded else { return }
      throw .otherStudy(name: name, setting: setting, recorded: recorded, now: now)
    }
    func list(_ claims: [Claim.Name]) -> String {
      let all = Claim.all.map(\.name)
      return Set(claims) == Set(all)
        ? "all" : all.filter(claims.contains).map(\.rawValue).joined(separator: ", ")
    }
    try check("list of claims", list(self.claims), claims.isEmpty ? nil : list(claims))
    try check("number of seeds", String(requestedSeeds), seeds.map { String($0) })
    try check(
      "budget", budgetHours.map { "\($0) hours" } ?? "none", budget.map { "\($0) hours" })
    guard images == data else {
      throw .otherStudy(
        name: name, setting: "set of images", recorded: data.label, now: images.label)
    }
  }
}

extension RunRecord.Data {
  /// The name with the beginning of the identity: "CIFAR-10 (9d2e3f…)".
  fileprivate var label: String { "\(name) (\(fingerprint.prefix(8)))" }
}
