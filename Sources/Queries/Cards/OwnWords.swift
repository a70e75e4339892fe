internal import Compliance
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
  /// The words that a packet refers to, of many the first three and the last, and before them what its
  /// case was opened with.
  ///
  /// A packet refers to what may be words: that which is open and is none is left out.
  init(opening: JSONValue?, inPacket references: [JSONValue], in words: OpenedReferences) {
    let told = references.filter { words[$0] != .nothing }
    self.init(
      opening: opening, told: told.count > 4 ? told.prefix(3) + told.suffix(1) : told,
      isMore: told.count > 2)
  }

  /// The first and the last of what they may have written that is something, and before them what the
  /// case was opened with.
  init(opening: JSONValue?, first: [JSONValue], last: [JSONValue], in words: OpenedReferences) {
    let told = [first, last].compactMap { words.leading(.firstOf($0)) }
      .filter { words[$0] != .nothing }
    self.init(
      opening: opening, told: told.unique,
      isMore: (first + last).unique.filter { words[$0] != .nothing }.count > 2)
  }
}
