internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Search
internal import Synchronization

/// The builds of another store, whose indexes fail at one call of some kind.
final class FailingIndexes: SearchIndexStore {
  /// The calls that can fail.
  enum Call {
    case apply, condense
  }

  private let base: any SearchIndexStore
  private let call: Call
  private let left: Mutex<Int>

  /// - Parameters:
  ///   - base: the builds.
  ///   - call: what fails.
  ///   - count: which time.
  init(_ base: any SearchIndexStore, _ call: Call, at count: Int) {
    self.base = base
    self.call = call
    left = Mutex(count)
  }

  fileprivate func pass(_ call: Call) throws(StorageFault) {
    guard call == self.call else { return }
    let isLast = left.withLock { left in
      left -= 1
      return left == 0
    }
    if isLast { throw StorageFault(code: .io, reason: "failed for the test") }
  }

  func serving() throws(StorageFault) -> (any SearchIndex)? {
    try base.serving().map { FailingIndex(base: $0, owner: self) }
  }
  func servingGeneration() throws(StorageFault) -> Int64? { try base.servingGeneration() }
  func build(
    _ version: SearchVersion, fresh: Bool, purged: LogCheckpoint
  ) throws(StorageFault) -> SearchBuild {
    let build = try base.build(version, fresh: fresh, purged: purged)
    return SearchBuild(
      index: FailingIndex(base: build.index, owner: self), release: build.release)
  }
  func serve(_ index: any SearchIndex) throws(StorageFault) {
    try base.serve((index as? FailingIndex)?.base ?? index)
  }
  func exclusively<Value>(_ index: any SearchIndex, _ body: () throws -> Value) throws -> Value {
    try base.exclusively((index as? FailingIndex)?.base ?? index, body)
  }
  func purge(
    _ erasures: (LogCheckpoint) throws -> SearchErasures
  ) throws(StorageFault) -> SearchPurge { try base.purge(erasures) }
}

private struct FailingIndex: SearchIndex {
  let base: any SearchIndex
  let owner: FailingIndexes

  var generation: Int64 { base.generation }
  func state() throws(StorageFault) -> SearchIndexState { try base.state() }
  func check() throws(StorageFault) { try base.check() }
  func inspect() throws(StorageFault) { try base.inspect() }
  func examine() throws(StorageFault) { try base.examine() }
  func count() throws(StorageFault) -> Int { try base.count() }
  func documents(of conversations: [String]) throws(StorageFault) -> [SearchDocument] {
    try base.documents(of: conversations)
  }
  func documents(at positions: [Position]) throws(StorageFault) -> [SearchDocument] {
    try base.documents(at: positions)
  }
  func apply(_ batch: SearchBatch) throws(StorageFault) {
    try owner.pass(.apply)
    try base.apply(batch)
  }
  func condense() throws(StorageFault) { try base.condense() }
  func condense(before position: Position) throws(StorageFault) {
    try owner.pass(.condense)
    try base.condense(before: position)
  }
  func setFailure(_ failure: ProjectionFailure) throws(StorageFault) {
    try base.setFailure(failure)
  }
  func search(_ request: SearchRequest) throws(StorageFault) -> SearchPage {
    try base.search(request)
  }
  func similar(
    to conversation: String, filter: SearchFilter, limit: Int
  ) throws(StorageFault) -> [SimilarConversation] {
    try base.similar(to: conversation, filter: filter, limit: limit)
  }
  func forEachText(_ body: (SearchDocument, String) throws -> Void) throws {
    try base.forEachText(body)
  }
}
