public import InteractionModel

/// The case and the party that a record belongs to under some links.
public struct RecordOwners: Sendable, Hashable {
  /// The case; nil when the record belongs to none.
  public let `case`: String?
  /// The party; nil when the record names none.
  public let party: String?

  init(`case`: String?, party: String?) {
    self.case = `case`
    self.party = party
  }

  /// The entity of a fold that the record goes into; the same as ``Membership/entity(of:for:)``.
  /// - Parameters:
  ///   - fold: what is folded by.
  ///   - record: the record whose owners these are.
  /// - Returns: the id of the entity; nil when the record goes into none.
  public func entity(of fold: Fold, for record: Record) -> String? {
    if fold.reach == .withoutCase, self.case != nil { return nil }
    switch fold.kind {
    case .case: return self.case
    case .conversation: return record.conversation
    case .party: return party
    case .document: return record.ownDocument
    case .register: return record.ownRegister
    }
  }
}
