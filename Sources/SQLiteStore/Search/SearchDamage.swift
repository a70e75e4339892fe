internal import EventLog

/// Damage to the index, in the words in which it is told.
enum SearchDamage {
  /// A file of the index is not what it must be.
  /// - Parameter what: what is wrong, after “the search index”.
  /// - Returns: the fault, with what to do.
  static func fault(_ what: String) -> StorageFault {
    StorageFault(
      code: .damaged,
      message: """
        the search index \(what): it was altered or damaged; run `throughline project`, which builds \
        it again
        """)
  }
}
