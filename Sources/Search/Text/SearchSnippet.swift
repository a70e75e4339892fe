/// A piece of a text around what was found, with what was found marked.
public struct SearchSnippet: Sendable, Hashable {
  /// A stretch of the piece.
  public struct Fragment: Sendable, Hashable {
    /// The words as they were written; runs of white space are one space.
    public let text: String
    /// Whether the query looked for them.
    public let isMatch: Bool
  }

  /// The stretches, in order; together they are the snippet.
  public let fragments: [Fragment]

  /// The snippet in one string.
  /// - Parameters:
  ///   - open: stands before what was found.
  ///   - close: stands behind it.
  /// - Returns: the text.
  public func marked(_ open: String = "«", _ close: String = "»") -> String {
    fragments.map { $0.isMatch ? open + $0.text + close : $0.text }.joined()
  }
}
