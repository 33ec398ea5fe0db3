import Blueprint
import Foundation
import Testing

@Suite struct NetworkFileTests {
  private let path = FileManager.default.temporaryDirectory
    .appending(path: "network-\(UUID().uuidString).json").path()

  private func read(_ text: String) throws -> NetworkSpec {
    try Data(text.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try NetworkSpec(contentsOf: path)
  }

  /// The text of a file with one convolution and the last layer.
  private func file(convolution: String) -> String {
    """
    {"name": "tiny", "input": [3, 8, 8], "layers": [
      {"name": "conv1", "kind": "convolution", \(convolution)},
      {"name": "fc", "kind": "fully-connected", "outputs": 2, "weights": "he"}
    ]}
    """
  }

  @Test(arguments: NetworkSpec.presetNames)
  func aNetworkIsReadAsItWasWritten(name: String) throws {
    let spec = try NetworkSpec.named(name)
    let text = String(decoding: try JSONEncoder().encode(spec), as: UTF8.self)
    #expect(try read(text) == spec)
  }

  @Test func missingSettingsHaveDefaults() throws {
    let spec = try read(file(convolution: #""outputs": 4, "kernel": 3, "weights": 0.01"#))
    #expect(spec.inputScale == 1)
    #expect(
      spec.layers[0].kind
        == .convolution(
          Convolution(outputs: 4, kernel: 3, initial: .init(.gaussian(deviation: 0.01)))))
  }

  @Test func filesHaveFactorsOfRateAndDecay() throws {
    let spec = try read(
      file(
        convolution: #""outputs": 4, "kernel": 3, "weights": "he", "weightRate": 0.5, "#
          + #""biasRate": 2, "weightDecay": 8, "biasDecay": 0"#))
    let learning = LearningFactors(weightRate: 0.5, biasRate: 2, weightDecay: 8, biasDecay: 0)
    #expect(
      spec.layers[0].kind
        == .convolution(
          Convolution(outputs: 4, kernel: 3, initial: .init(.he), learning: learning)))
  }

  /// Versions without groups in these layers read files that do not have the setting.
  @Test func onlyAFileWithGroupsNamesThoseOfAFullyConnectedLayer() throws {
    for (setting, groups) in [("", 1), (#", "groups": 1"#, 1), (#", "groups": 3"#, 3)] {
      let spec = try read(
        """
        {"name": "tiny", "input": [3, 8, 8], "layers": [
          {"name": "fc1", "kind": "fully-connected", "outputs": 6, "weights": "he"\(setting)},
          {"name": "fc2", "kind": "fully-connected", "outputs": 2, "weights": "he"}
        ]}
        """)
      #expect(
        spec.layers[0].kind
          == .fullyConnected(
            FullyConnected(outputs: 6, groups: groups, initial: Initialization(.he))))
      let text = String(decoding: try JSONEncoder().encode(spec), as: UTF8.self)
      #expect(text.contains("groups") == (groups > 1))
      #expect(try read(text) == spec)
    }
  }

  @Test func locallyConnectedLayersAreRead() throws {
    let spec = try read(
      """
      {"name": "tiny", "input": [3, 8, 8], "layers": [
        {"name": "a", "kind": "local", "outputs": 4, "kernel": 3, "weights": 0.04},
        {"name": "b", "kind": "local", "outputs": 2, "kernel": 3, "stride": 2, "padding": 1, "weights": "he",
         "bias": 0.5, "biasRate": 2, "weightDecay": 3},
        {"name": "fc", "kind": "fully-connected", "outputs": 2, "weights": "he"}
      ]}
      """)
    #expect(
      spec.layers[0].kind
        == .locallyConnected(
          LocallyConnected(outputs: 4, kernel: 3, initial: .init(.gaussian(deviation: 0.04)))))
    #expect(
      spec.layers[1].kind
        == .locallyConnected(
          LocallyConnected(
            outputs: 2, kernel: 3, stride: 2, padding: 1, initial: .init(.he, bias: 0.5),
            learning: LearningFactors(biasRate: 2, weightDecay: 3))))
  }

  @Test func locallyConnectedLayersHaveNoGroups() throws {
    let error = try #require(throws: BlueprintError.self) {
      try read(
        """
        {"name": "tiny", "input": [3, 8, 8], "layers": [
          {"name": "a", "kind": "local", "outputs": 4, "kernel": 3, "groups": 2, "weights": "he"},
          {"name": "fc", "kind": "fully-connected", "outputs": 2, "weights": "he"}
        ]}
        """)
    }
    guard case .malformedFile(_, "layers[0]", let reason) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(reason.contains("'groups'"))
  }

  @Test func bothNormalisationsHaveDefaults() throws {
    let spec = try read(
      """
      {"name": "tiny", "input": [3, 8, 8], "layers": [
        {"name": "a", "kind": "lrn"}, {"name": "g", "kind": "lrn", "groups": 3}, {"name": "b", "kind": "same-map-lrn"},
        {"name": "c", "kind": "same-map-lrn", "size": 5, "alpha": 0.5, "beta": 1, "k": 2},
        {"name": "fc", "kind": "fully-connected", "outputs": 2, "weights": "he"}
      ]}
      """)
    #expect(spec.layers[0].kind == .normalization(ResponseNormalization()))
    #expect(
      spec.layers[1].kind == .normalization(ResponseNormalization(groups: 3)))
    #expect(
      spec.layers[2].kind
        == .normalization(
          ResponseNormalization(.sameMap, size: 3, alpha: 5e-5 / 9, beta: 0.75, k: 1)))
    #expect(
      spec.layers[3].kind
        == .normalization(ResponseNormalization(.sameMap, size: 5, alpha: 0.5, beta: 1, k: 2)))
  }

  @Test(arguments: [
    // The last column is the part of the reason that depends on the file.
    (#""outputs": 4, "weights": 0.01"#, "layers[0]", "'kernel' is missing"),
    (#""outputs": 4, "kernl": 3, "weights": 1"#, "layers[0]", "'kernl', only 'kernel'"),
    (#""outputs": 4, "kernel": "3", "weights": 1"#, "layers[0].kernel", ""),
    (#""outputs": 4, "kernel": 3, "weights": "she""#, "layers[0].weights", "\"he\""),
    (
      #""outputs": 4, "kernel": 3, "weights": 1, "stirde": 2"#, "layers[0]",
      "'stirde', only 'stride'"
    ),
    (#""outputs": 4, "kernel": 3, "weights": 1, "zz": 2"#, "layers[0]", "setting 'zz'"),
    (#""outputs": 4, "kernel": 3, "weights": 1 "stride": 2"#, "", "line 2"),
  ])
  func anErrorNamesItsPlace(convolution: String, place: String, detail: String) throws {
    let error = try #require(throws: BlueprintError.self) {
      try read(file(convolution: convolution))
    }
    guard case .malformedFile(path, let found, let reason) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(found == place)
    #expect(detail.isEmpty || reason.contains(detail))
  }

  @Test func theErrorForAMissingFileNamesItsPath() throws {
    let error = try #require(throws: BlueprintError.self) {
      try NetworkSpec(contentsOf: "/nowhere/net.json")
    }
    guard case .unreadableFile(path: "/nowhere/net.json", _) = error else {
      Issue.record("\(error)")
      return
    }
  }
}
