/// A piece of work of all members of a group: messages from each member to each other member.
///
/// Work consists of blocks, which are independent of each other, so that the messages of one block are under
/// way while another is summed. A block consists of one or two steps. In a step each member sends one message
/// to each other member.
protocol Work: AnyObject {
  /// The number of blocks.
  var blocks: Int { get }
  /// The first step of each block.
  var firstStep: Step { get }
  /// The numbers that the first step of a block needs for each other member, at most.
  var scratch: Int { get }
  /// Returns the message of a step to a member. It can be empty; then the other member expects none.
  func outgoing(_ block: Int, _ step: Step, to member: Int) -> UnsafeRawBufferPointer
  /// Returns the memory for the message of a step from a member.
  func incoming(
    _ block: Int, _ step: Step, from member: Int, scratch: UnsafeMutablePointer<Float>?
  ) -> UnsafeMutableRawBufferPointer
  /// Ends a step of a block.
  /// - Returns: The next step; `nil` if the block is complete.
  func complete(_ block: Int, _ step: Step, scratch: UnsafeMutablePointer<Float>?) -> Step?
  /// Publishes the result when all blocks are complete.
  func finish(_ link: Link)
}

/// A step of a block. The number is a part of the tags of its messages.
enum Step: Int { case first, second }
