internal import EventLog
public import InteractionModel

/// How subjects come into rows without their names.
extension Vault {
  /// A subject as the vault's rows name it.
  /// - Parameter subject: the subject by its name.
  /// - Returns: the subject by a keyed hash of it.
  public func hidden(_ subject: Subject) -> HiddenSubject { minter.hidden(subject) }

  /// What the rows of a scope call a participant.
  /// - Parameters:
  ///   - participant: the participant's name, as events have it.
  ///   - scope: a conversation, a case, a party's own stream or a document.
  /// - Returns: what ``SubjectKey/participant`` is in a row of theirs.
  public func label(of participant: String, in scope: EntityKey) -> String {
    minter.label(of: participant, in: scope)
  }

  /// Takes the names out of a vault that was made when rows still had them; once for each vault.
  static func hideParticipants(
    in store: any VaultStore, _ minter: VaultMinter
  ) throws(VaultError) {
    try vaultErrors { () throws(StorageFault) in
      try store.hideParticipants { subject, isGone in
        // Rows whose key an erasure had destroyed were hidden by the same hash already.
        if isGone, let label = minter.label(ofErased: subject.participant) {
          return HiddenSubject(
            scope: subject.scope, participant: label, kind: "", party: subject.party)
        }
        return minter.hidden(subject)
      }
    }
  }
}
