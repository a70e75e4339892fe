internal import Compliance
internal import EventLog
public import InteractionModel
internal import Merkle
internal import ProjectionEngine
internal import Projections
internal import Vault

/// That a bundle has all records of its entity: what the log's key states that the records fold to in
/// EntityIndex, and the entity's row in that.
///
/// Folded from the first record on through the checkpoint of the bundle: a key should sign no more than
/// was found out, and no read model stands where an older checkpoint does.
struct EvidenceCompleteness {
  /// The replay certificate of EntityIndex, without a time.
  let certificate: SignedNote
  /// What EntityIndex passed over, whosever records these are.
  let quarantined: [Position]
  private let entity: EntityKey
  /// That the row belongs to the digest that is certified; nil when the entity has none.
  private let row: RowProof?

  /// Folds, and signs what that gives.
  /// - Parameters:
  ///   - entity: whose records are given.
  ///   - tree: the checkpoint.
  ///   - store: the store.
  ///   - key: where the log's signing key is; it is read before the work.
  ///   - supervisor: whoever has it done.
  /// - Throws: what folding and signing throw.
  init(
    of entity: EntityKey, in tree: Checkpoint, of store: OpenStore, key: SigningKeyFile,
    _ supervisor: Supervisor
  ) throws {
    self.entity = entity
    let certifying = try Certifying(store, key: key)
    let table = EntityIndex.table(of: entity.kind)
    let (result, row) = try supervisor.replaying(
      EntityIndex.projection, of: store, through: tree.size
    ) { result, scratch in
      (result, try StateDigest.proof(of: entity.id, in: table, of: scratch, stop: supervisor.stop))
    }
    self.row = row
    quarantined = result.quarantined
    guard let certificate = try certifying.certify(Replayed(results: [result]), at: nil) else {
      throw IncompleteEvidence(entity: entity, quarantined: quarantined)
    }
    self.certificate = certificate
  }

  /// Checks that the records that are given are those of the row.
  /// - Parameter leaves: theirs, in position order.
  /// - Throws: ``IncompleteEvidence`` when they are not.
  func require(_ leaves: CompactRange) throws {
    let values = try row.map { try JSONValue(parsing: $0.row) }?["values"]
    guard values?["records"] == .int(Int64(clamping: leaves.count)),
      values?["root"]?.string == leaves.root.base64
    else { throw IncompleteEvidence(entity: entity, quarantined: quarantined) }
  }

  /// The row and its proof, as a bundle has them.
  var json: JSONObject {
    get throws {
      guard let row else { throw IncompleteEvidence(entity: entity, quarantined: quarantined) }
      return [
        "index": .int(Int64(clamping: row.inclusion.index)),
        "path": .array(row.inclusion.path.map { .string($0.base64) }),
        "row": try JSONValue(parsing: row.row),
        "rows": .int(Int64(clamping: row.inclusion.size)),
      ]
    }
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
