import Blueprint
import Compute
import Foundation
import Machine

/// One step of a network in every precision, from the same weights on the same images: how far
/// activations and gradients are from direct sums in single precision, as ‖a − b‖ / ‖b‖.
struct PrecisionErrors {
  var network: String
  var batch: Int

  private struct Step {
    var activations: [(layer: String, values: [Float])]
    var gradients: [[Float]]
    var loss: Double
  }

  func run() throws {
    let spec = try NetworkSpec.named(network)
    let exact = try step(spec, .fp32Direct)
    for precision in Precision.allCases where precision != .fp32Direct {
      guard precision != .bf16 || Engine.hasBFloat16 else { continue }
      let step = try step(spec, precision)
      say("\(precision.rawValue) against fp32-direct: \(network), batch \(batch)")
      say("loss \(step.loss) for \(exact.loss)")
      say("layer     activations  gradient of the weights  of the biases")
      for (index, (layer, values)) in step.activations.enumerated() {
        say(
          layer.padding(toLength: 8, withPad: " ", startingAt: 0)
            + String(
              format: "%13.1e %24.1e %14.1e", distance(values, exact.activations[index].values),
              distance(step.gradients[2 * index], exact.gradients[2 * index]),
              distance(step.gradients[2 * index + 1], exact.gradients[2 * index + 1])))
      }
    }
  }

  private func step(_ spec: NetworkSpec, _ precision: Precision) throws -> Step {
    let network = try Network(
      spec, layout: spec.layout(), batch: batch, seed: 1, precision: precision,
      on: Engine(threads: ProcessorAllowance.current.threads))
    var random = SystemRandomNumberGenerator.Repeatable(state: 1)
    for index in network.input.elements.indices {
      network.input.elements[index] =
        Float.random(in: -128..<128, using: &random) * Float(spec.inputScale)
    }
    network.setLabels((0..<batch).map { Int32($0 % spec.classes) })
    let score = network.computeGradients(Knobs(dropout: 0), step: 1)
    return Step(
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

extension SystemRandomNumberGenerator {
  /// SplitMix64 (Steele et al. 2014): the same numbers every time.
  struct Repeatable: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}

/// A line, at once: a person waits for it, also behind a pipe.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
