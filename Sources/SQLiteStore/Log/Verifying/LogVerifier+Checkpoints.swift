internal import EventLog
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record
internal import Merkle

/// The checkpoints that the records are compared with on the way: those that are kept in the log, and
/// one from outside.
struct CheckpointsInUse {
  /// A checkpoint, as a row has it.
  struct Kept {
    let size: Int64
    let note: [UInt8]
    let cosignatures: [CosignatureTable.Row]
  }

  /// All that are kept, from the smallest.
  private let all: [Kept]
  /// How many cosignatures are kept of each, by its size.
  private let cosignatures: [Int64: Int]
  /// Those that were not looked at yet.
  var kept: ArraySlice<Kept> = []
  /// What is kept as a witness's word of none of them.
  var strays: [CosignatureTable.Row] = []
  /// What somebody kept elsewhere, and trusts.
  let outside: Checkpoint?
  /// The keys that the records so far name.
  var keys = SigningKeys()
  /// The witnesses that the records so far name.
  var witnesses: Witnesses { named.last?.witnesses ?? Witnesses() }
  /// Whom records named, each with the record from which on it was so.
  private var named: [(from: Int64, witnesses: Witnesses)] = []

  /// Reads those that are kept.
  init(_ database: Database, outside: Checkpoint?) throws {
    self.outside = outside
    guard try CheckpointTable.isThere(database) else {
      (all, cosignatures) = ([], [:])
      return
    }
    var all: [Kept] = []
    try CheckpointTable.forEach(database) { size, note in
      let cosignatures = try CosignatureTable.rows(database, ofSize: size)
      all.append(Kept(size: size, note: note, cosignatures: cosignatures))
      return true
    }
    self.all = all
    cosignatures = Dictionary(all.map { ($0.size, $0.cosignatures.count) }) { $1 }
    kept = all[...]
    strays = try CosignatureTable.strays(database)
  }

  /// The digest of what was signed of the first records.
  func digest(through size: Int64) -> Hash {
    let notes = all.prefix { $0.size <= size }.map { kept -> JSONValue in
      let lines = kept.cosignatures.map { JSONValue.string("\($0.name) \($0.keyID) \($0.line)") }
      return [.int(kept.size), .string(Hex.string(kept.note)), .array(lines)]
    }
    return Hash.content(JSONValue.array(notes).canonicalBytes)
  }

  /// How many were looked at.
  var comparedCount: Int { all.count - kept.count }

  /// How many cosignatures are kept of the one of so many records; nil when that is not kept.
  func cosignatures(ofSize size: Int64) -> Int? { cosignatures[size] }

  /// Takes what a record says of witnesses; most say nothing.
  mutating func takeWitness(_ record: Record) throws(NoteError) {
    var next = witnesses
    try next.take(record)
    if next != witnesses { named.append((record.position.rawValue, next)) }
  }

  /// Those that fewer of the witnesses cosigned than had to, as the records up to their sizes say.
  var uncosigned: UncosignedCheckpoints? {
    var found: UncosignedCheckpoints?
    var next = named[...]
    var witnesses = Witnesses()
    for kept in all {
      while let first = next.first, first.from <= kept.size {
        witnesses = first.witnesses
        next.removeFirst()
      }
      let cosigned = witnesses.registered.count { witness in
        kept.cosignatures.contains {
          $0.keyID == Int64(witness.key.id) && $0.name.utf8.elementsEqual(witness.key.name.utf8)
        }
      }
      guard cosigned < witnesses.quorum else { continue }
      found = UncosignedCheckpoints(
        count: (found?.count ?? 0) + 1, last: kept.size, cosigned: cosigned,
        quorum: witnesses.quorum)
    }
    return found
  }

  /// Leaves out what was signed of the first records.
  mutating func passOver(through size: Int64) { kept = all.drop { $0.size <= size } }
}

/// Each checkpoint must be signed by the key that the log names, and be of the tree that the records
/// make: so each is consistent with the next one, too. What is kept as a witness's word must be that of one
/// that the log named by then.
extension LogVerifier {
  /// Takes the key that a record names, if it does: the log's next one, which the one before it must
  /// state, or a witness's.
  mutating func checkKeys(_ record: Record) {
    do throws(NoteError) {
      try checkpoints?.keys.take(record)
    } catch {
      report(
        record.position.rawValue, "signing key", "one that the key before it states",
        error.diagnosis.reason)
    }
    do throws(NoteError) {
      try checkpoints?.takeWitness(record)
    } catch {
      report(
        record.position.rawValue, "witness", "the key of one", error.diagnosis.reason)
    }
  }

