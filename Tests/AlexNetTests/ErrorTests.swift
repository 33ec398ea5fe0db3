import Foundation
import Testing

@testable import AlexNet

@Suite struct Complaints {
  @Test(arguments: [
    (["describe", "big"], "alexnet: there is no network called 'big'; there are "),
    (["describe", "/nowhere.json"], "alexnet: the network file /nowhere.json cannot be read: "),
    (["describe", "--batch", "0"], "alexnet: --batch cannot be 0. Give 1 to 65536.\n"),
    (["describe", "a", "b"], "alexnet: unexpected argument 'b'. See 'alexnet describe --help'"),
    (["train", "--batch", "x"], "alexnet: the value 'x' is invalid for '--batch <batch>'. See "),
    (["train", "--json", "--quiet"], "alexnet: "),
    (["train", "--lrn", "maybe"], "alexnet: the value 'maybe' is invalid for '--lrn <lrn>'. "),
    (["bench", "--precision", "fp8"], "alexnet: the value 'fp8' is invalid for "),
    (["watch", "--once", "80"], "alexnet: the value '80' is invalid for "),
    (["--frobnicate"], "alexnet: unknown option '--frobnicate'"),
  ])
  func areOneLineAndStatusTwo(arguments: [String], beginning: String) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.complaint.hasPrefix(beginning))
    #expect(result.complaint.count { $0 == "\n" } == 1)
    #expect(result.complaint.hasSuffix(".\n"))
  }

  @Test func helpIsNoError() throws {
    let result = try Program.run(["train", "--help"])
    #expect(result.status == 0)
    #expect(result.complaint.isEmpty)
    for option in [
      "--network", "--data", "--run", "--runs", "--seed", "--batch", "--steps", "--epochs",
      "--rate", "--momentum", "--decay", "--dropout", "--lrn", "--pooling", "--activation",
      "--initial",
      "--augment", "--validation-share", "--damage-limit", "--schedule", "--threads", "--limit",
      "--validate-every", "--json", "--quiet",
    ] {
      #expect(result.output.contains("  \(option) "))
    }
  }

  @Test func aFileThatDoesNotFitNamesTheLayer() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file(
      "bad.json",
      """
      {"name": "bad", "input": [3, 8, 8], "layers": [
        {"name": "conv1", "kind": "convolution", "outputs": 4, "kernel": 11, "weights": 0.01},
        {"name": "fc", "kind": "fully-connected", "outputs": 2, "weights": "he"}
      ]}
      """)
    let result = try Program.run(["describe", file])
    #expect(result.status == 2)
    #expect(
      result.complaint == "alexnet: conv1: its 11×11 window does not fit into the 3×8×8 that comes "
        + "in; wanted is at least 11×11. Use larger images, a smaller window or smaller strides "
        + "before it.\n")
  }

  @Test func anythingElseIsStatusOne() {
    struct Mishap: Error {}
    let ending = Ending(of: Mishap())
    #expect(ending.status == 1)
    #expect(ending.output == nil)
    #expect(ending.complaint == "alexnet: Mishap().\n")
  }
}
