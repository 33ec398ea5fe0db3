import Archives
import ArgumentParser
import DisplayText
import Downloads
import Foundation

/// Fetches a data set that is free for anybody.
struct DataGet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Fetch CIFAR-10, CIFAR-100, MNIST, Fashion-MNIST or Imagenette.",
    discussion: """
      Sizes: cifar-10 163 MiB, cifar-100 161 MiB, mnist 11 MiB, fashion-mnist 30 MiB, imagenette \
      326 MiB. What was interrupted goes on where it ended. A proxy is found in the environment (https_proxy, \
      no_proxy). An archive that was fetched by hand into the folder, or files of MNIST into the set's own \
      folder there, are checked and used.
      """)

  enum Choice: String, ExpressibleByArgument, CaseIterable {
    case cifar10 = "cifar-10"
    case cifar100 = "cifar-100"
    case mnist
    case fashionMNIST = "fashion-mnist"
    case imagenette

    var set: FreeSet {
      switch self {
      case .cifar10: .cifar10
      case .cifar100: .cifar100
      case .mnist: .mnist
      case .fashionMNIST: .fashionMNIST
      case .imagenette: .imagenette
      }
    }
  }

  @Argument(help: "Which.")
  var choice: Choice

  @Option(
    help: ArgumentHelp(
      "Where its folder is to be (default: $XDG_DATA_HOME/alexnet/data).", valueName: "dir"),
    transform: GivenText.nonEmpty)
  var to: String?

  @Option(
    help: ArgumentHelp(
      "Another address of the same archive, or of the folder of the same files; checksums stay.",
      valueName: "url"), transform: GivenText.nonEmpty)
  var from: String?

  func run() throws {
    let signals = StopSignals()
    let directory = try to.map(Self.absolute) ?? Self.standardDirectory()
    let line = ProgressText()
    let acquisition = Acquisition(
      of: choice.set, in: directory, from: from, shouldStop: { signals.received != nil },
      onStage: { line.show($0) })
    guard !acquisition.isThere else {
      return try StandardOutput.print(
        "\(choice.rawValue) is there already: --data \(acquisition.place.printable)")
    }
    defer { line.clear() }
    do {
      try acquisition.run()
    } catch {
      line.clear()
      try signals.endIfStopped(error)
      throw explained(error, acquisition.placeByHand)
    }
    line.clear()
    try StandardOutput.print(
      "\(choice.rawValue) is there now: --data \(acquisition.place.printable)")
  }

  /// Where the network is what failed, the file can come another way.
  private func explained(_ error: any Error, _ directory: String) -> any Error {
    switch error {
    case DownloadError.noServer, DownloadError.refused, DownloadError.unusable:
      FetchByHand(
        problem: (error as? DownloadError)?.problem ?? "",
        urls: choice.set.pieces.map(\.file.url), directory: directory)
    default: error
    }
  }

  private static func absolute(_ path: String) -> String {
    URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
  }

  private static func standardDirectory() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.local/share" : nil }
    let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let base = data ?? home else {
      throw OptionError(
        option: "--to", value: "left out without a home directory", wanted: "a folder")
    }
    return "\(base)/alexnet/data"
  }

  /// The line on the terminal, which the download's callbacks share.
  private final class ProgressText {
    private var line = StatusLine()
    private var first: Int?

    func show(_ stage: Acquisition.Stage) {
      switch stage {
      case .fetching(let bytes, let total):
        // What was there before says nothing of the speed.
        let first = first ?? bytes
        self.first = first
        line.show { seconds in
          let rate = Double(bytes - first) / max(seconds, 0.001)
          let left = rate > 0 ? ", \(StatusLine.duration(Double(total - bytes) / rate)) left" : ""
          return
            "\(bytes.mebibytes) of \(total.mebibytes), \((rate / 1_048_576).fixed(1)) MiB a second"
            + left
        }
      case .checking: line.say("Checking the archive that is there.")
      case .unpacking: line.say("Unpacking.")
      }
    }

    func clear() { line.clear() }
  }
}

/// The network is of no help.
struct FetchByHand: Explained, Equatable {
  var problem: String
  var urls: [String]
  var directory: String

  var remedy: String {
    "Fetch \(urls.joined(separator: ", ")) by hand, put \(urls.count > 1 ? "them" : "it") into "
      + "\(directory) and give the same command again"
  }
  var hasNotStarted: Bool { false }
}

extension StopSignals {
  /// When a signal is why something ended, says what has become of it and ends with that status.
  func endIfStopped(_ error: any Error) throws {
    guard let signal = received, let failure = error as? any Explained else { return }
    if let complaint = Ending(of: failure).complaint { StandardError.write(complaint) }
    throw ExitCode(128 + signal)
  }
}
