/// A file whose import began.
public struct ImportedFile: Sendable, Hashable {
  /// The id of its content.
  public let id: EventID
  /// Whether it was imported to its end.
  public var isComplete: Bool

  /// A file.
  /// - Parameters:
  ///   - id: the id of its content.
  ///   - isComplete: whether it was imported to its end.
  public init(_ id: EventID, isComplete: Bool) {
    self.id = id
    self.isComplete = isComplete
  }
}
