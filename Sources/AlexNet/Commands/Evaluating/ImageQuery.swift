import ArgumentParser
import Evaluating
import Runs

/// The run and the images of `predict` and `similar`.
struct ImageQuery: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The name of the run.", valueName: "run"), completion: .runs,
    transform: AllowedValues.run.parse
  )
  var runName: String

  @Argument(
    help: ArgumentHelp("Image files, folders, or -.", valueName: "image"),
    completion: .imageFiles, transform: AllowedValues.image.parse)
  var images: [String]
}

/// The options that `predict` and `similar` share.
struct ImageQueryOptions: ParsableArguments {
  @OptionGroup var checkpoint: NetworkOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var store: StoreOptions

  @Flag(
    help:
      "Draw with ASCII characters only, and without colours. NO_COLOR=1 leaves out only the colours."
  )
  var ascii = false

  @Flag(help: "Print one JSON object in each line.")
  var json = false

  /// The drawing on the terminal; `nil` if JSON or plain text is printed.
  var output: PictureOutput? { json ? nil : PictureOutput(ascii: ascii) }

  /// Opens the network of a run, and reports if it is evaluated in another precision.
  /// - Throws: `RunsError` or `EvaluatingError`.
  func network(of query: ImageQuery) throws -> TrainedNetwork {
    let run = try store.store().run(named: query.runName)
    let network = try TrainedNetwork(run, at: checkpoint.choice)
    PrecisionReport.print([network])
    return network
  }
}
