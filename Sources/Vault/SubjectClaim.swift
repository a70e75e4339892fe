internal import EventLog
internal import InteractionModel

/// Whose a key is, as a record says that it seals.
///
/// What a row of the vault calls a participant is a keyed hash over the scope and the participant's name. So a
/// row whose participant is who acts in a record, whom that names or the entity itself, by the names that events
/// have for these, has to say the scope, the party and the kind that belong to the hash. Of others, whom a
/// source called by a name of its own, no record tells.
struct SubjectClaim {
  private let scope: EntityKey
  private let kind: String
  private let party: String?

  /// What a record says of a row; nil when it says nothing.
  /// - Parameters:
  ///   - row: the row of a key.
  ///   - record: a record that the key seals a part of.
  ///   - vault: the vault that has the row.
  init?(of row: SubjectKey, in record: Record, _ vault: Vault) {
    // A source may say of whom a part is though the record names nobody.
    let names = record.participants + [row.party.map { "party:\($0)" }].compactMap(\.self)
    for scope in record.scopes {
      for name in names where vault.label(of: name, in: scope) == row.participant {
        self.scope = scope
        kind = HiddenSubject.kind(of: name)
        party =
          name.isEmpty && scope.kind == .party
          ? scope.id : name.hasPrefix("party:") ? String(name.dropFirst(6)) : row.party
        return
      }
    }
    return nil
  }

  /// Whether a row says it, too.
  ///
  /// A source may name a party as a participant without saying that it is known to be one, and of what kind a
  /// participant is may not have been noted.
  func isSaid(by row: SubjectKey) -> Bool {
    row.scope == scope && [party, nil].contains(row.party)
      && [kind, "participant", ""].contains(row.kind)
  }

  /// What it says.
  var words: String { SubjectClaim.words(scope, kind, party) }

  /// What a row says.
  static func words(of row: SubjectKey) -> String { words(row.scope, row.kind, row.party) }

  private static func words(_ scope: EntityKey, _ kind: String, _ party: String?) -> String {
    "\(kind.isEmpty ? "somebody" : kind) in \(scope)" + (party.map { ", party \($0)" } ?? "")
  }
}

extension Record {
  /// What its sealed parts may be of.
  fileprivate var scopes: [EntityKey] {
    [
      conversation.map(EntityKey.conversation), stream.entity, self.case.map(EntityKey.case),
      party.map(EntityKey.party), EntityKey(.document, stream.rawValue),
    ].compactMap(\.self)
  }

  /// Who its parts may be about, as events name participants when their sources do not
  /// (``/InteractionModel/NewEvent/defaultSubject``).
  fileprivate var participants: [String] {
    let acting = actor.flatMap { Actor.partyTypes.contains($0.type) ? $0.id : nil }
    let parties = [acting, party, body["party"]?.string].compactMap(\.self).map { "party:\($0)" }
    let actors = actor.map { actor in
      [actor.id.map { "\(actor.type):\($0)" }, actor.type].compactMap(\.self)
    }
    return parties + (actors ?? []) + ["", "matter", "unknown"]
  }
}
