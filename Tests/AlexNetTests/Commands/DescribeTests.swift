import Blueprint
import Foundation
import Runs
import Testing

@Suite struct Describing {
  private func json(_ arguments: String...) throws -> [String: Any] {
    let result = try Program.run(["describe"] + arguments + ["--json"])
    #expect(result.status == 0)
    #expect(result.errorText.isEmpty)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  @Test func thePaperHasItsPublishedNumbers() throws {
    let paper = try json("paper")
    #expect(paper["name"] as? String == "paper")
    #expect(paper["input"] as? [Int] == [3, 227, 227])
    #expect(paper["classes"] as? Int == 1000)
    #expect(paper["parameters"] as? Int == 60_965_224)
    #expect(paper["multiplyAdds"] as? Int == 724_406_816)
    let layers = try #require(paper["layers"] as? [[String: Any]])
    #expect(layers.count == NetworkSpec.paper.layers.count)
    #expect(layers[0]["name"] as? String == "conv1")
    #expect(layers[0]["kind"] as? String == "convolution")
    #expect(layers[0]["output"] as? [Int] == [96, 55, 55])
    #expect(layers[0]["parameters"] as? Int == 34_944)
    #expect(layers[0]["multiplyAdds"] as? Int == 105_415_200)
  }

  @Test func aLayerHasTheFieldsOfANetworkFile() throws {
    let paper = try json("paper")
    let layers = try #require(paper["layers"] as? [[String: Any]])
    let conv2 = try #require(layers.first { $0["name"] as? String == "conv2" })
    #expect(conv2["kernel"] as? Int == 5)
    #expect(conv2["padding"] as? Int == 2)
    #expect(conv2["groups"] as? Int == 2)
    let norm2 = try #require(layers.first { $0["name"] as? String == "norm2" })
    #expect(norm2["alpha"] as? Double == 1e-4)
    #expect(norm2["input"] as? [Int] == [256, 27, 27])
  }

  @Test func compactIsTheDefault() throws {
    #expect(try json()["name"] as? String == "compact")
  }

  @Test func aFileIsDescribed() throws {
    let folder = try TemporaryFolder()
    let spec = NetworkSpec.compact(classes: 7, side: 48)
    let file = try folder.file(
      "mine.json", String(decoding: try JSONEncoder().encode(spec), as: UTF8.self))
    #expect(try json(file)["classes"] as? Int == 7)
  }

  @Test func aRunIsDescribedByItsPlan() throws {
    let folder = try TemporaryFolder()
    let plan = RunPlan(
      network: .compact(classes: 5, side: 32), data: .scenes, seed: 1, batch: 8, length: .endless,
      knobs: Knobs(), schedule: .constant, threads: 1, validateEvery: 50)
    _ = try RunStore(directory: folder.path).create(plan, name: "mine", data: "scenes")
    let result = try Program.run("describe", "mine", "--runs", folder.path)
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("compact-32: "))
  }

  @Test(arguments: ["code-145", "code-150", "cifar-18", "cifar-26", "cifar-11"])
  func presetsHaveASourceAndTheirMemory(name: String) throws {
    let spec = try NetworkSpec.named(name)
    let fields = try json(name)
    #expect(fields["source"] as? String == spec.source)
    let layout = try spec.layout()
    #expect(fields["parameterBytes"] as? Int == 12 * layout.parameters)
    #expect(fields["activationBytes"] as? Int == layout.activationBytes(batch: 128))
    let text = try Program.run("describe", name).output
    #expect(text.hasPrefix("\(name): \(spec.source)"))
    #expect(text.contains("batch of 128 in fp32"))
  }

  @Test func aLocallyConnectedLayerHasItsShapesAndItsCost() throws {
    let network = try json("cifar-11")
    #expect(network["input"] as? [Int] == [3, 24, 24])
    let layers = try #require(network["layers"] as? [[String: Any]])
    let local = try #require(layers.first { $0["name"] as? String == "local3" })
    #expect(local["kind"] as? String == "local")
    #expect(local["output"] as? [Int] == [32, 6, 6])
    #expect(local["kernel"] as? Int == 3)
    #expect(local["padding"] as? Int == 1)
    #expect(local["multiplyAdds"] as? Int == 663_552)
    #expect(local["parameters"] as? Int == 664_704)
  }

  @Test func normalisationWithinAMapHasASeparateKind() throws {
    let layers = try #require(try json("code-145")["layers"] as? [[String: Any]])
    let kinds = layers.prefix(8).map { $0["kind"] as? String }
    #expect(
      kinds == [
        "convolution", "lrn", "pooling", "relu", "convolution", "relu", "lrn", "same-map-lrn",
      ])
  }

  @Test func theTableAddsUp() throws {
    let text = try Program.run("describe", "paper").output
    #expect(text.contains("total                              60,965,224    724,406,816"))
    #expect(text.contains("2,067,805,248"))
  }
}
