import FoundationEssentials
import Glibc

extension Error {
  /// The `errno` of a failed access to a file. FoundationEssentials keeps it below an error of its own, whose
  /// description is not for users. `nil` if the operating system did not cause the error.
  public var systemCode: CInt? {
    ((self as? CocoaError)?.underlying as? POSIXError)?.code.rawValue
  }

  /// The operating system's reason for a failed access to a file, such as "Permission denied". `nil` if the
  /// operating system did not cause the error.
  public var systemReason: String? { systemCode.map { String(cString: strerror($0)) } }
}
