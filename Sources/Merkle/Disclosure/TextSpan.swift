/// Some of a string of a plaintext, in Unicode scalars.
public struct TextSpan: Sendable, Hashable {
  /// Where the string stands in the plaintext: a JSON pointer (RFC 6901).
  public let pointer: String
  /// Which of its scalars, from 0.
  ///
  /// Of a value that is no string, or an empty one, any range is all of it.
  public let scalars: Range<Int>

  /// A span.
  /// - Parameters:
  ///   - pointer: where the string stands in the plaintext.
  ///   - scalars: which of its scalars, from 0.
  public init(pointer: String, scalars: Range<Int>) {
    self.pointer = pointer
    self.scalars = scalars
  }
}
