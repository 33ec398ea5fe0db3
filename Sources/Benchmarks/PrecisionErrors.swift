import ArgumentParser
import Blueprint
import Compute
import Foundation
import Machine

/// Computes one step of a network in every precision from the same weights on the same images, and
/// prints the relative distance ‖a − b‖ / ‖b‖ of activations and gradients from direct sums in
/// single precision.
struct PrecisionErrors: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "errors",
    abstract:
      "Compare one step in each precision with direct sums in single precision, layer by layer.")

  @Argument(help: "The network.")
  var network = "paper"
  @Argument(help: "The number of images in the batch.", transform: positive)
  var batch: Int = 32

  /// The results of a step.
  private struct StepResults {
    /// The activations of each layer.
    var activations: [(layer: String, values: [Float])]
    /// The gradients of weights and biases of each layer, alternating.
    var gradients: [[Float]]
    var loss: Double
  }

  func run() throws {
    let spec = try NetworkSpec.named(network)
    let exact = try step(spec, .fp32Direct)
    for precision in Precision.allCases where precision != .fp32Direct {
      guard precision != .bf16 || Engine.hasBFloat16 else { continue }
      let step = try step(spec, precision)
      printLine("\(precision.rawValue) against fp32-direct: \(network), batch \(batch)")
      printLine("loss \(step.loss) instead of \(exact.loss)")
      printLine("layer     activations  gradient of the weights  of the biases")
      for (index, (layer, values)) in step.activations.enumerated() {
        printLine(
          layer.padding(toLength: 8, withPad: " ", startingAt: 0)
            + String(
              format: "%13.1e %24.1e %14.1e", distance(values, exact.activations[index].values),
              distance(step.gradients[2 * index], exact.gradients[2 * index]),
              distance(step.gradients[2 * index + 1], exact.gradients[2 * index + 1])))
      }
    }
  }

  private func step(_ spec: NetworkSpec, _ precision: Precision) throws -> StepResults {
    let network = try Network(
      spec, layout: spec.layout(), batch: batch, seed: 1, precision: precision,
      on: Engine(threads: ProcessorAllowance.current.threads))
    var random = SplitMix64(state: 1)
    for index in network.input.elements.indices {
      network.input.elements[index] =
        Float.random(in: -128..<128, using: &random) * Float(spec.meanPixelFactor)
    }
    network.setLabels((0..<batch).map { Int32($0 % spec.classes) })
    let score = network.computeGradients(Knobs(dropout: 0), step: 1)
    return StepResults(
      activations: try network.readActivations(),
      gradients: try network.parameters.map { try $0.read(.gradient) }, loss: score.meanLoss)
  }

  private func distance(_ a: [Float], _ b: [Float]) -> Double {
    var (error, size) = (0.0, 0.0)
    for (x, y) in zip(a, b) {
      error += Double(x - y) * Double(x - y)
      size += Double(y) * Double(y)
    }
    return (error / size).squareRoot()
  }
}
