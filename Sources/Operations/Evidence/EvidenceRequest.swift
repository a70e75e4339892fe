public import Compliance
public import InteractionModel

/// What somebody outside is to be given.
public struct EvidenceRequest: Sendable {
  /// Whose records: a case, a conversation or a party.
  public var entity: EntityKey
  /// What is withheld of them.
  public var redactions: RedactionList
  /// Who is given it, in words; kept sealed.
  public var recipient: String?
  /// On which authority: a code.
  public var authority: String?
  /// Whether to sign where the log stands, though an older checkpoint reaches all records.
  public var isFresh: Bool
  /// The archive that is written over; nil when none is.
  public var replaced: EvidenceFile?

  /// A request.
  /// - Parameters:
  ///   - entity: whose records: a case, a conversation or a party.
  ///   - redactions: what is withheld of them.
  ///   - recipient: who is given it, in words; kept sealed.
  ///   - authority: on which authority: a code.
  ///   - isFresh: whether to sign where the log stands, though an older checkpoint reaches all records.
  ///   - replaced: the archive that is written over, which has to be of the same; nil when none is.
  public init(
    of entity: EntityKey, redactions: RedactionList = RedactionList(), recipient: String? = nil,
    authority: String? = nil, fresh isFresh: Bool = false, replacing replaced: EvidenceFile? = nil
  ) {
    self.entity = entity
    self.redactions = redactions
    self.recipient = recipient
    self.authority = authority
    self.isFresh = isFresh
    self.replaced = replaced
  }
}
