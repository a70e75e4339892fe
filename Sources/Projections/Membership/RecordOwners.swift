public import InteractionModel

/// The case and the party that a record belongs to under some links.
public struct RecordOwners: Sendable, Hashable {
  /// The case; nil when the record belongs to none.
  public let `case`: String?
  /// The party; nil when the record names none.
  public let party: String?
  /// The case that it says somebody is moved into, or out of; nil when it moves nobody.
  private let namedCase: String?
  /// The party that it says somebody is merged into; nil when it merges nobody.
  private let namedParty: String?

  init(`case`: String?, party: String?, namedCase: String?, namedParty: String?) {
    self.case = `case`
    self.party = party
    self.namedCase = namedCase
    self.namedParty = namedParty
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
  /// The entity of a fold that the record goes into beside; the same as ``Membership/place(of:namedBy:)``.
  /// - Parameters:
  ///   - fold: what is folded by.
  ///   - record: the record whose owners these are.
  /// - Returns: the id of the entity; nil when there is none, or the record belongs to it anyway.
  public func place(of fold: Fold, namedBy record: Record) -> String? {
    guard fold.reach == .withMoves else { return nil }
    let place = fold.kind == .case ? namedCase : fold.kind == .party ? namedParty : nil
    return place == entity(of: fold, for: record) ? nil : place
  }
}
