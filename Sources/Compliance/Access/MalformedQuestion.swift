/// A question that is not written as it must be.
public struct MalformedQuestion: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with it, and how to write it.
  public let description: String

  package init(_ description: String) {
    self.description = description
  }
}
