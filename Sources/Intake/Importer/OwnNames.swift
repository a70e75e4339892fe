internal import InteractionModel

/// What sources call commitments and hand-offs: those that were read, and those that the log has.
struct OwnNames {
  /// How many entities are remembered of which the log was asked.
  private static let remembered = 1_024

  private let log: (any EarlierEvents)?
  /// The event that began each.
  private var read: [OwnName: EventID] = [:]
  private var asked: [EntityKey: Set<OwnName>] = [:]
  /// All that the log has; nil before anybody needed them.
  private var all: Set<OwnName>?

  init(_ log: (any EarlierEvents)?) { self.log = log }

  /// Takes in an event that was read; its name may be sealed, because it is no id by its form.
  mutating func take(_ event: NewEvent) {
    guard let kind = OwnName.Kind(begunBy: event.type), let text = event.said(in: kind.field)
    else { return }
    read[OwnName(kind, text, source: event.source)] = event.id
  }

  /// The event of this import that began what is called so.
  func event(calledInThisImport name: OwnName) -> EventID? { read[name] }

  /// Whether something is called so: nearly always it was read before, or is of what the event is of; else
  /// all of the log is looked through, once.
  mutating func has(_ name: OwnName, near event: NewEvent) throws -> Bool {
    guard read[name] == nil else { return true }
    guard let log else { return false }
    if let all { return all.contains(name) }
    let near = [
      event.conversation.map(EntityKey.conversation), event.case.map(EntityKey.case),
      event.party.map(EntityKey.party),
    ]
    for entity in near.compactMap(\.self) {
      if asked[entity] == nil {
        if asked.count >= OwnNames.remembered { asked = [:] }
        asked[entity] = try log.ownNames(of: entity)
      }
      if asked[entity]?.contains(name) == true { return true }
    }
    let all = try log.ownNames(of: nil)
    self.all = all
    return all.contains(name)
  }
}
