import ArgumentParser
import Blueprint
import DisplayText
import Evaluating
import Images

/// Finds the images of a collection that a run's network represents most similarly.
struct Similar: NamedCommand {
  static let name = "similar"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Find the images that a run's network represents most similarly.",
    discussion: """
      The distance of two images is the Euclidean distance of the activations of the last hidden layer, as in \
      Figure 4 of the paper. A query that is itself in the collection is left out of its own results.

      The activations of the collection are kept in the folder of the run, 5 bytes for each image and \
      unit: 2 GB for 100,000 images of AlexNet's 4,096 units. They are computed again for images that \
      have changed, or if the weights are others. A search reads them in blocks and needs about \
      120 bytes of memory for each image. ^C keeps what was computed so far.

      Damaged images are reported and left out, and the exit status is 1.

      Examples:
        \(invocation) first cat.jpg --among ~/photos
        \(invocation) first cat.jpg dog.jpg --among cifar-10-batches-bin --count 10
      """)

  @OptionGroup var query: ImageQuery

  @Option(
    help: ArgumentHelp(
      "The images among which is searched: a folder of any arrangement, a data set, or scenes.",
      valueName: "path"), completion: .directory, transform: AllowedValues.data.parse)
  var among: String

  @Option(
    help: "The number of images to find (default: 6).", transform: AllowedValues.neighborCount.parse
  )
  var count = 6

  @OptionGroup var options: ImageQueryOptions

  func run() throws {
    let signals = StopSignals()
    let network = try options.network(of: query)
    let collection = try ImageCollection(DataChoice(argument: among), for: network)
    let arguments = ImageArguments(query.images)
    let similar = try SimilarImages(network, among: collection, threads: options.threads.count)
    var line = StatusLine()
    var hasFailed = arguments.hasFailed
    do {
      let preparation = try similar.prepare(
        isCancelled: { signals.received != nil },
        onProgress: { done, total in
          line.show { "index: " + EvaluationProgress.text(done, of: total, seconds: $0) }
        })
      if let text = SimilarityReport.text(of: preparation) { line.print(text) }
      DamageReport.print(preparation.damaged)
      if preparation.damagedCount > 0 { hasFailed = true }
      line.clear()
      try similar.nearest(
        to: arguments.files, count: count, isCancelled: { signals.received != nil },
        report: { number, result in
          switch result {
          case .failure(let error):
            hasFailed = true
            StandardError.write(error.errorLine)
          case .success(let neighbors):
            try report(arguments.files[number], neighbors, of: similar, network)
          }
        })
    } catch {
      line.clear()
      try signals.exitIfStopped(error)
      throw error
    }
    if hasFailed { throw ExitCode(1) }
  }

  private func report(
    _ query: ImageFile, _ neighbors: [SimilarImages.Neighbor], of similar: SimilarImages,
    _ network: TrainedNetwork
  ) throws {
    let report = SimilarityReport(image: query.name, neighbors)
    if options.json {
      try StandardOutput.print(JSONText.line(of: report))
    } else if let output = options.output, let picture = try? Picture(query, network) {
      let pictures = neighbors.map { try? similar.picture(of: $0) }
      try output.print(report.frame(picture, pictures, output))
    } else {
      try StandardOutput.print(report.text)
    }
  }
}
