import ArgumentParser
import Blueprint
import FoundationEssentials
import Glibc

/// Writes the files of an installation that the program makes itself, so that they belong to its version: the
/// manual pages, and the networks as files. `make install` uses it.
struct Installation: NamedCommand {
  static let name = "installation"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Write the manual pages and the networks, for the installation of the program.",
    shouldDisplay: false)

  @Option(
    help: ArgumentHelp(
      "The folder, in which 'man' and 'networks' are created.", valueName: "dir"),
    completion: .directory, transform: AllowedValues.folder.parse)
  var to: String

  func run() throws {
    for page in try ManualPage.all(date: Self.date) {
      try write(page.text, "man", page.fileName)
    }
    for name in NetworkSpec.presetNames {
      try write(JSONText.of(NetworkSpec.named(name)) + "\n", "networks", "\(name).json")
    }
  }

  private func write(_ text: String, _ folder: String, _ name: String) throws {
    let folder = URL(filePath: to.absolutePath).appending(path: folder)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: folder.appending(path: name))
    } catch {
      throw NotInstalled(
        path: folder.appending(path: name).path(percentEncoded: false),
        reason: error.systemReason ?? "\(error)")
    }
  }

  /// The date in the pages. Packages are built again with the date in `SOURCE_DATE_EPOCH`, in seconds since
  /// 1970 (reproducible-builds.org).
  private static var date: Date {
    let seconds = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"].flatMap { Double($0) }
    return seconds.map { Date(timeIntervalSince1970: $0) } ?? Date()
  }
}

/// The error of a file of an installation that cannot be written.
struct NotInstalled: ProgramError, Equatable {
  var path: String
  var reason: String

  var problem: String { "'\(path)' cannot be written: \(reason)" }
  var remedy: String { "Give another folder with --to" }
  var hasNotStarted: Bool { false }
}
