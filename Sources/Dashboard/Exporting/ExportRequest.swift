/// A kind of file that a run is exported to.
public enum ExportFormat: Hashable, Sendable, CaseIterable {
  /// The kernels at one step, as PNG.
  case kernels
  /// The recorded kernels as an animation, as APNG or GIF.
  case kernelsAPNG, kernelsGIF
  /// The weights, with the names that PyTorch gives them.
  case safetensors
  /// The network from an image's grey levels to the probabilities.
  case onnx
  /// The numbers of each step, and beside them those of each validation.
  case csv
  /// A folder of events for TensorBoard.
  case tensorBoard
}

extension ExportFormat {
  /// True if the network of a checkpoint is written.
  public var isNetwork: Bool {
    switch self {
    case .safetensors, .onnx: true
    case .kernels, .kernelsAPNG, .kernelsGIF, .csv, .tensorBoard: false
    }
  }

  /// True if kernels are drawn.
  var hasKernels: Bool {
    switch self {
    case .kernels, .kernelsAPNG, .kernelsGIF: true
    case .safetensors, .onnx, .csv, .tensorBoard: false
    }
  }

  var name: String {
    switch self {
    case .kernels: "kernels, PNG"
    case .kernelsAPNG: "kernels, APNG"
    case .kernelsGIF: "kernels, GIF"
    case .safetensors: "network, safetensors"
    case .onnx: "network, ONNX"
    case .csv: "metrics, CSV"
    case .tensorBoard: "TensorBoard"
    }
  }

  /// The end of a file's name, which programs recognise; empty for a folder.
  var ending: String {
    switch self {
    case .kernels: ".png"
    case .kernelsAPNG: ".apng"
    case .kernelsGIF: ".gif"
    case .safetensors: ".safetensors"
    case .onnx: ".onnx"
    case .csv: ".csv"
    case .tensorBoard: ""
    }
  }
}

/// An export that the user has requested.
public struct ExportRequest: Equatable, Sendable {
  /// The name of the run.
  public var run: String
  /// The kind of file.
  public var format: ExportFormat
  /// The checkpoint with the network.
  public var checkpoint: ChosenCheckpoint
  /// The path of the file or the folder. It can begin with "~/", or be relative to the folder in which the
  /// dashboard was started.
  public var path: String
  /// The kernels on the screen, with their order and contrast; `nil` for the latest that are recorded.
  public var kernels: KernelExport?
  /// The step of the recorded kernels that are written where `kernels` is `nil`; `nil` for the latest.
  public var kernelsStep: Int?
  /// True to replace files that exist.
  public var replaces: Bool

  /// Creates a request.
  public init(
    run: String, format: ExportFormat, checkpoint: ChosenCheckpoint = .standard, path: String,
    kernels: KernelExport? = nil, kernelsStep: Int? = nil, replaces: Bool = false
  ) {
    self.run = run
    self.format = format
    self.checkpoint = checkpoint
    self.path = path
    self.kernels = kernels
    self.kernelsStep = kernelsStep
    self.replaces = replaces
  }
}

/// A report on an export that was requested.
public enum ExportReply: Equatable, Sendable {
  /// A part is written.
  case progress(JobProgress)
  /// There is already a file, or events of the run in a folder, with this path; nothing is written.
  case exists(String)
  /// The export is complete. The text names the files.
  case written(String)
  /// Nothing is written. The text is the reason, and what to do.
  case failed(String)
  /// The export was cancelled, and no file has changed.
  case cancelled
}
