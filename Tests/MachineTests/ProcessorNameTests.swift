import Testing

@testable import Machine

/// The name of the processor in `/proc/cpuinfo`.
struct ProcessorNameTests {
  @Test func `The name is that of the first processor`() {
    let text = """
      processor\t: 0
      vendor_id\t: GenuineIntel
      model name\t: Intel(R) Xeon(R) CPU @ 2.80GHz

      processor\t: 1
      model name\t: another
      """
    #expect(ProcessorName.name(in: text) == "Intel(R) Xeon(R) CPU @ 2.80GHz")
  }

  /// Processors of ARM have no name in this file.
  @Test func `A text without a name has none`() {
    #expect(ProcessorName.name(in: "processor\t: 0\nCPU part\t: 0xd0c\n") == nil)
    #expect(ProcessorName.name(in: "model name\t:\n") == nil)
  }
}
