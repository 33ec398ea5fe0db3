extension Network {
  /// Runs the backward pass of a network that explains, from the score of one class of the first image: the
  /// last layer's output, before the softmax.
  func runBackward(fromScoreOf label: Int) {
    loss.gradient.elements.update(repeating: 0)
    loss.gradient.elements[label] = 1
    for task in backwardTasks { task.run() }
  }
}
