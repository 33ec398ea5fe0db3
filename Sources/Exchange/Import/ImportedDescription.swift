import Blueprint
import FoundationEssentials
import Glibc
import Runs

/// The description of a network in a file that this program has written: an export, or a checkpoint. Files
/// of other programs have none.
struct ImportedDescription {
  /// The network.
  var network: NetworkSpec
  /// The names of the classes in the order of the outputs; `nil` if the file has none.
  var classes: [String]?
  /// The mean that training subtracted; `nil` if the network has its own normalisation, or if the file has
  /// none.
  var mean: InputMean?
  /// The shape of the training images before any crop; `nil` if the file does not have it.
  var image: Shape?
  /// True if local response normalisation is on.
  var lrn = true

  /// Reads the description.
  /// - Returns: `nil` for a file without a description.
  /// - Throws: `ImportError.damagedMetadata` or `.unreadable`.
  init?(_ file: SafetensorsFile) throws(ImportError) {
    if file.metadata["format"] == "alexnet-checkpoint" {
      try self.init(checkpoint: file.path)
    } else if file.metadata["network"] != nil {
      try self.init(export: file)
    } else {
      return nil
    }
  }

  private init(checkpoint path: String) throws(ImportError) {
    do throws(RunsError) {
      let checkpoint = try Checkpoint(path: path)
      network = checkpoint.state.plan.network
      mean = network.normalization == nil ? try checkpoint.inputMean() : nil
      lrn = checkpoint.state.knobs.lrn
    } catch {
      throw ImportError(error, path: path)
    }
  }

  private init(export file: SafetensorsFile) throws(ImportError) {
    func value<Value: Decodable>(_ key: String, as type: Value.Type) throws(ImportError) -> Value? {
      guard let text = file.metadata[key] else { return nil }
      guard let value = try? JSONDecoder().decode(type, from: Data(text.utf8)) else {
        throw .damagedMetadata(path: file.path, key: key)
      }
      return value
    }
    if file.isVerifiable {
      do throws(RunsError) { try file.verify() } catch { throw ImportError(error, path: file.path) }
    }
    guard let network = try value("network", as: NetworkSpec.self) else {
      throw .damagedMetadata(path: file.path, key: "network")
    }
    self.network = network
    classes = try value("classes", as: [String].self)
    image = try value("image", as: Shape.self)
    guard network.normalization == nil,
      let mean = try value("mean", as: [[[Float]]].self)
    else { return }
    guard
      let found = Self.mean(mean, input: network.input, image: image)
    else { throw .damagedMetadata(path: file.path, key: "mean") }
    self.mean = found
  }

  /// Returns the mean of an export: one number for each channel, or an image of the size of the network's
  /// input, which is the centre of the mean image of the training. Around it, the mean image gets the mean of
  /// its channel.
  private static func mean(_ lists: [[[Float]]], input: Shape, image: Shape?) -> InputMean? {
    guard lists.count == input.channels else { return nil }
    if lists.allSatisfy({ $0.count == 1 && $0[0].count == 1 }) {
      return InputMean(lists.map { $0[0][0] }, shape: [lists.count])
    }
    let whole = image ?? input
    guard lists.allSatisfy({ $0.count == input.height }),
      lists.joined().allSatisfy({ $0.count == input.width }), whole.channels == input.channels,
      whole.height >= input.height, whole.width >= input.width
    else { return nil }
    let top = (whole.height - input.height) / 2
    let left = (whole.width - input.width) / 2
    var values: [Float] = []
    values.reserveCapacity(whole.count)
    for rows in lists {
      let sum = rows.joined().reduce(0.0) { $0 + Double($1) }
      let outside = Float(sum / Double(input.height * input.width))
      var plane = [Float](repeating: outside, count: whole.height * whole.width)
      for (index, row) in rows.enumerated() {
        let start = (top + index) * whole.width + left
        plane.replaceSubrange(start..<start + input.width, with: row)
      }
      values += plane
    }
    return InputMean(values, shape: [whole.channels, whole.height, whole.width])
  }
}

extension ImportError {
  /// The error of a file of tensors, as that of an import.
  init(_ error: RunsError, path: String) {
    switch error {
    case .damagedTensorFile(_, let reason): self = .unreadable(path: path, reason: reason)
    case .fileFailed(_, _, let code):
      self = .unreadable(path: path, reason: String(cString: strerror(code)))
    default: self = .unreadable(path: path, reason: error.problem)
    }
  }
}
