import DisplayText
import Evaluating

/// The output of `evaluate`. The fields are the contract of `evaluate --json`. Errors are fractions, losses
/// in nats, times in seconds.
struct EvaluationReport: Encodable {
  /// A network whose predictions were averaged with those of the others.
  struct Network: Encodable {
    var run: String
    var step: Int
  }

  /// The errors of one class.
  struct Class: Encodable {
    var name: String
    var images: Int
    var errors: Int
    var error: Double
  }

  /// Images of one class that were taken for another one.
  struct Confusion: Encodable {
    var label: String
    var guess: String
    var images: Int
  }

  /// The networks; several for an average.
  var runs: [Network]
  /// The name of the images.
  var data: String
  /// "validation", "train" or "all".
  var split: String
  /// The identity of the images and of their order.
  var fingerprint: String
  /// The number of images that were evaluated.
  var images: Int
  /// The number of images that were left out.
  var damaged: Int
  var views: Int
  var loss: Double
  var top1: Double
  var top5: Double
  /// The classes with images, the worst first.
  var classes: [Class]
  /// The names of the classes of the network without images.
  var missingClasses: [String]
  /// The most frequent errors.
  var confusions: [Confusion]
  var seconds: Double
  var imagesPerSecond: Double
  /// The file that keeps the result; `nil` if it could not be written.
  var file: String?
  private var hasTop5: Bool

  enum CodingKeys: CodingKey {
    case runs, data, split, fingerprint, images, damaged, views, loss, top1, top5, classes
    case missingClasses, confusions, seconds, imagesPerSecond, file
  }

  init(_ result: SetResult, seconds: Double, file: String?) {
    runs = result.networks.map { Network(run: $0.run, step: $0.step) }
    data = result.images.data
    split = result.images.split
    fingerprint = result.images.fingerprint
    images = result.count
    damaged = result.damaged.count
    views = result.views
    loss = result.loss
    top1 = result.top1
    top5 = result.top5
    hasTop5 = result.hasTop5
    self.seconds = seconds
    imagesPerSecond = Double(result.count) / max(seconds, 1e-9)
    self.file = file
    let confusion = result.confusion
    classes = result.classNames.indices.filter { confusion.images[$0] > 0 }.map { label in
      let (images, errors) = (confusion.images[label], confusion.errors[label])
      return Class(
        name: result.classNames[label], images: images, errors: errors,
        error: Double(errors) / Double(images))
    }
    .sorted { ($0.error, $0.errors) > ($1.error, $1.errors) }
    missingClasses = result.classNames.indices.filter { confusion.images[$0] == 0 }
      .map { result.classNames[$0] }
    confusions = confusion.pairs.map {
      Confusion(
        label: result.classNames[$0.truth], guess: result.classNames[$0.guess], images: $0.count)
    }
  }
}

extension EvaluationReport {
  /// The number of classes and confusions that are listed.
  private static let listed = 10

  /// The report as text.
  /// - Parameters:
  ///   - listsAll: True to list all classes.
  ///   - width: The columns of the terminal; `nil` for a file or a pipe.
  ///   - store: The options for the command lines in the text.
  func text(listsAll: Bool, width: Int?, store: StoreOptions) -> String {
    var lines = ([title] + [missing].compactMap(\.self)).flatMap {
      $0.printable.lines(width: width)
    }
    lines += ["", errors.text, ""]
    lines.append(classTable(listsAll).text(width: width))
    let rest = classes.count - Self.listed
    if !listsAll, rest > 0 { lines.append("and \(rest.grouped) more; --all lists all") }
    if !confusions.isEmpty { lines += ["", confusionTable.text(width: width)] }
    lines += [""] + closing(store).lines(width: width)
    return lines.joined(separator: "\n")
  }

  /// The number of classes without images that are named.
  private static let maximumMissing = 5

  /// A sentence on the classes without images; `nil` if there are none.
  private var missing: String? {
    guard !missingClasses.isEmpty else { return nil }
    let rest = missingClasses.count - Self.maximumMissing
    let names =
      missingClasses.prefix(Self.maximumMissing).map { "'\($0)'" }.joined(separator: ", ")
      + (rest > 0 ? " and \(rest.grouped) more" : "")
    let count = missingClasses.count
    return "\(count.grouped) of the \((count + classes.count).grouped) classes of the network "
      + "\(count == 1 ? "has" : "have") no images here: \(names)"
  }

  private var title: String {
    let names = runs.map { "\($0.run) (step \($0.step.grouped))" }.joined(separator: ", ")
    let what =
      switch split {
      case "all": "images"
      case "train": "training images"
      default: "validation images"
      }
    let left = damaged > 0 ? ", \(damaged.grouped) damaged ones left out" : ""
    let view = views == 1 ? "one view each" : "\(views) views each"
    return (runs.count > 1 ? "the average of " : "") + names
      + " on \(images.grouped) \(what) of \(data)\(left), \(view)"
  }

  private var errors: TextTable {
    var table = TextTable([.left("measure"), .right("value"), .right("images")])
    let wrong = classes.reduce(0) { $0 + $1.errors }
    table.add(["top-1 error", NumberText.percent(top1), wrong.grouped])
    table.add([
      "top-5 error", hasTop5 ? NumberText.percent(top5) : "—",
      hasTop5 ? Int((top5 * Double(images)).rounded()).grouped : "",
    ])
    table.add(["loss", NumberText.loss(loss), ""])
    return table
  }

  private func classTable(_ listsAll: Bool) -> TextTable {
    var table = TextTable([
      .left("class, the worst first", least: 20), .right("top-1 err"), .right("errors"),
      .right("images"),
    ])
    for row in classes.prefix(listsAll ? classes.count : Self.listed) {
      table.add([
        row.name, NumberText.percent(row.error), row.errors.grouped, row.images.grouped,
      ])
    }
    return table
  }

  private var confusionTable: TextTable {
    var table = TextTable([
      .left("class", least: 16), .left("taken for", least: 16), .right("images"),
    ])
    for pair in confusions.prefix(Self.listed) {
      table.add([pair.label, pair.guess, pair.images.grouped])
    }
    return table
  }

  private func closing(_ store: StoreOptions) -> String {
    let speed = "\(NumberText.perSecond(imagesPerSecond)) images a second"
    guard runs.count == 1, file != nil else { return speed + "." }
    let compare = store.commandLine(RunsCompare.self, runs[0].run, "OTHER")
    return speed + ". `\(compare.printable)` compares it with a run that was evaluated on the same "
      + "images."
  }
}
