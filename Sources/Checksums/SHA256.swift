import CCrypto

/// The digest SHA-256 (FIPS 180-4) of bytes that are added in pieces, computed by libcrypto.
public struct SHA256: ~Copyable {
  private let context: OpaquePointer

  /// Creates the digest of no bytes.
  public init() {
    // This fails only if there is too little memory, or if OpenSSL is configured without SHA-256.
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("libcrypto cannot compute SHA-256")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Returns the digest of all of the bytes as ``digits()`` does.
  public static func digits(of bytes: [UInt8]) -> String {
    var digest = SHA256()
    bytes.withUnsafeBytes { digest.update($0) }
    return digest.digits()
  }

  /// Adds bytes at the end.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// Ends the digest and returns it as 64 hexadecimal digits in lower case.
  public consuming func digits() -> String {
    let digest = [UInt8](unsafeUninitializedCapacity: 32) { bytes, count in
      EVP_DigestFinal_ex(context, bytes.baseAddress, nil)
      count = 32
    }
    return digest.map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}
