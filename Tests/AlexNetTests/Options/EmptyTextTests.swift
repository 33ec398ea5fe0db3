import Testing

@testable import AlexNet

/// An empty text where something has to be named: the value of an unset variable in a script.
@Suite struct EmptyTexts {
  @Test(arguments: [
    ["train", "--data", ""], ["train", "--run", ""], ["train", "--runs", ""],
    ["train", "--network", ""], ["train", "--schedule", ""], ["watch", "--data", ""],
    ["resume", ""], ["resume", "mine", "--data", ""], ["resume", "mine", "--runs", ""],
    ["attach", ""], ["runs", "list", "--runs", ""], ["runs", "show", ""],
    ["runs", "compare", "a", ""], ["runs", "rename", "a", ""], ["runs", "rename", "", "b"],
    ["runs", "note", "", "text"], ["runs", "delete", ""], ["kernels", ""],
    ["kernels", "mine", "--to", ""], ["describe", ""], ["bench", "--network", ""],
    ["data", "inspect", ""], ["data", "prepare", "", "--to", "b"],
    ["data", "prepare", "a", "--to", ""], ["data", "get", "imagenette", "--to", ""],
    ["data", "get", "imagenette", "--from", ""],
  ])
  func isRefused(arguments: [String]) throws {
    let error = #expect(throws: (any Error).self) { try AlexNetCommand.parseAsRoot(arguments) }
    let exit = ProgramExit(after: try #require(error))
    #expect(exit.status == 2)
    #expect(exit.message?.hasPrefix("alexnet: the value '' is invalid for ") == true)
  }

  @Test func itIsSaidToBeEmpty() throws {
    let error = #expect(throws: (any Error).self) {
      try AlexNetCommand.parseAsRoot(["train", "--data", ""])
    }
    #expect(
      ProgramExit(after: try #require(error)).message?.hasPrefix(
        "alexnet: the value '' is invalid for '--data <scenes|PATH>': it is empty. ") == true)
  }

  /// A lane without a change is a copy, and an empty note takes the note away.
  @Test(arguments: [["train", "--lane", ""], ["runs", "note", "mine", ""]])
  func meansSomethingWhereItIsAText(arguments: [String]) throws {
    _ = try AlexNetCommand.parseAsRoot(arguments)
  }
}
