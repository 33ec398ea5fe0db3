import Evaluating
import Testing

@testable import AlexNet

/// The values of `--step` and `--to` of commands that use a trained network.
@Suite struct CheckpointArgumentTests {
  @Test(arguments: [
    ("best", CheckpointChoice.best), ("last", .last), ("0", .step(0)), ("12000", .step(12_000)),
    ("-1", nil), ("Best", nil), ("", nil), ("1.5", nil),
  ])
  func aStepIsAWordOrANumber(text: String, choice: CheckpointChoice?) {
    #expect(CheckpointChoice(argument: text) == choice)
  }

  @Test(arguments: [
    ("a.onnx", ExportedFile.Format.onnx), ("b/c.d/E.ONNX", .onnx),
    ("x.y.safetensors", .safetensors), ("m.csv", .csv), ("a.onnx/b", nil), (".csv", nil),
    ("onnx", nil), ("a.", nil), ("", nil),
  ])
  func theEndingOfTheNameIsTheFormat(path: String, format: ExportedFile.Format?) {
    #expect(ExportedFile(path: path)?.format == format)
  }
}
