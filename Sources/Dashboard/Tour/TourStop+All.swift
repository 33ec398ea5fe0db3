import TerminalUI

extension TourStop {
  /// The eight stops. The key of each stop leads to the thing that the next one is about.
  static let all = [loss, error, kernel, timeline, dropout, fork, comparison, image]

  private static let loss = TourStop(
    title: "the loss",
    tasks: [
      TourTask(
        screen: .live, targets: [.loss], key: .down, label: "go to the error", goal: .pressed,
        text: \.tourLoss)
    ])

  private static let error = TourStop(
    title: "the error",
    tasks: [
      TourTask(
        screen: .live, targets: [.error], key: Screen.kernels.key, label: "see the kernels",
        goal: .screen(.kernels), text: \.tourError)
    ])

  private static let kernel = TourStop(
    title: "a kernel",
    tasks: [
      TourTask(
        screen: .kernels, targets: [.kernel, .kernelSheet], key: .right,
        label: "choose the next kernel", goal: .otherKernel, text: \.tourKernel)
    ])

  private static let timeline = TourStop(
    title: "the timeline",
    tasks: [
      TourTask(
        screen: .kernels, targets: [.timeline, .kernelSheet], key: .character(";"),
        label: "play the training", goal: .played, text: \.tourTimeline)
    ])

  private static let dropout = TourStop(
    title: "dropout",
    tasks: [
      TourTask(
        screen: .live, targets: [.run, .loss], key: .character("D"), label: "switch dropout",
        goal: .dropout, text: \.tourDropout)
    ])

  private static let fork = TourStop(
    title: "a fork",
    tasks: [
      TourTask(
        screen: .live, targets: [.lanes, .loss], key: .character("F"), label: "open the menu",
        goal: .fork, text: \.tourFork)
    ])

  private static let comparison = TourStop(
    title: "a comparison",
    tasks: [
      TourTask(
        screen: .live, targets: [.lanes, .loss], key: Screen.compare.key, label: "compare",
        goal: .screen(.compare), text: \.tourLanes),
      TourTask(
        screen: .compare, targets: [.comparison], key: Screen.images.key, label: "see an image",
        goal: .screen(.images), text: \.tourComparison),
    ])

  private static let image = TourStop(
    title: "the inside of an image",
    tasks: [
      TourTask(
        screen: .images, targets: [.image], key: .down, label: "see the next layer",
        goal: .otherLayer, text: \.tourImage)
    ])
}
