import Blueprint
import DisplayText
import Glibc

/// The texts of the stops, with the numbers of the run. What is not measured yet is left out.
extension DashboardState {
  private var classCount: Int? { lane.run?.classes.count ?? lane.plan?.network.classes }

  var tourLoss: TourText {
    var now = ""
    var brief = "The loss measures how wrong the network is"
    if let loss = lane.trainLossText {
      now = ": \(loss) now"
      brief = "The loss is \(loss)"
    }
    guard let count = classCount else {
      return TourText(
        "The loss measures how wrong the network is\(now). A perfect network has 0.",
        brief: "\(brief)."
      )
    }
    let guess = NumberText.fixed(Glibc.log(Double(count)), 2)
    return TourText(
      """
      The loss measures how wrong the network is\(now). Guessing among \(count) classes gives ln \(count) \
      = \(guess), and a perfect network 0.
      """,
      brief: "\(brief): guessing gives \(guess), a perfect network 0.")
  }

  var tourError: TourText {
    var now = ""
    var brief = "The top-1 error: the best guess is wrong"
    if let error = lane.trainTop1Text {
      now = ", \(error) of the training images now"
      brief = "The top-1 error is \(error): wrong best guesses"
    }
    var guessing = ""
    if let count = classCount, count > 0 {
      guessing = "; guessing gives \(NumberText.percent(1 - 1 / Double(count)))"
    }
    let top5 =
      lane.hasTop5 ? " The top-5 error counts images whose class is not among five guesses." : ""
    let validation = lane.validationTop1Text.map { " In validation it is \($0)." } ?? ""
    return TourText(
      """
      The top-1 error is the share of images whose best guess is wrong\(now)\(guessing).\(validation)\(top5)
      """,
      brief: lane.hasTop5 ? "\(brief); top-5: none of five is right." : "\(brief).")
  }

  var tourKernel: TourText {
    let number = kernels.selected + 1
    let count = kernels.analysis?.weights.count ?? firstConvolution?.1.outputs
    let patterns = count.map { "\(NumberText.grouped($0)) patterns" } ?? "patterns"
    var structured = ""
    if let share = kernels.analysis?.structuredShare {
      structured = " \(NumberText.share(share)) of them have a structure now."
    }
    return TourText(
      """
      The first layer looks for \(patterns), its kernels. They begin as noise and become edges and \
      colours.\(structured) Kernel \(number) is magnified here.
      """,
      brief: "Kernel \(number): a pattern that the first layer looks for.")
  }

  var tourTimeline: TourText {
    let track = kernelsTrack
    if timeline.playback != nil {
      let step = NumberText.grouped(track.shown ?? track.present ?? 0)
      let text = "These were the kernels after step \(step)."
      return TourText("\(text) The playback ends at the present.", brief: text)
    }
    let records =
      track.records.count == 1 ? "1 time" : "\(NumberText.grouped(track.records.count)) times"
    return TourText(
      """
      The run records its kernels: \(records) so far, until step \(NumberText.grouped(lane.step)). The \
      timeline goes back to each record, and plays them.
      """,
      brief: "The kernels were recorded \(records). The timeline plays them.")
  }

  var tourDropout: TourText {
    let plan = lane.plan?.knobs.dropout ?? 0
    let share = plan > 0 ? plan : 0.5
    let units = share == 0.5 ? "half" : NumberText.share(share)
    let isOff = lane.dropout.isOn == false
    let (state, other) = isOff ? ("off", "on") : ("on", "off")
    return TourText(
      """
      Dropout leaves out \(units) of the units of some layers in each step, at random, so that none \
      relies on another. It is \(state): D turns it \(other) in the running training.
      """,
      brief: "Dropout leaves out \(units) of some units at random. D turns it \(other).")
  }

  var tourFork: TourText {
    if case .fork(let menu) = overlay {
      let change = menu.changes.isEmpty ? "" : " with the change \(menu.changes.text)"
      let text = "Enter begins a copy\(change)."
      return TourText("\(text) ↑ and ↓ choose another line, ← and → another value.", brief: text)
    }
    var change = ""
    if let last = lane.changes.last(where: { $0.kind == .dropout }) {
      let state = last.label.prefix(1).uppercased() + last.label.dropFirst()
      change =
        "\(state) since step \(NumberText.grouped(last.step)): the curves have a mark there. "
    }
    return TourText(
      "\(change)A fork copies the network with one change, and both train on the same images.",
      brief: "A fork copies the network with one change; both train on.")
  }

  var tourLanes: TourText {
    guard lanes.count > 1, let last = lanes.last else {
      return TourText(
        """
        The compare screen draws the curves of several runs in one chart, also of earlier ones. Here is one \
        run so far.
        """,
        brief: "The compare screen draws several runs in one chart.")
    }
    let difference = differences(of: last).text
    let with = difference.isEmpty ? "" : ", with \(difference)"
    let count = NumberText.grouped(lanes.count)
    return TourText(
      """
      \(count) lanes train on the same images now. The last one is \(title(of: last))\(with).
      """,
      brief: "\(count) lanes train on the same images\(with).")
  }

  var tourComparison: TourText {
    guard comparedRuns.count > 1 else {
      return TourText(
        "Each run has a curve here, and a line in the table below it. Screen 7 adds earlier runs.",
        brief: "Each run has a curve here, and a line below.")
    }
    return TourText(
      """
      Each run has a curve, and a line in the table with its difference from the first. A fork trains on the \
      same images from the same weights, so the change is the reason.
      """,
      brief: "Each run has a curve. Only the change makes them differ.")
  }

  var tourImage: TourText {
    guard let answer = imageAnalysis, answer.problem == nil, let best = answer.guesses.first else {
      return TourText(
        "One validation image, on which the network never trains, with its guesses and its feature maps.",
        brief: "One validation image, its guesses and its maps.")
    }
    let guess = "\(className(best.label)), with \(NumberText.share(best.probability))"
    var verdict = "right"
    if let label = answer.label, label != best.label {
      verdict = "wrong: it is \(className(label))"
    }
    return TourText(
      """
      The network never trains on this image. Its best guess is \(guess), which is \(verdict). The maps \
      are the responses of \(layerOfMaps ?? "a layer") to it.
      """,
      brief: "Best guess: \(guess). It is \(verdict).")
  }
}
