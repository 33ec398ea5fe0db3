import Testing

@testable import AlexNet

/// The defaults in the help texts. The expected values are those of the article CommandLine.
@Suite struct DefaultsInTheHelp {
  @Test func dependOnTheNetworkAndItsData() {
    #expect(
      RecipeDefaults.batch
        == "64 for compact and compact-32, 32 for alexnet on scenes, 128 otherwise")
    #expect(
      RecipeDefaults.rate
        == "0.02 for compact and compact-32, 0.0125 for alexnet on scenes, 0.001 for cifar-11, "
        + "cifar-13, cifar-18 and cifar-26, 0.01 otherwise")
    #expect(
      RecipeDefaults.decay
        == "0.004 for cifar-11, cifar-13, cifar-18 and cifar-26, 0.0001 for torchvision, 0.0005 "
        + "otherwise")
    #expect(
      RecipeDefaults.length
        == "90 epochs for alexnet on a folder, paper, code-145, torchvision on a folder, bvlc-alexnet "
        + "on a folder and caffenet on a folder, 89 epochs for code-147, 96 epochs for code-148, "
        + "91 epochs for code-150, 520 epochs for cifar-11, 160 epochs for cifar-13, 140 epochs for cifar-18, 10 epochs for cifar-26, no "
        + "limit otherwise")
    #expect(
      RecipeDefaults.schedule
        == "the epochs of the notes for code-145, code-147, code-148 and code-150, a table for "
        + "cifar-11, cifar-13, cifar-18 and cifar-26, plateau otherwise")
    #expect(
      RecipeDefaults.augmentation
        == "crop,mirror,colour for alexnet on a folder, paper, code-145, code-147, code-148 and "
        + "code-150, off for cifar-18 and cifar-26, crop,mirror otherwise")
    #expect(
      RecipeDefaults.dropout
        == "off for cifar-11, cifar-13, cifar-18, cifar-26 and four-layer, 0.5 otherwise")
  }
}
