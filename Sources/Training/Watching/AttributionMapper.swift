import Blueprint
import Compute
import Images
import Observing

/// Computes maps of the regions of an image that a network looks at, in parts that are short enough for
/// snapshots of a network in training.
///
/// The memory of a method is allocated at its first map. It must be used on the thread of the network's engine.
final class AttributionMapper {
  /// The number of images whose occlusion maps are kept, so that several watchers can have different ones.
  private static let maximumSweeps = 4

  private let evaluator: SingleImageEvaluator
  private var gradCAM: GradCAM?
  private var occluded: OccludedImages?
  /// The occlusion maps in progress, the one used last at the end.
  private var sweeps: [OcclusionSweep] = []

  init(_ evaluator: SingleImageEvaluator) { self.evaluator = evaluator }

  /// Returns a map, or the problem that prevents it.
  /// - Parameters:
  ///   - request: The map.
  ///   - input: The image, `[channels, height, width]`.
  ///   - analysis: The analysis of the whole image.
  ///   - knobs: The values at the step of the parameters; dropout is off.
  ///   - step: The step of the parameters.
  ///   - limit: The time of this thread after which no further pass begins.
  func map(
    _ request: AttributionRequest, of input: [Float], _ analysis: ImageAnalysis, _ knobs: Knobs,
    step: Int, within limit: Duration
  ) -> AttributionMap {
    let best = analysis.guesses.first
    let own = request.target == .label ? analysis.label : nil
    guard let label = own ?? best?.label, best?.probability.isFinite == true else {
      return AttributionMap(
        request, problem: "The scores are not finite numbers, so there is no map.")
    }
    var map = AttributionMap(request)
    map.label = label
    do throws(ComputeError) {
      switch request.method {
      case .occlusion: try addOcclusion(to: &map, input, analysis, knobs, step, limit)
      case .gradCAM: try addGradCAM(to: &map, input, knobs, step)
      }
    } catch {
      return AttributionMap(request, problem: "There is no map: \(error)")
    }
    map.probability =
      analysis.guesses.first { $0.label == label }?.probability
      ?? evaluator.probabilities(of: input, knobs)[label]
    return map
  }

  private func addGradCAM(
    to map: inout AttributionMap, _ input: [Float], _ knobs: Knobs, _ step: Int
  ) throws(ComputeError) {
    if gradCAM == nil { gradCAM = try GradCAM(evaluator) }
    guard let method = gradCAM else {
      map.problem = "This network has no convolution, so it has no Grad-CAM."
      return
    }
    let (shape, image) = (method.shape, evaluator.input)
    map.layer = method.layer
    map.columns = Self.centres(of: shape.width, in: image.width)
    map.rows = Self.centres(of: shape.height, in: image.height)
    map.values = method.map(of: input, label: map.label, knobs)
    map.evaluated = map.positions
    (map.firstStep, map.lastStep) = (step, step)
  }

  /// Returns the centres of equal parts of a side of the image, in pixels.
  private static func centres(of count: Int, in side: Int) -> [Float] {
    (0..<count).map { (Float($0) + 0.5) * Float(side) / Float(count) }
  }

  private func addOcclusion(
    to map: inout AttributionMap, _ input: [Float], _ analysis: ImageAnalysis, _ knobs: Knobs,
    _ step: Int, _ limit: Duration
  ) throws(ComputeError) {
    if occluded == nil { occluded = try OccludedImages(evaluator) }
    guard let images = occluded else { return }
    let subject = OcclusionSweep.Subject(choice: analysis.choice, number: analysis.number)
    let index = sweeps.firstIndex { $0.subject == subject }
    var sweep =
      index.map { sweeps.remove(at: $0) }
      ?? OcclusionSweep(of: subject, OcclusionGrid(evaluator.input), classes: images.classes)
    let start = ThreadTime.now
    repeat {
      guard let positions = sweep.next(images.batch, step: step) else { break }
      let probabilities = images.probabilities(
        of: input, coveredAt: positions, of: sweep.grid, knobs)
      sweep.add(probabilities, at: positions, step: step)
    } while ThreadTime.now - start < limit && !sweep.isAtEnd
    sweeps.append(sweep)
    if sweeps.count > Self.maximumSweeps { sweeps.removeFirst() }
    sweep.write(to: &map)
  }
}
