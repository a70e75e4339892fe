internal import EventLog
internal import InteractionModel

/// Damage to the index, in the words in which it is told.
enum SearchDamage {
  /// A file of the index is not what it must be.
  /// - Parameter what: what is wrong, after “the search index”.
  /// - Returns: the fault, with what to do.
  static func fault(_ what: String) -> StorageFault {
    StorageFault(
      code: .damaged, reason: "the search index \(what): it was altered or damaged",
      remedy: "run \(.project), which builds it again")
  }
}
