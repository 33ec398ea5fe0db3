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

  @Test func theHybridNeedsSeveralProcesses() throws {
    for words in [["--hybrid"], ["--hybrid", "--processes", "1"]] {
      #expect(throws: (any Error).self) { try JobOptions.parse(words) }
    }
    let options = try JobOptions.parse(["--hybrid", "--processes", "3"])
    #expect(options.count == 3 && options.hybrid)
    #expect(options.words == ["--processes", "3", "--hybrid"])
    #expect(options.refusal(ofRanks: 3) == nil)
    var launched = options
    launched.processes = nil
    #expect(launched.refusal(ofRanks: 1)?.option == "--hybrid")
    #expect(launched.refusal(ofRanks: 2) == nil)
  }

  @Test func columnsAndTheHybridExcludeEachOther() {
    #expect(throws: (any Error).self) {
      try JobOptions.parse(["--hybrid", "--columns", "2", "--processes", "4"])
    }
  }

  @Test func aJobOfAnotherSizeIsRefused() throws {
    let options = try JobOptions.parse(["--processes", "2"])
    #expect(options.refusal(ofRanks: 3)?.option == "--processes")
    #expect(options.refusal(ofRanks: 2) == nil)
  }
}
