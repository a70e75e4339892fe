/// How somebody can be reached.
public struct FoundContact: Sendable, Hashable {
  /// By what.
  public enum Kind: String, Sendable {
    case phone
    case mail = "email"
  }

  /// By what.
  public let kind: Kind
  /// As it was said.
  public let text: String
}
