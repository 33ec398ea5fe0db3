import ArgumentParser
import Evaluating
import Images

/// Prints the most probable classes of images.
struct Predict: NamedCommand {
  static let name = "predict"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Show what a run's network takes images for.",
    discussion: """
      An image is a JPEG, PNG or WebP file, - for the bytes of one on standard input, or a folder, of \
      which all images are used. Each is scaled and cut to its middle, as in training. On a terminal the \
      picture stands beside its classes. A damaged image is reported, the others are done, and the \
      exit status is 1.

      Examples:
        \(invocation) first cat.jpg
        \(invocation) first ~/photos --top 1
        curl -s https://example.org/cat.jpg | \(invocation) first -
        \(invocation) first cat.jpg --json
      """)

  @OptionGroup var query: ImageQuery

  @Option(help: "The number of classes to show (default: 5).", transform: AllowedValues.top.parse)
  var top = 5

  @Option(help: AllowedValues.viewsHelp)
  var views = ViewsOption.one

  @OptionGroup var options: ImageQueryOptions

  func run() throws {
    let signals = StopSignals()
    let network = try options.network(of: query)
    let arguments = ImageArguments(query.images)
    let files = arguments.files
    let predictor = try Predictor(
      network, views: views.views, images: files.count, threads: options.threads.count)
    let output = options.output
    var hasFailed = arguments.hasFailed
    var line = StatusLine(needsTerminal: true)
    var done = 0
    do {
      try predictor.predict(
        files, top: top, isCancelled: { signals.received != nil },
        report: { number, result in
          line.clear()
          switch result {
          case .failure(let error):
            hasFailed = true
            StandardError.write(error.errorLine)
          case .success(let prediction):
            let picture = output == nil ? nil : try? Picture(files[number], network)
            try report(prediction, picture, output)
          }
          done += 1
          // On a terminal the results themselves show the progress.
          guard output == nil else { return }
          line.show { EvaluationProgress.text(done, of: files.count, seconds: $0) }
        })
    } catch {
      line.clear()
      try signals.exitIfStopped(error)
      throw error
    }
    line.clear()
    if hasFailed { throw ExitCode(1) }
  }

  private func report(
    _ prediction: Prediction, _ picture: Picture?, _ output: PictureOutput?
  ) throws {
    let report = PredictionReport(prediction)
    if options.json {
      try StandardOutput.print(JSONText.line(of: report))
    } else if let output, let picture {
      try output.print(report.frame(picture, output))
    } else {
      try StandardOutput.print(report.text)
    }
  }
}
