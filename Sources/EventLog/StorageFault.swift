public import InteractionModel

/// An operational fault of a store: what failed, why, and what to do.
///
/// Carries no personal data: statements, paths and codes, never values.
public struct StorageFault: Error, Remediable {
  /// What kind of fault it is.
  public let code: Code
  /// What happened, to what, what to do, and the words of the layer below.
  public let diagnosis: Diagnosis

  /// A fault.
  /// - Parameters:
  ///   - code: what kind of fault it is.
  ///   - diagnosis: what happened, to what, and what to do.
  public init(code: Code, _ diagnosis: Diagnosis) {
    self.code = code
    self.diagnosis = diagnosis
  }

  /// A fault.
  /// - Parameters:
  ///   - code: what kind of fault it is.
  ///   - reason: what happened, to what, without a full stop.
  ///   - remedy: what to do, without a full stop.
  ///   - cause: the words of the layer below.
  public init(code: Code, reason: String, remedy: Remedy? = nil, cause: String? = nil) {
    self.init(code: code, Diagnosis(reason, remedy, cause: cause))
  }
}
