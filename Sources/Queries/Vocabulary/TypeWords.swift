internal import InteractionModel
internal import Projections

/// What a type of event says, in a line for people: the words to its line in
/// ``/InteractionModel/EventCatalogue``.
struct TypeWords: Sendable {
  let type: CatalogueType
  /// What such an event says; short enough to stand beside the longest type on a screen.
  let says: String
  /// What projections make of it beyond a touch, by their names.
  let effects: [(projection: String, effect: String)]

  /// - Parameters:
  ///   - type: the type.
  ///   - says: what it says.
  ///   - cases: what the state of the case takes of it.
  ///   - conversations: what the archive takes of it.
  ///   - handoffs: what continuity takes of it.
  init(
    _ type: CatalogueType, _ says: String, cases: String? = nil,
    conversations: String? = nil, handoffs: String? = nil
  ) {
    self.type = type
    self.says = says
    effects = [
      (CaseState.projection.name, cases), (ConversationArchive.projection.name, conversations),
      (ContinuityHandoff.projection.name, handoffs),
    ].compactMap { name, effect in effect.map { (name, $0) } }
  }

  /// The names of the sealed fields that are worth having; see ``FieldWords/sealed``.
  var sealed: [String] { EventCatalogue.sealedFields(of: type.type) }

  /// The words to a type; nil when it is unknown.
  static func of(_ type: EventType) -> TypeWords? { type.catalogued.flatMap { byType[$0] } }

  private static let byType = Dictionary(
    uniqueKeysWithValues: groups.flatMap(\.types).map { ($0.type, $0) })

  /// All types, by the groups in which people look for them.
  static let groups: [(name: String, types: [TypeWords])] = [
    ("party", party), ("facts", facts), ("conversation", conversation), ("contact", contact),
    ("messages", messages), ("recording", recordings), ("machines", machines),
    ("transfer", transfers), ("work", work), ("case", cases), ("promises", promises),
    ("outreach", outreach), ("feedback", feedback), ("knowledge", knowledge),
    ("governance", governance),
  ]
}
