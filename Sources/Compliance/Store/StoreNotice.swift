/// What whoever works with a store should be told, although nothing failed.
public enum StoreNotice: Sendable, Hashable {
  /// An erasure that had been interrupted was finished.
  case finishedErasure(String)
  /// So many keys that an erasure had destroyed were in the vault again, as in a copy from before, and
  /// were destroyed again.
  case destroyedAgain(keys: Int)
  /// A damaged build of the full-text index was removed by a purge.
  case removedDamagedIndex
  /// The read model that answers was built by older code.
  case stale(ServingError)
}