  /// Looks for the checkpoint by which something was given away, and its cosignatures, where a record says
  /// so: both were kept before.
  mutating func checkDisclosure(_ record: Record) {
    guard record.type == .recordDisclosed, record.stream == .disclosures,
      let size = record.body["size"]?.int, let all = checkpoints
    else { return }
    guard let kept = all.cosignatures(ofSize: size) else {
      return report(
        record.position.rawValue, "checkpoint of \(size)", "kept, as the disclosure says", "none",
        "it was deleted: compare log.db with a copy")
    }
    guard let told = record.body["cosigned"]?.int, told > kept else { return }
    report(
      record.position.rawValue, "cosignatures of \(size)", "\(told), as the disclosure says",
      "\(kept)", "one was deleted: compare log.db with a copy")
  }

  /// Compares the checkpoints that end with the last record.
  mutating func checkCheckpoints() {
    guard let tree, let all = checkpoints else { return }
    let size = Int64(tree.count)
    if let outside = all.outside, outside.size == tree.count, outside.root != tree.root,
      all.keys.standing(to: outside) == nil
    {
      report(
        nil, "root of \(size) records", outside.root.base64, tree.root.base64,
        "something through position \(size) was altered since that was signed: compare with a copy")
    }
    while let next = checkpoints?.kept.first, next.size <= size {
      checkpoints?.kept.removeFirst()
      check(next, tree.root, size)
    }
  }

  private mutating func check(_ kept: CheckpointsInUse.Kept, _ root: Hash, _ size: Int64) {
    let what = "checkpoint of \(kept.size)"
    guard kept.size == size else {
      return report(kept.size, what, "the size of a tree", "\(kept.size)")
    }
    guard let key = checkpoints?.keys.last else {
      return report(size, what, "a key that the log names", "none")
    }
    do throws(NoteError) {
      let signed = try SignedCheckpoint(kept.note)
      try signed.verify(with: key)
      let found = signed.checkpoint
      if found.size != UInt64(kept.size) {
        report(size, what, "\(kept.size) records", "\(found.size)")
      } else if found.root != root {
        report(size, what, root.base64, found.root.base64)
      }
      check(kept.cosignatures, of: signed)
    } catch {
      report(size, what, "signed by \(key.name)", error.diagnosis.reason)
    }
  }

  private mutating func check(
    _ cosignatures: [CosignatureTable.Row], of signed: SignedCheckpoint
  ) {
    let witnesses = checkpoints?.witnesses.known ?? []
    for row in cosignatures {
      do throws(NoteError) {
        guard let signature = row.signature else { throw .notANote(.badSignature) }
        var signed = signed
        let witness = witnesses.first { $0.name == signature.name && $0.id == signature.keyID }
        guard let witness else { throw .notSigned(by: witnesses.map(\.name)) }
        try signed.add(signature, of: witness)
      } catch {
        report(row, error.diagnosis.reason)
      }
    }
  }

  private mutating func report(_ row: CosignatureTable.Row, _ reason: String) {
    report(row.size, "cosignature of \(row.size)", "one of \(row.name)", reason)
  }

  /// Checkpoints of more records than the log has are of records that it no longer has.
  mutating func checkMissingRecords() {
    guard let all = checkpoints, tree != nil else { return }
    for row in all.strays { report(row, "no checkpoint of that size is kept") }
    let remedy: Remedy = "bring the missing records back from a copy, and append nothing before"
    if let outside = all.outside { checkMissing(outside, all.keys.standing(to: outside), remedy) }
    if let last = all.kept.last {
      report(size + 1, "records", "\(last.size), as was signed", "\(size)", remedy)
    }
  }

  /// Whether the log has all records of a checkpoint from outside, or states which of them it lost.
  private mutating func checkMissing(
    _ outside: Checkpoint, _ standing: CheckpointStanding?, _ remedy: Remedy
  ) {
    switch standing {
    case .lost, .extended: break
    case .otherHistory:
      report(
        nil, "root of \(outside.size) records", "the one that was given up", outside.root.base64,
        "two histories of “\(outside.origin)” were signed: keep both checkpoints")
    case .shorter(let common):
      report(
        Int64(common) + 1, "records", "\(outside.size), as was signed",
        "\(common), and fewer are stated to be lost", remedy)
    case nil:
      guard outside.size > UInt64(size) else { return }
      report(size + 1, "records", "\(outside.size), as was signed", "\(size)", remedy)
    }
  }
}
