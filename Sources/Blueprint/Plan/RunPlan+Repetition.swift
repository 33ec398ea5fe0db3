extension RunPlan {
  /// True if a run of this plan repeats a run of the other one: the plans are equal in everything but the
  /// seed, the length, the threads, the checkpoints, the lineage and the lesson.
  public func isRepetition(of other: RunPlan) -> Bool {
    var same = self
    same.seed = other.seed
    same.length = other.length
    same.threads = other.threads
    same.checkpointEvery = other.checkpointEvery
    same.version = other.version
    same.lineage = other.lineage
    same.lesson = other.lesson
    // The permission does not change the images that are used.
    same.allowEmptyClasses = other.allowEmptyClasses
    return same == other
  }
}
