/// An operational fault of a store: what failed, why, and what to do.
///
/// Carries no personal data: statements, paths and codes, never values.
public struct StorageFault: Error, Sendable, CustomStringConvertible {
  /// What kind of fault it is.
  public let code: Code
  /// What happened, to what, and what to do.
  public let message: String
  /// The words of the layer below.
  public let cause: String?

  /// A fault.
  public init(code: Code, message: String, cause: String? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  /// Message and cause.
  public var description: String { cause.map { "\(message) (\($0))" } ?? message }
}
