import Blueprint

extension Run {
  /// Creates the run of a lane in the same store.
  /// - Parameters:
  ///   - plan: The lane's plan.
  ///   - name: The lane's name; `nil` for a name made of the parent's and the changes, such as
  ///     "amber-no-dropout", with a number if there is such a run.
  ///   - parent: The name of the run from which the lane was started or forked.
  ///   - changes: The differences to the plan of the parent.
  /// - Throws: The errors of `RunStore.create`.
  public func makeLane(
    _ plan: RunPlan, name: String? = nil, of parent: String, _ changes: [PlanChange]
  ) throws(RunsError) -> Run {
    if let name { return try store.create(plan, name: name, data: "") }
    let slug = changes.slug.prefix(RunStore.maximumNameLength / 2)
    let stem = "\(parent.prefix(RunStore.maximumNameLength - slug.utf8.count - 4))-\(slug)"
    var number = 1
    while true {
      do {
        return try store.create(plan, name: number == 1 ? stem : "\(stem)-\(number)", data: "")
      } catch {
        guard error.isAboutTakenName else { throw error }
        number += 1
      }
    }
  }
}
