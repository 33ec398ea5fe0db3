import Blueprint
import Compute
import Foundation
import Images
import Runs

/// Shows an image that somebody has chosen to the network, and tells what it makes of it.
final class ImageProber {
  private let prober: Prober
  private let images: SingleImages
  /// The last image, so that looking again at it costs no decoding.
  private var last: (choice: ImageChoice, number: Int?, label: Int?, image: PreparedImage)?

  init(_ network: Network, data: any DataSource) throws {
    prober = try Prober(network)
    images = try SingleImages(
      source: data, crop: network.spec.input, inputScale: network.spec.inputScale)
  }

  /// - Parameters:
  ///   - layer: whose maps are wanted.
  ///   - outcome: by which images are searched; nil before the first validation.
  func look(
    at choice: ImageChoice, maps layer: String?, knobs: Knobs, outcome: ValidationOutcome?
  ) -> ImageLook {
    do {
      let number = try find(choice, outcome)
      if last?.choice != choice || last?.number != number {
        last = nil
        last = try open(choice, number)
      }
      guard let last else { return ImageLook(choice) }
      return try answer(last.image, number, last.label, choice, maps: layer, knobs)
    } catch let problem as Problem {
      return ImageLook(choice, problem: problem.sentence)
    } catch let error as ImagesError {
      return ImageLook(choice, problem: error.problem.sentence)
    } catch {
      return ImageLook(choice, problem: "\(error)".sentence)
    }
  }

  private struct Problem: Error {
    let sentence: String
  }

  /// The validation image that is meant; nil for a file.
  private func find(_ choice: ImageChoice, _ outcome: ValidationOutcome?) throws -> Int? {
    guard case .validation(let search) = choice else { return nil }
    guard images.count > 0 else { throw Problem(sentence: "There are no validation images.") }
    guard search.errorsOnly || search.label != nil else {
      return (search.from % images.count + images.count) % images.count
    }
    guard let outcome else {
      throw Problem(
        sentence: "Which images are wrong, and of which class each is, is known after the first "
          + "validation.")
    }
    guard let number = outcome.find(search) else {
      throw Problem(
        sentence: search.errorsOnly
          ? "The last validation got all of these right." : "There is no image of this class.")
    }
    return number
  }

  private func open(_ choice: ImageChoice, _ number: Int?) throws -> (
    choice: ImageChoice, number: Int?, label: Int?, image: PreparedImage
  ) {
    switch choice {
    case .file(let path):
      return (choice, nil, nil, try images.file((path as NSString).expandingTildeInPath))
    case .validation:
      let (image, label) = try images.validation(number ?? 0)
      return (choice, number, label, image)
    }
  }

  private func answer(
    _ image: PreparedImage, _ number: Int?, _ label: Int?, _ choice: ImageChoice,
    maps layer: String?, _ knobs: Knobs
  ) throws(ComputeError) -> ImageLook {
    var look = ImageLook(choice)
    look.number = number
    look.width = image.shape.width
    look.height = image.shape.height
    look.pixels = image.pixels
    look.label = label
    let probabilities = prober.probabilities(of: image.input, knobs)
    look.guesses = probabilities.indices
      .sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }.prefix(5)
      .map { .init(label: $0, probability: probabilities[$0]) }
    if let layer, let maps = try prober.maps(of: layer) {
      look.maps = FeatureMaps(layer: layer, shape: maps.shape, values: maps.values)
    }
    return look
  }
}

extension String {
  /// What has gone wrong, as a sentence by itself.
  fileprivate var sentence: String {
    let capital = prefix(1).uppercased() + dropFirst()
    return hasSuffix(".") ? capital : capital + "."
  }
}
