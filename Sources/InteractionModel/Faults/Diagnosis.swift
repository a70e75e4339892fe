/// What happened, what to do about it, and what the layer below says: none of it personal data.
public struct Diagnosis: Sendable, Hashable {
  /// What happened, to what; without a full stop.
  public let reason: String
  /// What to do; nil when nobody can do anything, or the reason says it all.
  public let remedy: Remedy?
  /// The words of the layer below; nil when there are none.
  public let cause: String?

  /// A diagnosis.
  public init(_ reason: String, _ remedy: Remedy? = nil, cause: String? = nil) {
    self.reason = reason
    self.remedy = remedy
    self.cause = cause
  }

  /// What any error says of itself.
  /// - Parameter error: the error; of one that keeps them apart, reason, remedy and cause.
  public init(of error: any Error) {
    self = (error as? any Remediable)?.diagnosis ?? Diagnosis("\(error)")
  }

  /// All of it as one sentence, in which tasks still await their face.
  public var sentence: Remedy {
    let sentence: Remedy = remedy.map { "\(reason); \($0)" } ?? "\(reason)"
    return cause.map { "\(sentence) (\($0))" } ?? sentence
  }
}
