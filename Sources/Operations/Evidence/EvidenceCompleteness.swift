internal import Compliance
internal import EventLog
public import InteractionModel
internal import Merkle
internal import ProjectionEngine
internal import Projections
internal import Vault

/// That a bundle has all records of its entity and of the registers that go with it: what the log's key
/// states that the records fold to in EntityIndex, and their rows in that.
///
/// Folded from the first record on through the checkpoint of the bundle: a key should sign no more than
/// was found out, and no read model stands where an older checkpoint does.
struct EvidenceCompleteness {
  /// The replay certificate of EntityIndex, without a time.
  let certificate: SignedNote
  /// What EntityIndex passed over, whosever records these are.
  let quarantined: [Position]
  /// That the rows belong to the digest that is certified; none of what has no records.
  private let rows: [EntityKey: RowProof]

  /// Folds, and signs what that gives.
  /// - Parameters:
  ///   - entities: whose records are given: one at least.
  ///   - tree: the checkpoint.
  ///   - store: the store.
  ///   - key: where the log's signing key is; it is read before the work.
  ///   - supervisor: whoever has it done.
  /// - Throws: what folding and signing throw.
  init(
    of entities: [EntityKey], in tree: Checkpoint, of store: OpenStore, key: SigningKeyFile,
    _ supervisor: Supervisor
  ) throws {
    let certifying = try Certifying(store, key: key)
    let (result, rows) = try supervisor.replaying(
      EntityIndex.projection, of: store, through: tree.size
    ) { result, scratch in
      var rows: [EntityKey: RowProof] = [:]
      for entity in entities {
        rows[entity] = try StateDigest.proof(
          of: entity.id, in: EntityIndex.table(of: entity.kind), of: scratch, stop: supervisor.stop)
      }
      return (result, rows)
    }
    self.rows = rows
    quarantined = result.quarantined
    guard let certificate = try certifying.certify(Replayed(results: [result]), at: nil) else {
      throw IncompleteEvidence(entity: entities[0], quarantined: quarantined)
    }
    self.certificate = certificate
  }

  /// Checks that the records that are given of an entity are those of its row.
  /// - Parameters:
  ///   - leaves: theirs, in position order.
  ///   - entity: whose they are.
  /// - Throws: ``IncompleteEvidence`` when they are not.
  func require(_ leaves: CompactRange, of entity: EntityKey) throws {
    guard let row = rows[entity] else {
      guard leaves.count == 0 else { throw incomplete(entity) }
      return
    }
    let values = try JSONValue(parsing: row.row)["values"]
    guard values?["records"] == .int(Int64(clamping: leaves.count)),
      values?["root"]?.string == leaves.root.base64
    else { throw incomplete(entity) }
  }

  /// The row of an entity and its proof, as a bundle has them.
  /// - Parameter entity: which.
  /// - Returns: the row and its proof.
  /// - Throws: ``IncompleteEvidence`` when it has none.
  func json(of entity: EntityKey) throws -> JSONObject {
    guard let row = rows[entity] else { throw incomplete(entity) }
    return try row.json
  }

  private func incomplete(_ entity: EntityKey) -> IncompleteEvidence {
    IncompleteEvidence(entity: entity, quarantined: quarantined)
  }
}

/// That the records found of an entity are not those that EntityIndex counts, so that nobody can state
/// that they are all.
public struct IncompleteEvidence: Error, Remediable {
  let entity: EntityKey
  let quarantined: [Position]

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    let reason =
      "the records found of \(entity.kind.rawValue) “\(entity.id)” are not those that "
      + "\(EntityIndex.projection.name) counts, so nothing was given away"
    guard !quarantined.isEmpty else { return Diagnosis(reason, "run \(.verify) and \(.replay)") }
    let places = quarantined.map { "\($0)" }.joined(separator: ", ")
    return Diagnosis(
      reason,
      """
      it passes over what was quarantined, at \(places): evidence of what these belong to cannot \
      be complete
      """)
  }
}
