import Blueprint
import SwiftProtobuf

/// The messages of TensorBoard's plugin `hparams`, which make a run a row of the tab HPARAMS.
enum Hyperparameters {
  private static let plugin = "hparams"
  private static let experimentTag = "_hparams_/experiment"
  private static let startTag = "_hparams_/session_start_info"
  private static let endTag = "_hparams_/session_end_info"

  /// Returns the columns of the table, and the settings of a plan.
  /// - Parameters:
  ///   - plan: The plan of the run.
  ///   - time: The date of the start, in seconds since 1970.
  static func start(of plan: RunPlan, time: Double) -> [Tensorboard_Summary.Value] {
    var experiment = Tensorboard_Experiment()
    experiment.hparamInfos = Setting.allCases.map { setting in
      var info = Tensorboard_HParamInfo()
      info.name = setting.name
      info.type = setting.type
      return info
    }
    experiment.metricInfos = ScalarTag.metrics(hasTop5: plan.network.hasTop5).map { tag in
      var info = Tensorboard_MetricInfo()
      info.name.tag = tag.rawValue
      info.displayName = tag.rawValue
      info.datasetType = tag == .trainLoss ? .datasetTraining : .datasetValidation
      return info
    }
    var session = Tensorboard_SessionStartInfo()
    session.startTimeSecs = time
    for setting in Setting.allCases {
      session.hparams[setting.name] = setting.hyperparameter(in: plan)
    }
    return [
      value(experimentTag, .experiment(experiment)), value(startTag, .sessionStartInfo(session)),
    ]
  }

  /// Returns the end of a run.
  /// - Parameters:
  ///   - hasFailed: True for an end with an error.
  ///   - time: The date, in seconds since 1970.
  static func end(hasFailed: Bool, time: Double) -> Tensorboard_Summary.Value {
    var session = Tensorboard_SessionEndInfo()
    session.status = hasFailed ? .failure : .success
    session.endTimeSecs = time
    return value(endTag, .sessionEndInfo(session))
  }

  /// Returns the date at which a run started, from one of its first events; `nil` for other events.
  static func startTime(in event: Tensorboard_Event) -> Double? {
    for value in event.summary.value where value.tag == startTag {
      let content = value.metadata.pluginData.content
      guard let data = try? Tensorboard_HParamsPluginData(serializedBytes: content) else {
        continue
      }
      return data.sessionStartInfo.startTimeSecs
    }
    return nil
  }

  private static func value(
    _ tag: String, _ content: Tensorboard_HParamsPluginData.OneOf_Data
  ) -> Tensorboard_Summary.Value {
    var data = Tensorboard_HParamsPluginData()
    data.data = content
    var value = Tensorboard_Summary.Value()
    value.tag = tag
    value.metadata.pluginData.pluginName = plugin
    value.metadata.pluginData.content = data.encoded
    value.metadata.dataClass = .tensor
    // The plugin reads the metadata only, but TensorBoard ignores a value without a tensor.
    value.tensor.dtype = .dtFloat
    var dimension = Tensorboard_TensorShapeProto.Dim()
    dimension.size = 1
    value.tensor.tensorShape.dim = [dimension]
    value.tensor.floatVal = [0]
    return value
  }
}

extension Setting {
  /// The type of the setting's values in the table. A table sorts numbers by their value.
  fileprivate var type: Tensorboard_HParamType {
    switch self {
    case .dropout, .rate, .momentum, .decay, .batch, .threads: .dataTypeFloat64
    case .lrn: .dataTypeBool
    // A seed has more digits than a number in double precision, and the others can be words.
    case .network, .pooling, .activation, .initial, .data, .augment, .schedule, .warmUp, .optimizer,
      .limit, .precision, .length, .seed:
      .dataTypeString
    }
  }

  /// Returns the value in a plan; 0 for dropout that is off.
  fileprivate func hyperparameter(in plan: RunPlan) -> Google_Protobuf_Value {
    let text = value(in: plan)
    return switch type {
    case .dataTypeFloat64: Google_Protobuf_Value(numberValue: Double(text) ?? 0)
    case .dataTypeBool: Google_Protobuf_Value(boolValue: text == "on")
    default: Google_Protobuf_Value(stringValue: text)
    }
  }
}
