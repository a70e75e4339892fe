/// What is to be done with a store.
public enum StoreAccess: Sendable {
  /// Nothing is written: neither the log nor a read model.
  case read
  /// Records are appended.
  case append
  /// Read models are written, and records appended when an erasure is to be finished.
  case project
}
