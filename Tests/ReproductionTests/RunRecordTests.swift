import Foundation
import Reproduction
import Testing

struct RunRecordTests {
  @Test func `Kernels are read from their fields`() throws {
    let text = """
      {"count": 2, "side": 1, "columns": 1, "pixels": "AAAAAAAA", "colour": [0, 0.5]}
      """
    let kernels = try JSONDecoder().decode(KernelRecord.self, from: Data(text.utf8))
    #expect(kernels.count == 2)
    #expect(kernels.colour == [0, 0.5])
  }
}
