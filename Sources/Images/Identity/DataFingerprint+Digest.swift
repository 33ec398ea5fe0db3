import Checksums

extension DataFingerprint {
  /// The SHA-256 of the identity in hexadecimal digits. Data with the same digest are the same images; the
  /// digest also depends on the names that users read.
  public var digest: String { SHA256.digits(of: json) }
}
