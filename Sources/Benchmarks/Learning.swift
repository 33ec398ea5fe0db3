import ArgumentParser
import Blueprint
import Channels
import Foundation
import Images
import Machine
import Observing
import Runs
import Training

/// Trains for a given time. Prints a line at each validation: the speed, the loss, the errors and
/// the share of structured kernels.
struct Learning: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learning",
    abstract: "Train with the defaults of the program, and print errors and structured kernels.")

  @Argument(help: "The data: scenes, or a folder.")
  var data = "scenes"
  @Argument(help: "The duration in seconds.", transform: positive)
  var seconds: Double = 180
  @Argument(help: "The network.")
  var network = "compact"
  @Argument(help: "The number of images in a batch.", transform: positive)
  var batch: Int?
  @Argument(help: "The learning rate.", transform: positive)
  var rate: Double?

  func run() throws {
    let choice: DataChoice = data == "scenes" ? .scenes : .folder(path: data)
    // `compact` is fitted to the classes and the size of the images, the other networks to the
    // classes only.
    let unfitted = try NetworkSpec.named(network)
    let source = try DataSources.open(choice, seed: 1, for: unfitted.input)
    let fitted =
      network == "compact"
      ? .compact(classes: source.classes.count, fitting: source.imageShape)
      : unfitted.withClasses(source.classes.count)
    var plan = RunPlan.standard(
      fitted, data: choice, validationImages: source.count(.validation),
      threads: ProcessorAllowance.current.threads, batch: batch)
    if let rate { plan.knobs.rate = rate }
    let commands = Mailbox<AddressedCommand>()
    let watcher = Watcher(Interest(kernels: true))
    let start = ContinuousClock.now
    var share = 0.0
    func elapsed() -> Double { start.duration(to: .now) / .seconds(1) }
    printLine("seconds   step  images/s  loss   top-1   top-5   structured kernels")
    var imagesPerSecond = 0.0
    let callbacks = Lane.Callbacks(
      report: { event in
        switch event {
        case .step(let step):
          imagesPerSecond = step.imagesPerSecond
          if elapsed() > seconds { commands.post(AddressedCommand(.stop)) }
        case .validation(let validation):
          if let kernels = watcher.snapshots.removeValue()?.first?.kernels {
            share = kernels.structuredShare
          }
          printLine(
            String(
              format: "%7.1f %6d %9.0f  %.3f  %5.1f %%  %5.1f %%  %5.1f %%", elapsed(),
              validation.step, imagesPerSecond, validation.loss, validation.top1 * 100,
              validation.top5 * 100, share * 100))
        case .warning(_, _, let message), .failed(_, let message): printLine(message)
        case .started, .rate, .scheduled, .toggled, .paused, .checkpoint, .resumed, .renamed,
          .finished:
          break
        }
      })
    try Trainer(
      [.init(plan, data: source, callbacks: callbacks)],
      connections: .init(commands: commands, watchers: Watchers([watcher]))
    ).run()
  }
}
