public import InteractionModel
public import Projections

/// What whoever talks to somebody must not ask again, and what may be asked: one rule for every card.
public struct Asking: Sendable {
  /// What is known and not to be asked again.
  public let known: [Document<FactField>]
  /// What is known and may be out of date, so that it may be asked again.
  public let stale: [Document<FactField>]
  /// What was told and is known no more, so that it may be asked again, with the word for what became
  /// of it.
  public let forgotten: [(key: String, word: String)]

  init(_ facts: [Document<FactField>], _ forgotten: ForgottenKeys = ForgottenKeys()) {
    known = facts.filter { $0[.stale] != true }
    stale = facts.filter { $0[.stale] == true }
    self.forgotten = forgotten.words
  }
}
