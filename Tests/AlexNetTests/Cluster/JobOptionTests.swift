import Testing

@testable import AlexNet

@Suite struct JobOptionValues {
  @Test func columnsAloneRequestTwoProcesses() throws {
    let options = try JobOptions.parse(["--columns", "2"])
    #expect(options.count == 2)
    #expect(options.words == ["--columns", "2"])
  }

  @Test func withoutOptionsThereIsOneProcess() throws {
    let options = try JobOptions.parse([])
    #expect(options.count == 1)
    #expect(options.words.isEmpty)
    #expect(options.refusal(ofRanks: 3) == nil)
  }

  @Test func columnsNeedAnEvenNumberOfProcesses() throws {
    #expect(throws: (any Error).self) {
      try JobOptions.parse(["--columns", "2", "--processes", "3"])
    }
    let options = try JobOptions.parse(["--columns", "2"])
    #expect(options.refusal(ofRanks: 3)?.option == "--columns")
    #expect(options.refusal(ofRanks: 4) == nil)
  }

  @Test func aJobOfAnotherSizeIsRefused() throws {
    let options = try JobOptions.parse(["--processes", "2"])
    #expect(options.refusal(ofRanks: 3)?.option == "--processes")
    #expect(options.refusal(ofRanks: 2) == nil)
  }
}
