internal import EventLog

/// Damage to the index, in the words in which it is told.
enum SearchDamage {
  /// What is seen by everybody who asks the index.
  /// - Parameter what: what is wrong, after “the search index”.
  /// - Returns: the fault, with what to do.
  static func fault(_ what: String) -> StorageFault {
    fault(what, "run `throughline project`, which builds it again")
  }

  /// What only shows when every document is looked at.
  /// - Parameter what: what is wrong, after “the search index”.
  /// - Returns: the fault, with what to do.
  static func hidden(_ what: String) -> StorageFault {
    fault(what, "run `throughline rebuild search`")
  }

  private static func fault(_ what: String, _ remedy: String) -> StorageFault {
    StorageFault(
      code: "damaged",
      message: "the search index \(what): it was altered or damaged; \(remedy)")
  }
}
