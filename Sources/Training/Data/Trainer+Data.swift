import Blueprint
import Images

extension Trainer {
  /// Checks that a plan can be carried out on data: enough images for a batch after the plan's limit,
  /// some for validation, all of a size that the network takes.
  public static func check(_ plan: RunPlan, on data: any DataSource) throws(ImagesError) {
    let (image, crop) = (data.imageShape, plan.network.input)
    guard image.channels == crop.channels else {
      throw .wrongChannels(image: image, crop: crop)
    }
    guard image.height >= crop.height, image.width >= crop.width else {
      throw .imageSmallerThanCrop(image: image, crop: crop)
    }
    guard data.count(.validation) > 0 else { throw .noValidationImages }
    let images = plan.imagesPerEpoch(of: data.count(.train))
    guard images >= plan.batch else {
      throw .fewerImagesThanABatch(images: images, batch: plan.batch)
    }
  }
}
