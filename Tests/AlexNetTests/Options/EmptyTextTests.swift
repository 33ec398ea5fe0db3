import Testing

@testable import AlexNet

/// Empty texts, as from an unset variable of a script, in options that name something.
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
    #expect(exit.message?.contains(" cannot be ''. Give ") == true)
  }

  /// Options in which an empty text has a meaning: a lane without changes is a copy, and an empty note
  /// removes the note.
  @Test(arguments: [["train", "--lane", ""], ["runs", "note", "mine", ""]])
  func isAcceptedWhereItHasAMeaning(arguments: [String]) throws {
    _ = try AlexNetCommand.parseAsRoot(arguments)
  }
}
