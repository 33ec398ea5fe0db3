import ArgumentParser
import Blueprint
import Exchange
import FoundationEssentials
import Images
import Runs
import Training

/// Makes a run of a network that was trained elsewhere.
struct Import: NamedCommand {
  static let name = "import"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Make a run of a trained network from a safetensors file.",
    discussion: """
      The file can be from torchvision's AlexNet, from BVLC's AlexNet or CaffeNet (converted from \
      Caffe), an export of this program, or one of its checkpoints. The run can be shown, evaluated \
      and used for predictions, and it can be resumed on images of the same classes.

      Examples:
        \(invocation) alexnet.safetensors --as famous --classes synset_words.txt
        \(invocation) bvlc.safetensors --as bvlc --network bvlc-alexnet
        \(KernelsCommand.invocation) famous
        \(Resume.invocation) famous --data ~/imagenet-256 --rate 0.0001
      """)

  @Argument(
    help: ArgumentHelp("The file, FILE.safetensors.", valueName: "file"),
    completion: .file(extensions: ["safetensors"]), transform: AllowedValues.importedFile.parse)
  var file: String

  @Option(
    name: [.customLong("as"), .customLong("run")],
    help: ArgumentHelp("The name of the new run.", valueName: "name"),
    transform: AllowedValues.newRunName.parse)
  var runName: String

  @Option(
    help: ArgumentHelp(
      "The network: a preset, or a network file (default: the one that the file describes, or whose "
        + "shapes it has).", valueName: "name"),
    completion: NetworkChoice.completion, transform: AllowedValues.network.parse)
  var network: NetworkChoice?

  @Option(
    help: ArgumentHelp(
      "A text file with one class a line, in the order of the network's outputs (default: the names "
        + "in the file, or those of --data; without both, numbers).", valueName: "file"),
    completion: .file(), transform: AllowedValues.classList.parse)
  var classes: String?

  @Option(
    help: ArgumentHelp(
      "The images on which the run is evaluated and can continue; their classes are those of the "
        + "network, in its order.", valueName: "scenes|PATH"), completion: .directory,
    transform: AllowedValues.data.parse)
  var data: String?

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var store: StoreOptions

  @Flag(help: "Print the result as JSON.")
  var json = false

  func run() throws {
    let signals = StopSignals()
    let store = try store.store()
    // The name is checked before the file, which can be large, is read.
    try store.checkIsFree(runName)
    var line = StatusLine()
    do {
      let found = try NetworkImport(path: file.absolutePath, network: network?.spec())
      let imported = try ImportedClasses(
        of: found, list: classes, data: data, threads: threads.count)
      let run = try ImportedRun(
        found, classes: imported.names, classRecord: imported.record, data: imported.data,
        threads: threads.count
      ).write(as: runName, in: store) { share in
        if signals.received != nil { throw ImportError.stopped }
        line.show { _ in "\(file): \(share.percent)" }
      }
      line.clear()
      let report = try ImportReport(of: run, found)
      try StandardOutput.print(json ? JSONText.of(report) : report.text(self.store))
    } catch {
      line.clear()
      try signals.exitIfStopped(error)
      throw error
    }
  }
}

extension AllowedValues {
  static let importedFile = ValueRule.text("the path of a file, FILE.safetensors")
  static let classList = ValueRule.text("the path of a text file with one class a line")
}

/// The classes of an imported network, and its data if there are any.
struct ImportedClasses {
  /// The names in the order of the outputs; `nil` for those of the file.
  private(set) var names: [String]?
  /// The contents of `data.json`; `nil` without ids of the classes.
  private(set) var record: [UInt8]?
  private(set) var data: ImportedRun.Data?

  /// Reads the list of classes and opens the data.
  /// - Parameters:
  ///   - network: The network.
  ///   - list: The path of the list of classes; `nil` without one.
  ///   - data: The value of `--data`; `nil` without one.
  ///   - threads: The compute threads of the plan.
  /// - Throws: `ClassListError`, `ImportError.otherClassCount`, `DataMismatch`, or the reason why the network
  ///   cannot train on the data.
  init(of network: NetworkImport, list: String?, data argument: String?, threads: Int) throws {
    let outputs = network.spec.classes
    var known = network.classes.map { $0.map { TrainingClass(id: nil, name: $0) } }
    if let list {
      let classes = try ClassList(path: list.absolutePath)
      guard classes.entries.count == outputs else {
        throw ImportError.otherClassCount(
          names: "'\(list)'", count: classes.entries.count, outputs: outputs)
      }
      report(classes.repeatedNames, in: list)
      names = classes.names
      record = classes.fingerprint.json
      known = classes.entries.map { TrainingClass(id: $0.id, name: $0.name) }
    }
    guard let argument else { return }
    let choice = DataChoice(argument: argument)
    let source = try Self.open(choice, named: argument, for: network.spec)
    let fingerprint = try source.fingerprint()
    guard fingerprint.classes.count == outputs else {
      throw ImportError.otherClassCount(
        names: "'\(argument)'", count: fingerprint.classes.count, outputs: outputs)
    }
    try known?.check(fingerprint, data: argument)
    try check(network.spec, choice, source, threads: threads)
    names = fingerprint.classes.map(\.name)
    record = fingerprint.json
    data = ImportedRun.Data(
      choice: choice, name: source.name, trainImages: source.count(.train),
      validationImages: source.count(.validation))
  }

  private func report(_ names: [String], in list: String) {
    guard let first = names.first else { return }
    let rest = names.count > 1 ? " and \((names.count - 1).grouped) more" : ""
    StandardError.write(
      ErrorMessage.line(
        "'\(list)' has '\(first)'\(rest) in several lines. The classes have the number of the line in their "
          + "names."))
  }

  private static func open(
    _ choice: DataChoice, named argument: String, for spec: NetworkSpec
  ) throws -> any DataSource {
    do {
      return try DataSources.open(choice, seed: 1, for: spec.input)
    } catch {
      guard case .folderMissing = error else { throw error }
      throw MissingData(option: "--data", value: argument)
    }
  }

  private func check(
    _ spec: NetworkSpec, _ choice: DataChoice, _ source: any DataSource, threads: Int
  ) throws {
    let file = ImportedFile(path: "", sha256: "", hasClassNames: true)
    let plan = RunPlan.imported(
      spec, from: file, data: choice, trainImages: source.count(.train),
      validationImages: source.count(.validation), threads: threads)
    try Trainer.check(plan, on: source)
  }
}
