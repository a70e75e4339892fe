/// That the rows of an entity name a party; see ``EntityWrite/parties``.
public struct Naming: Sendable, Hashable {
  /// Who is named.
  public let party: String
  /// The entity whose rows name it.
  public let entity: String

  /// A naming.
  public init(party: String, entity: String) {
    self.party = party
    self.entity = entity
  }
}
