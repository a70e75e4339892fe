import EventLog
import InteractionModel
import ProjectionEngine
import Projections
import Synchronization

/// A read model that another one keeps, whose commits can be made to fail.
final class ScriptedReadModel: ForwardingReadModel {
  /// What is committed.
  enum Commit {
    case everything(ReadModelBatch)
    case states(StateBatch)
    case rows([EntityRows])
  }

  let base: MemoryReadModel
  private let looked = Mutex(0)
  private let script: Mutex<@Sendable (Commit) -> StorageFault?>

  init(_ base: MemoryReadModel, _ script: @escaping @Sendable (Commit) -> StorageFault?) {
    self.base = base
    self.script = Mutex(script)
  }

  convenience init(_ projection: Projection) {
    self.init(MemoryReadModel(projection)) { _ in nil }
  }

  /// One that says which states a build commits.
  convenience init(
    _ projection: Projection, statesOf note: @escaping @Sendable (StateBatch) -> Void
  ) {
    self.init(MemoryReadModel(projection)) { commit in
      if case .states(let batch) = commit { note(batch) }
      return nil
    }
  }

  func follow(_ script: @escaping @Sendable (Commit) -> StorageFault?) {
    self.script.withLock { $0 = script }
  }

  func commit(_ batch: ReadModelBatch) throws(StorageFault) {
    let script = script.withLock { $0 }
    if let fault = script(.everything(batch)) { throw fault }
    try base.commit(batch)
  }

  func commit(_ batch: StateBatch) throws(StorageFault) {
    let script = script.withLock { $0 }
    if let fault = script(.states(batch)) { throw fault }
    try base.commit(batch)
  }

  func commit(_ rows: [EntityRows]) throws(StorageFault) {
    let script = script.withLock { $0 }
    if let fault = script(.rows(rows)) { throw fault }
    try base.commit(rows)
  }

  /// How often a link was looked for.
  var looks: Int { looked.withLock { $0 } }

  func link(_ kind: LinkKind, of subject: String) -> Link? {
    looked.withLock { $0 += 1 }
    return base.link(kind, of: subject)
  }
  func subjects(_ kind: LinkKind, everPointingTo target: String) -> [String] {
    looked.withLock { $0 += 1 }
    return base.subjects(kind, everPointingTo: target)
  }
}
