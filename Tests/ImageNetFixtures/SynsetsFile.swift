/// A file `meta.mat` of an artificial development kit of ImageNet.
public enum SynsetsFile {
  /// The file in base64, written by SciPy 1.17: `synsets`, 4×1 structures of ILSVRC2012_ID, WNID, words,
  /// gloss, num_children, children, wordnet_height and num_train_images. The first three are number 3
  /// "crane, bird", number 1 "crane, machine" and number 2 "tench, Tinca tinca"; the fourth is a group of
  /// classes. A second variable, `other`, holds the numbers 0 to 4. Both are compressed.
  public static let compressed = """
    TUFUTEFCIDUuMCBNQVQtZmlsZSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAAAAAAAAAAAAABSU0PAAAAjAEAAHic
    7ZVBT8IwFMcfYyDEhIB+gX4ADoAevEGiB0mMMWr0uMyt0ibQJWsN8ebRu35CTxz5CLauzK4ujGxeTHzJW/ce+f/W914b
    OgCwagE05SoXcCCxho5d6TXte9L5M+NYcPm7Cz2df5U+vbi5uz4dDYYjb3qmAPeXyZraMopDbiZm84hnEuxp4QWEzsMY
    s69EJtgwGBYewXRGhJaI2KfMowt/hjl0ZPIEvutpWvXUDFfW1vnEWhOlnxh6N0ffNvRdHbNBYkOd34Wzb3FUHMQ+w330
    QOMw5ZwXcHoW51B6xDD6eHlDSyoI8lHoc5Lyyvcn0Q+26Ddm6n/ru6X1V+8Te9/tAr0j32qw2xy3nYeRsf8iTsfiqFif
    h4Uv7wLDP/ufx6lnOHUQy+h/7rD73B2oPvcjY/9F9/fA4qhYYBaQPrqlLPCRUM/8fuTxGhZPxYLEGFftJ/ztc1D++93K
    /wvHRh1F99fNcFx4pJyUnTtlDMdV+ydLt+vP0zuWvpvK12OTU34f63HVc/QJzB9fqA8AAAA1AAAAeJzjY2BgSABiNiDm
    AGI+BghghfIZoWwYnV+SkVoEpHmAWIMBARihNBOUZobSLFAaALl1AwQ=
    """
    .filter { !$0.isWhitespace }
}
