import Blueprint
import Foundation
import Testing

@testable import Images

/// Classes without images are refused by default and accepted with `allowsEmptyClasses`.
@Suite struct EmptyClasses {
  private let folder: PictureFolder

  init() throws { folder = try PictureFolder() }

  private func write(_ counts: [String: Int]) throws {
    for (name, count) in counts {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
      try folder.pictures(name, count: count)
    }
  }

  private func open(allowing: Bool) throws -> ImageFolder {
    try ImageFolder(folder: folder.path, seed: 0, allowsEmptyClasses: allowing)
  }

  private var train: String { "\(folder.path)/train" }
  private var validation: String { "\(folder.path)/val" }

  @Test func anEmptyTrainingClassIsRefusedOrKeepsItsLabel() throws {
    try write(["train/ant": 0, "train/bee": 2, "train/cow": 2, "train/dog": 0])
    try write(["val/ant": 0, "val/bee": 1, "val/cow": 1, "val/dog": 0])
    #expect(
      throws: ImagesError.imageFolder(
        .emptyClasses(path: train, folders: ["ant", "dog"], passedOver: PassedOver()))
    ) { try open(allowing: false) }
    let source = try open(allowing: true)
    #expect(source.classes == ["ant", "bee", "cow", "dog"])
    #expect(source.imagesByClass(.train) == [0, 2, 2, 0])
    #expect(source.imagesByClass(.validation) == [0, 1, 1, 0])
    for index in 0..<4 {
      let label = try source.read(index, .train).label
      let name = source.path(of: index, in: .train).split(separator: "/").suffix(2).first
      #expect(source.classes[label] == name.map(String.init))
    }
  }

  @Test func theErrorCountsTheFilesInTheEmptyFolder() throws {
    try write(["ant": 2, "bee": 0])
    try folder.picture("bee/1.gif")
    try folder.picture("ant/1.gif")
    #expect {
      try open(allowing: false)
    } throws: { error in
      guard case .imageFolder(.emptyClasses(_, ["bee"], let passedOver)) = error as? ImagesError
      else { return false }
      return passedOver.groups.mapValues(\.count) == [.undecoded(ending: "gif"): 1]
    }
  }

  @Test func anEmptyClassHasNoImagesToHoldOut() throws {
    try write(["ant": 0, "bee": 10, "cow": 10])
    let source = try open(allowing: true)
    #expect(source.imagesByClass(.train) == [0, 9, 9])
    #expect(source.imagesByClass(.validation) == [0, 1, 1])
  }

  @Test func aDataSetWithoutAnyImageIsAlwaysRefused() throws {
    try write(["train/ant": 0, "train/bee": 0])
    #expect(throws: ImagesError.self) { try open(allowing: true) }
  }

  @Test(arguments: [true, false])
  func aClassWithoutValidationImagesIsRefusedOrHasNone(hasFolder: Bool) throws {
    try write(["train/ant": 2, "train/bee": 2, "val/bee": 1])
    if hasFolder { try write(["val/ant": 0]) }
    #expect(
      throws: ImagesError.imageFolder(
        .classesWithoutValidation(path: validation, folders: ["ant"]))
    ) { try open(allowing: false) }
    let source = try open(allowing: true)
    #expect(source.imagesByClass(.train) == [2, 2])
    #expect(source.imagesByClass(.validation) == [0, 1])
    #expect(try source.read(0, .validation).label == 1)
  }

  /// The network would have no output for the label.
  @Test(arguments: [true, false])
  func aClassOfTheValidationSetAloneIsAlwaysRefused(allowing: Bool) throws {
    try write(["train/ant": 2, "train/bee": 2, "val/bee": 1, "val/emu": 1])
    #expect(
      throws: ImagesError.imageFolder(
        .classesDiffer(
          train: train, validation: validation, onlyTrain: ["ant"], onlyValidation: ["emu"]))
    ) { try open(allowing: allowing) }
  }

  @Test func aPlanRecordsThatEmptyClassesAreAllowed() throws {
    try write(["train/ant": 2, "train/bee": 2, "train/cow": 0])
    var plan = RunPlan.standard(
      .compact(classes: 3, side: 64), data: .folder(path: folder.path), validationImages: 2,
      threads: 1)
    #expect(throws: ImagesError.self) { try DataSources.open(plan) }
    plan.allowEmptyClasses = true
    let read = try JSONDecoder().decode(RunPlan.self, from: JSONEncoder().encode(plan))
    #expect(read == plan)
    #expect(try DataSources.open(read).classes == ["ant", "bee", "cow"])
  }

  @Test func olderPlansAllowNoEmptyClasses() throws {
    let plan = RunPlan.standard(
      .compact(classes: 3, side: 64), data: .scenes, validationImages: 2, threads: 1)
    let data = try JSONEncoder().encode(plan)
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    object["allowEmptyClasses"] = nil
    let old = try JSONSerialization.data(withJSONObject: object)
    #expect(try JSONDecoder().decode(RunPlan.self, from: old) == plan)
  }
}
