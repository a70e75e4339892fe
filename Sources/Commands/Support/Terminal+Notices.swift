internal import Compliance

extension Terminal {
  /// Says that text stays closed, and what opens it.
  static func noteSealed() {
    note("text is sealed; --purpose TEXT opens it and records who read it and why")
  }

  /// Says what people should know although nothing failed.
  @Sendable
  static func note(_ notice: StoreNotice) { note(notice.said) }
}

extension StoreNotice {
  /// The line that says it.
  var said: String {
    switch self {
    case .finishedErasure(let erasure):
      "finished the erasure \(erasure), which had been interrupted"
    case .destroyedAgain(let count):
      """
      \(count) key\(count == 1 ? "" : "s") that an erasure had destroyed \
      \(count == 1 ? "was" : "were") in the vault again, as in a copy from before, and \
      \(count == 1 ? "is" : "are") destroyed again
      """
    case .removedDamagedIndex:
      """
      a build of the search index was damaged, and was removed to be sure that it holds nothing of \
      what was erased; `throughline project` builds the index again if it is gone
      """
    case .stale(let error): "stale: \(error.said)"
    }
  }
}
