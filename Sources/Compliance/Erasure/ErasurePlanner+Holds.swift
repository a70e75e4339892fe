internal import EventLog
internal import InteractionModel
internal import Projections
internal import Vault

/// Which holds stand in the way of a plan.
///
/// A hold covers whoever and whatever belonged to what is held at any moment while it was in force,
/// until it is released. So the words of an erasure count for every conversation, case and party
/// that they are or were of, by whatever road they came there or left: an identification, a merge,
/// a link. All of it is told by the log; the vault says only whose a row is now.
extension ErasurePlanner {
  /// The first hold in force that stands in the way of a plan.
  ///
  /// Links count as they are, and as they were at any time since the hold was placed.
  func hold(against plan: ErasurePlan, among holds: [Hold]) throws -> Hold? {
    try holds.first { hold in
      guard hold.isInForce else { return false }
      let reach = try HoldReach(hold, links)
      if try plan.concerned.ends.contains(where: { try reach.covers($0.key, until: $0.value) }) {
        return true
      }
      // A row may say by its name alone which party it is, and no record need name that party.
      let unknown = plan.rows.filter { $0.party == nil }
      guard hold.entity.kind == .party, !unknown.isEmpty else { return false }
      let kin = reach.kin
      return unknown.contains { isStated(as: kin, $0) }
    }
  }

  /// Everything that the words under some keys are or were of.
  func concerned(
    by rows: [SubjectKey], of entity: EntityKey, _ family: [String], _ draft: Draft
  ) -> Concern {
    var concern = Concern()
    concern.note(entity)
    for party in family { concern.note(.party(party)) }
    for row in rows {
      if row.scope.kind != .document { concern.note(row.scope) }
      if let party = row.party { concern.note(.party(party)) }
    }
    concern.take(identities(of: rows, draft))
    concern.take(draft, of: entity, Set(family), sealedUnder: Set(rows.map(\.keyID)))
    return concern
  }

  /// Which parties identifications said that the participants of rows are, each with the record
  /// that took it back.
  private func identities(
    of rows: [SubjectKey], _ draft: Draft
  ) -> [(party: String, end: Position)] {
    let identifications = draft.identifications()
    var found: [(String, Position)] = []
    for (scope, rows) in Dictionary(grouping: rows, by: \.scope) {
      guard let said = identifications[scope] else { continue }
      let labels = ParticipantLabels(Set(said.compactMap(\.participant)), in: scope, log.vault)
      for row in rows {
        let name = labels.name(of: row)?.bare
        let isNameless = isCalled(ErasurePlanner.nameless, row)
        // One that names nobody may be about any participant who has no name.
        let own = said.filter { $0.participant.map { $0 == name } ?? isNameless }
        for (place, identification) in own.enumerated() {
          let next = own[(place + 1)...].first { later in
            identification.participant == nil || later.participant != nil
          }
          found.append((identification.party, next?.position ?? Position(.max)))
        }
      }
    }
    return found
  }
}
