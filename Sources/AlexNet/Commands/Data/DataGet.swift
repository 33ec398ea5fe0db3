import Archives
import ArgumentParser
import DisplayText
import Downloads
import FoundationEssentials
import Machine

/// Fetches a public data set.
struct DataGet: NamedCommand {
  static let name = "get"
  static let parent: (any NamedCommand.Type)? = DataCommand.self
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Fetch a public data set.",
    discussion: """
      Sizes: \(PublicDataSet.all.map { "\($0.name) \($0.bytes.fileSizeText)" }.joined(separator: ", ")). \
      An interrupted download continues where it ended. The environment variables https_proxy and \
      no_proxy choose a proxy.

      Files that you fetched yourself are verified and used: put an archive into the folder of --to, \
      and the files of MNIST or Fashion-MNIST into the set's own folder in it.

      Examples:
        \(invocation) cifar-10
        \(Watch.invocation) --data ~/.local/share/alexnet/data/cifar-10-batches-bin
      """)

  @Argument(help: ArgumentHelp("The data set.", valueName: "data-set"))
  var dataSet: PublicDataSet

  @Option(
    help: ArgumentHelp(
      "The folder in which the set's own folder is created (default: $XDG_DATA_HOME/alexnet/data).",
      valueName: "dir"),
    completion: .directory, transform: AllowedValues.folder.parse)
  var to: String?

  @Option(
    help: ArgumentHelp(
      "Another address of the archive, or of the folder with the files. The checksums must match.",
      valueName: "url"), transform: AllowedValues.address.parse)
  var from: String?

  func run() throws {
    let signals = StopSignals()
    let directory = try to?.absolutePath ?? Self.defaultDirectory()
    let progress = DownloadProgress()
    let download = DataSetDownload(
      of: dataSet, in: directory, from: from, shouldStop: { signals.received != nil },
      onStage: { progress.show($0) })
    guard !download.isUnpacked else {
      return try StandardOutput.print(
        "\(dataSet.name) is already complete: --data \(download.path.printable)")
    }
    defer { progress.clear() }
    do {
      try download.run()
    } catch {
      progress.clear()
      try signals.exitIfStopped(error)
      throw withAlternative(error, download.manualFolder)
    }
    progress.clear()
    try StandardOutput.print("\(dataSet.name) is complete: --data \(download.path.printable)")
  }

  /// Returns an error that names the manual download, if the network is the reason of an error.
  private func withAlternative(_ error: any Error, _ directory: String) -> any Error {
    guard let error = error as? DownloadError else { return error }
    switch error {
    case .noServer, .refused, .unusable:
      return ManualDownload(
        problem: error.problem, urls: dataSet.files.map(\.remote.url), directory: directory)
    case .interrupted, .wrongLength, .wrongChecksum, .busy, .unwritable, .unreadable, .stopped:
      return error
    }
  }

  /// The folder of data sets without another one.
  static func defaultDirectory() throws -> String {
    guard let data = UserFolders.data(ProcessInfo.processInfo.environment) else {
      throw OptionError(
        option: "--to", value: "left out without a home directory", allowed: "a folder")
    }
    return "\(data)/data"
  }
}

extension PublicDataSet: ExpressibleByArgument {
  /// Finds a data set by its name; `nil` if there is none of this name.
  public init?(argument: String) {
    guard let dataSet = Self.all.first(where: { $0.name == argument }) else { return nil }
    self = dataSet
  }

  /// The names of all data sets, for the help.
  public static var allValueStrings: [String] { all.map(\.name) }
  /// The names that a shell completes.
  public static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

/// The progress of a download on standard error. Its callbacks share it, so it is a class.
private final class DownloadProgress {
  private var line = StatusLine()
  /// The bytes that an earlier process has fetched, which do not count for the speed.
  private var firstBytes: Int?

  func show(_ stage: DataSetDownload.Stage) {
    switch stage {
    case .fetching(let bytes, let total):
      let firstBytes = firstBytes ?? bytes
      self.firstBytes = firstBytes
      line.show { seconds in
        let rate = Double(bytes - firstBytes) / max(seconds, 0.001)
        let left = rate > 0 ? ", \(StatusLine.duration(Double(total - bytes) / rate)) left" : ""
        return
          "\(bytes.fileSizeText) of \(total.fileSizeText), \(Int(rate).fileSizeText) a second"
          + left
      }
    case .checking: line.print("Verifying a file that is already in the folder.")
    case .unpacking: line.print("Unpacking.")
    }
  }

  func clear() { line.clear() }
}

/// The error of a download that the network prevents. It names the files that the user can fetch in
/// another way.
struct ManualDownload: ProgramError, Equatable {
  /// The problem of the download.
  var problem: String
  var urls: [String]
  /// The folder in which the next attempt finds the files.
  var directory: String

  var remedy: String {
    "Fetch \(urls.joined(separator: ", ")) in another way, put \(urls.count > 1 ? "them" : "it") into "
      + "\(directory) and give the same command again"
  }
  var hasNotStarted: Bool { false }
}

extension StopSignals {
  /// Prints an error and exits with the status of the signal, if a signal is the reason of the error.
  func exitIfStopped(_ error: any Error) throws {
    guard let signal = received, let failure = error as? any ProgramError else { return }
    StandardError.write(failure.errorLine)
    throw ExitCode(128 + signal)
  }
}
