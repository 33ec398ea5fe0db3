import Channels
import Testing

@Suite struct MemoryTests {
  @Test func aBufferIsAlignedAndFilled() {
    let buffer = Buffer<Float>(count: 37, repeating: 1.5)
    #expect(buffer.count == 37)
    #expect(buffer.elements.allSatisfy { $0 == 1.5 })
    #expect(UInt(bitPattern: buffer.elements.baseAddress!).isMultiple(of: 64))
  }

  @Test func aSlotIsNilUntilItIsWritten() throws {
    let slots = WriteOnceSlots(count: 3, bytesPerSlot: 5)
    #expect(slots[1] == nil)
    let wrote = slots.write(1) { bytes in
      for index in bytes.indices { bytes[index] = UInt8(index + 10) }
    }
    #expect(wrote)
    #expect(Array(try #require(slots[1])) == [10, 11, 12, 13, 14])
    #expect(slots[0] == nil && slots[2] == nil)
  }

  @Test func aSlotIsWrittenOnce() throws {
    let slots = WriteOnceSlots(count: 1, bytesPerSlot: 1)
    #expect(slots.write(0) { $0[0] = 1 })
    #expect(!slots.write(0) { $0[0] = 2 })
    #expect(try #require(slots[0])[0] == 1)
  }

  @Test func noThreadReadsASlotThatIsPartlyWritten() {
    let slots = WriteOnceSlots(count: 64, bytesPerSlot: 997)
    let writes = Monitor(0)
    let partial = Monitor(0)
    let threads = Threads()
    for thread in 0..<4 {
      threads.start {
        for slot in 0..<64 {
          if slots.write(slot, { $0.update(repeating: UInt8(thread + 1)) }) {
            writes.update { $0 += 1 }
          }
          if let bytes = slots[slot], bytes[0] == 0 || !bytes.allSatisfy({ $0 == bytes[0] }) {
            partial.update { $0 += 1 }
          }
        }
      }
    }
    threads.join()
    #expect(writes.update { $0 } == 64)
    #expect(partial.update { $0 } == 0)
    #expect((0..<64).allSatisfy { slots[$0] != nil })
  }
}
