import Blueprint
import Downloads
import FoundationEssentials

/// The error of a folder of images that does not exist.
struct MissingData: ProgramError, Equatable {
  /// The option, and its value as it was given.
  var option: String
  var value: String
  /// The name of a folder beside it that the value can be a misspelling of.
  var nearest: String?

  init(option: String, value: String) {
    self.option = option
    self.value = value
    let path = URL(filePath: value.absolutePath)
    let parent = path.deletingLastPathComponent().path(percentEncoded: false)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    nearest = path.lastPathComponent.nearest(in: names + ["scenes"])
  }

  var problem: String { "\(option) cannot be '\(value)': there is no such folder" }
  var remedy: String {
    if PublicDataSet.all.contains(where: { $0.name == value }) {
      return "`\(ProgramCommand.getData(value))` fetches it and prints its folder"
    }
    return (nearest.map { "Did you mean \($0)? " } ?? "") + "Give \(AllowedValues.data.text)"
  }
  var hasNotStarted: Bool { true }
}
