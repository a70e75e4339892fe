package import InteractionModel

/// What the rules of what stands ask of an edit or a redaction.
package protocol MessageAmendment {
  /// When it was made.
  var moment: Moment { get }
  /// Where it stands among the edits of its message.
  var editOrder: EditOrder { get }
  /// Whether it brings other words.
  var hasText: Bool { get }
  /// Who may see the words that it brings.
  var visibility: Visibility { get }
}

/// What stands of one thing that was said, by everything that is said about it: the rules that folds
/// go by, and whoever opens a record.
///
/// A redaction counts wherever it is recorded, for the message, its copies, its edits and the facts
/// that were taken from any of these. Other words count only in the conversation in which the message
/// was said: elsewhere nobody sees that they were changed.
package enum StandingWords {
  /// The redaction that counts: the first one, for nothing that comes later takes it back.
  package static func redaction<Amendment: MessageAmendment>(
    of redactions: some Sequence<Amendment>
  ) -> Amendment? {
    redactions.min { $0.moment < $1.moment }
  }

  /// The edit whose words stand: the last one that brings any; nil when the message's own stand.
  package static func edit<Amendment: MessageAmendment>(
    of edits: some Sequence<Amendment>
  ) -> Amendment? {
    edits.lazy.filter(\.hasText).max { $0.editOrder < $1.editOrder }
  }

  /// The edits that bring other words, in the order in which they replace each other; those of the
  /// last one stand, and where it says nothing else those of the ones before.
  package static func editions<Amendment: MessageAmendment>(
    of edits: some Sequence<Amendment>
  ) -> [Amendment] {
    edits.filter(\.hasText).sorted { $0.editOrder < $1.editOrder }
  }

  /// Who may see it: the strictest of what its deliveries say and the edit that stands.
  ///
  /// Of what never came nobody knows who was to see it.
  package static func visibility(
    of deliveries: some Sequence<Visibility>, edited edit: Visibility?
  ) -> Visibility {
    guard let said = deliveries.max() else { return .internal }
    return max(said, edit ?? said)
  }
}

extension Record {
  /// Whether somebody said something with it, which can be edited and redacted.
  package var isSaid: Bool { ArchiveEvent(type)?.isSaid ?? false }
}

extension Record: MessageAmendment {
  package var moment: Moment { Moment(self) }
  package var editOrder: EditOrder { EditOrder(self) }
  package var hasText: Bool { hasText(.edited) }
  package var visibility: Visibility { Visibility(self) ?? .internal }
}
