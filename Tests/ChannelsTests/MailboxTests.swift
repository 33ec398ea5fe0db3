import Channels
import Testing

@Suite struct MailboxTests {
  @Test func messagesLeaveInTheOrderOfTheirArrival() {
    let mailbox = Mailbox<Int>()
    for number in 0..<5 { mailbox.post(number) }
    #expect(mailbox.drain() == [0, 1, 2, 3, 4])
    #expect(mailbox.drain().isEmpty)
  }

  @Test func theMessagesOfEachSenderArriveCompleteAndInOrder() {
    let mailbox = Mailbox<(sender: Int, number: Int)>()
    let threads = Threads()
    for sender in 0..<3 {
      threads.start {
        for number in 0..<500 { mailbox.post((sender, number)) }
      }
    }
    var received: [[Int]] = [[], [], []]
    while received.joined().count < 1_500 {
      mailbox.waitForMessage()
      for message in mailbox.drain() { received[message.sender].append(message.number) }
    }
    threads.join()
    for sender in 0..<3 { #expect(received[sender] == Array(0..<500)) }
  }

  @Test func waitingReturnsFalseWithoutMessages() {
    let mailbox = Mailbox<Int>()
    #expect(!mailbox.waitForMessage(timeout: .zero))
    mailbox.post(1)
    #expect(mailbox.waitForMessage(timeout: .zero))
    #expect(mailbox.drain() == [1])
  }

  @Test func everyPostCallsTheClosure() {
    let calls = Monitor(0)
    let mailbox = Mailbox<Int> { calls.update { $0 += 1 } }
    mailbox.post(1)
    mailbox.post(2)
    #expect(calls.update { $0 } == 2)
    #expect(mailbox.drain() == [1, 2])
  }

  @Test func theLatestValueReplacesOthersAndIsReadOnce() {
    let latest = LatestValue<Int>()
    #expect(latest.removeValue() == nil)
    latest.set(1)
    latest.set(2)
    #expect(latest.removeValue() == 2)
    #expect(latest.removeValue() == nil)
  }

  @Test func everySetCallsTheClosure() {
    let calls = Monitor(0)
    let latest = LatestValue<Int> { calls.update { $0 += 1 } }
    latest.set(1)
    latest.set(2)
    #expect(calls.update { $0 } == 2)
  }
}
