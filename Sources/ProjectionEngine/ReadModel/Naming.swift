/// That the rows of an entity depend on where something else belongs; see ``EntityWrite/named``.
///
/// Both sides as they are stored: the names of entities.
public struct Naming: Sendable, Hashable {
  /// What is named: a party, a conversation or a case.
  public let named: String
  /// The entity whose rows name it.
  public let entity: String

  /// A naming.
  public init(named: String, entity: String) {
    self.named = named
    self.entity = entity
  }
}
