public import InteractionModel

/// What people want in their own words, as every card has it: what the matter was opened with, the first
/// that they wrote, in which they mostly say it, and the last.
public struct OwnWords: Sendable {
  /// Where the words stand that it was opened with; nil when it was not, or with none.
  public let opening: JSONValue?
  /// Where what they wrote stands, from the first to the last of what is known of it.
  public let told: [JSONValue]
  /// Whether they wrote more between the first and the last.
  public let isMore: Bool

  /// All of it, in the order in which it is read.
  public var all: [JSONValue] { [opening].compactMap(\.self) + told }
}

extension OwnWords {
  /// The words that a packet refers to, of many some of the first and the last, and before them what its
  /// case was opened with.
  init(opening: JSONValue?, inPacket references: [JSONValue]) {
    self.init(opening: opening, told: references, isMore: references.count > 2)
  }
}
