public import Compliance
internal import EventLog
public import InteractionModel
public import Merkle
public import ProjectionEngine
public import Projections

/// Proves that what a log folds to has a row, to whoever has a certificate of the replay and neither the
/// log nor trust in who keeps it.
///
/// Folds the log from its first record on through the size of the certificate, whatever the read models
/// say and however far they are; neither vault nor key is needed.
public struct RowProving: Sendable {
  private let store: OpenStore
  private let supervisor: Supervisor

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: the store, of which the log is read and nothing is written.
  ///   - supervisor: whoever has it done.
  public init(_ store: OpenStore, _ supervisor: Supervisor) {
    self.store = store
    self.supervisor = supervisor
  }

  /// The tables whose rows can be proven, in the order of the projections.
  static let tables = ProjectionCatalogue.all.flatMap(\.tables)

  /// The table that has what an entity's own state is.
  /// - Parameter entity: a case, a conversation or a party.
  /// - Returns: the name of the table; nil when no state is kept of its kind alone.
  public static func table(of entity: EntityKey) -> String? {
    let projection =
      switch entity.kind {
      case .case: CaseState.projection
      case .conversation, .document: ConversationArchive.projection
      case .party: ContinuityHandoff.projection
      case .register: EntityIndex.projection
      }
    return projection.fold(over: entity.kind)?.tables.first?.name
  }

  /// Proves a row.
  /// - Parameters:
  ///   - key: the key of the row.
  ///   - table: the table it is in.
  ///   - certificate: a certificate of a replay of this log.
  /// - Returns: the proof.
  /// - Throws: ``RowProofError``, ``/ProjectionEngine/CompletenessAlarm`` or
  ///   ``/EventLog/StorageFault`` when the log cannot be read; `CancellationError` when it is to stop.
  public func run(
    _ key: String, in table: String, by certificate: Certificate
  ) throws -> ProvenRow {
    guard case .replay(let replay) = certificate.statement else { throw RowProofError.notOfAReplay }
    guard
      let projection = ProjectionCatalogue.all.first(where: { projection in
        projection.tables.contains { $0.name == table }
      }), let declared = projection.tables.first(where: { $0.name == table })
    else { throw RowProofError.unknownTable(table) }
    guard let folded = replay.folded.first(where: { $0.projection == projection.name }) else {
      throw RowProofError.otherProjections(missing: projection.name)
    }
    if let diagnosis = try obstacle(to: folded, of: projection, in: replay.tree) {
      throw RowProofError.uncertified(diagnosis)
    }
    return try supervisor.replaying(projection, of: store, through: replay.tree.size) {
      result, scratch in
      guard result.digest == folded.digest, result.quarantined == folded.quarantined else {
        throw RowProofError.uncertified(
          CertificateProblem.otherState(projection: projection.name).diagnosis)
      }
      let proof = try StateDigest.proof(of: key, in: declared, of: scratch, stop: supervisor.stop)
      guard let proof else {
        throw RowProofError.noRow(table: table, key: key, size: replay.tree.size)
      }
      return ProvenRow(projection: projection.name, proof: proof)
    }
  }

  /// What keeps a certificate from being proven by; nil when nothing does.
  private func obstacle(
    to folded: ReplayCertificate.Folded, of projection: Projection, in tree: Checkpoint
  ) throws -> Diagnosis? {
    let events = store.events
    guard tree.origin.utf8.elementsEqual(events.origin.utf8) else {
      return CertificateProblem.otherLog(origin: events.origin).diagnosis
    }
    let head = try UInt64(events.head().position.rawValue)
    guard tree.size <= head else { return CertificateObstacle.shorterLog(size: head).diagnosis }
    guard try events.root(atSize: tree.size) == tree.root else {
      return CertificateProblem.otherHistory.diagnosis
    }
    guard folded.codeVersion == projection.version else {
      return CertificateObstacle.otherCode(
        projection: folded.projection, version: folded.codeVersion
      ).diagnosis
    }
    return nil
  }
}
