import Blueprint

@testable import Reproduction

/// CIFAR-10 without its images.
let cifar = RunRecord.Data(
  name: "CIFAR-10", trainImages: 50_000, validationImages: 10_000, classes: 10,
  image: Shape(channels: 3, height: 32, width: 32), fingerprint: "0123456789abcdef")

/// A request with two threads.
func request(
  _ claims: [Claim.Name] = [], data: RunRecord.Data = cifar, seeds: Int = 3, hours: Double? = nil
) -> StudyRequest {
  StudyRequest(claims: claims, data: data, seeds: seeds, budgetHours: hours, threads: 2)
}

/// Plans a study on a machine with the same time for all steps.
func plan(_ request: StudyRequest, stepSeconds: Double = 0.1) throws(StudyError) -> Study {
  let arms = StudyPlanner.arms(of: request)
  return try StudyPlanner(
    request, stepSeconds: Dictionary(uniqueKeysWithValues: arms.map { ($0, stepSeconds) })
  ).study()
}
