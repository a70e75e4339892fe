internal import Compliance
internal import InteractionModel
internal import Queries

extension Reader {
  /// The id that is meant by what was typed; see ``TypedIDs``.
  /// - Throws: what the parser throws of wrong arguments, where several may be meant.
  func id(of kind: EntityKind, _ text: String) throws -> String {
    try asked { try TypedIDs(self).id(of: kind, text) }
  }

  /// The id of the hand-off that is meant by what was typed.
  /// - Throws: what the parser throws of wrong arguments, where several may be meant.
  func handoff(_ text: String) throws -> String {
    try asked { try TypedIDs(self).handoff(text) }
  }
}
