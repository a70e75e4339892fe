public import InteractionModel

/// Why a store cannot do what needs its vault.
public enum UnusableVault: Error, Remediable, Hashable {
  /// It is not there: it “is missing” or “is empty”. A new one would open nothing.
  case absent(place: String, absence: String)
  /// It belongs to another log.
  case foreign(place: String)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .absent(let place, let absence):
      Diagnosis(
        "\(place) \(absence): without it no sealed text opens and nothing can be appended",
        "restore it from a copy")
    case .foreign(let place):
      Diagnosis(
        """
        \(place) is another store's, or was copied before anything was recorded: it has none of \
        the keys that this log's records name, and another master key
        """,
        "put this log's own vault.db there, with no vault.db-wal of another one beside it")
    }
  }
}
