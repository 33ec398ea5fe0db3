import Archives
import ArgumentParser
import DisplayText
import Downloads
import Foundation

/// Fetches a public data set.
struct DataGet: NamedCommand {
  static let name = "get"
  static let parent: (any NamedCommand.Type)? = DataCommand.self
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Fetch CIFAR-10, CIFAR-100, MNIST, Fashion-MNIST or Imagenette.",
    discussion: """
      Sizes: cifar-10 163 MiB, cifar-100 161 MiB, mnist 11 MiB, fashion-mnist 30 MiB, imagenette \
      326 MiB. An interrupted download continues where it ended. A proxy is taken from the \
      environment (https_proxy, no_proxy). An archive that you fetched by hand into the folder, or \
      files of MNIST into the set's own folder there, are checked and used.
      """)

  /// The names of the sets.
  enum SetName: String, ExpressibleByArgument, CaseIterable {
    case cifar10 = "cifar-10"
    case cifar100 = "cifar-100"
    case mnist
    case fashionMNIST = "fashion-mnist"
    case imagenette

    var set: PublicDataSet {
      switch self {
      case .cifar10: .cifar10
      case .cifar100: .cifar100
      case .mnist: .mnist
      case .fashionMNIST: .fashionMNIST
      case .imagenette: .imagenette
      }
    }
  }

  @Argument(help: "The set.")
  var choice: SetName

  @Option(
    help: ArgumentHelp(
      "The folder for the set's folder (default: $XDG_DATA_HOME/alexnet/data).", valueName: "dir"),
    transform: NonEmptyText.parse)
  var to: String?

  @Option(
    help: ArgumentHelp(
      "Another address of the same archive, or of the folder with the same files. The checksums must "
        + "match.",
      valueName: "url"), transform: NonEmptyText.parse)
  var from: String?

  func run() throws {
    let signals = StopSignals()
    let directory = try to?.absolutePath ?? Self.defaultDirectory()
    let progress = DownloadProgress()
    let download = DataSetDownload(
      of: choice.set, in: directory, from: from, shouldStop: { signals.received != nil },
      onStage: { progress.show($0) })
    guard !download.isComplete else {
      return try StandardOutput.print(
        "\(choice.rawValue) is there already: --data \(download.path.printable)")
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
    try StandardOutput.print(
      "\(choice.rawValue) is complete: --data \(download.path.printable)")
  }

  /// Returns an error that names the manual download, if the network is the reason of an error.
  private func withAlternative(_ error: any Error, _ directory: String) -> any Error {
    guard let error = error as? DownloadError else { return error }
    switch error {
    case .noServer, .refused, .unusable:
      return ManualDownload(
        problem: error.problem, urls: choice.set.files.map(\.remote.url), directory: directory)
    case .interrupted, .wrongLength, .wrongChecksum, .busy, .unwritable, .unreadable, .stopped:
      return error
    }
  }

  private static func defaultDirectory() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.local/share" : nil }
    let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let base = data ?? home else {
      throw OptionError(
        option: "--to", value: "left out without a home directory", allowed: "a folder")
    }
    return "\(base)/alexnet/data"
  }
}

/// The progress of a download on standard error. Its callbacks share it, so it is a class.
private final class DownloadProgress {
  private var line = StatusLine()
  /// The bytes that were there at the start, which do not count for the speed.
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
          "\(bytes.mebibytes) of \(total.mebibytes), \((rate / 1_048_576).fixed(1)) MiB a second"
          + left
      }
    case .checking: line.print("Checking the archive that is there.")
    case .unpacking: line.print("Unpacking.")
    }
  }

  func clear() { line.clear() }
}

/// The error of a download without a network, which names the files to fetch in another way.
struct ManualDownload: ProgramError, Equatable {
  /// The problem of the download.
  var problem: String
  var urls: [String]
  /// The folder in which the next attempt finds the files.
  var directory: String

  var remedy: String {
    "Fetch \(urls.joined(separator: ", ")) by hand, put \(urls.count > 1 ? "them" : "it") into "
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
