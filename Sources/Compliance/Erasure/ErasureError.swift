public import InteractionModel

/// Why an erasure was not done.
public enum ErasureError: Error, Remediable {
  /// A hold stands in its way; nothing was destroyed, and the log says so.
  case refused(ErasureCertificate)
  /// Only parties and conversations are erased.
  case notErasable(EntityKey)
  /// Nothing about it can be read: there is nothing to erase, or it was erased before.
  case nothingLeft(EntityKey, destroyedBefore: Int)
  /// The registers changed every time the erasure was about to begin.
  case tooBusy(EntityKey)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .refused(let certificate):
      Diagnosis(
        """
        \(certificate.entity) was not erased: \
        \(certificate.state.name == "refused" ? "a hold is in force" : certificate.state.name)
        """,
        "\(.showErasure(certificate.erasure)) names it, and \(.releaseHold) ends it")
    case .notErasable(let entity):
      Diagnosis("\(entity) cannot be erased as such", "erase a party or a conversation")
    case .nothingLeft(let entity, 0):
      Diagnosis("nothing is sealed for the \(entity.kind.rawValue) “\(entity.id)”", "check the id")
    case .nothingLeft(let entity, let before):
      Diagnosis("nothing of \(entity) is left to erase: its \(before) keys were destroyed before")
    case .tooBusy(let entity):
      Diagnosis("holds and erasures change all the time; \(entity) was not erased", "try again")
    }
  }
}
