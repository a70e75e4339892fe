public import EventLog
public import InteractionModel
public import Merkle

/// Which record is to be proven.
public enum ProvenRecord: Sendable, Hashable {
  /// The one at a position.
  case at(Position)
  /// The one with an event id.
  case id(EventID)
}

/// That a log has a record, for whoever has neither the log nor trust in who keeps it.
public struct RecordProof: Sendable {
  /// The record as it is hashed.
  public let record: StoredRecord
  /// Its place, the way up and the checkpoint (C2SP tlog-proof).
  public let proof: TlogProof

  /// The record that is meant.
  /// - Parameters:
  ///   - which: which.
  ///   - events: the log.
  /// - Returns: the record.
  /// - Throws: ``QueryError/unknown(_:)`` when the log has none, ``/EventLog/StorageFault`` when it
  ///   cannot be read.
  public static func record(
    _ which: ProvenRecord, in events: any EventStore
  ) throws -> StoredRecord {
    switch which {
    case .at(let position):
      guard let record = try events.record(at: position) else {
        throw QueryError.unknown(.record("\(position)"))
      }
      return record
    case .id(let id):
      guard let record = try events.records(.id(id), in: ReadRange(), limit: 1).first else {
        throw QueryError.unknown(.record(id.description))
      }
      return record
    }
  }

  /// Proves that the tree of a checkpoint has a record; what does not prove it is never answered.
  /// - Parameters:
  ///   - record: the record.
  ///   - checkpoint: the tree.
  ///   - events: the log.
  ///   - key: the key that the checkpoint is signed by.
  /// - Throws: ``/Merkle/TreeError`` when the tree does not reach the record or a tile cannot be read,
  ///   ``/Merkle/NoteError`` when log and checkpoint disagree.
  public init(
    of record: StoredRecord, in checkpoint: SignedCheckpoint, of events: any EventStore,
    key: VerifierKey
  ) throws {
    var tree = try events.tree(atSize: checkpoint.checkpoint.size)
    let inclusion = try tree.inclusionProof(of: UInt64(record.position.previous.rawValue))
    self.record = record
    proof = try TlogProof(inclusion, in: checkpoint)
    try proof.verify(record.line, with: key)
  }

  /// The proof as answers have it.
  public var json: JSONObject {
    let checkpoint = proof.checkpoint.checkpoint
    return [
      "position": .int(record.position.rawValue), "origin": .string(checkpoint.origin),
      "size": .int(Int64(clamping: checkpoint.size)), "root": .string(checkpoint.root.base64),
      "proof": .string(String(decoding: proof.bytes, as: UTF8.self)),
    ]
  }
}

/// What a proof is worth to whoever knows the log's key from elsewhere.
public struct CheckedProof: Sendable {
  /// The proof, as far as it could be read.
  public let proof: TlogProof
  /// Why it does not prove that the log has the record; nil when it does.
  public let fault: NoteError?

  /// Checks a proof, without the log.
  /// - Parameters:
  ///   - bytes: the proof.
  ///   - line: the record as it is hashed, without its line feed.
  ///   - key: the key of the log.
  ///   - witnesses: keys of witnesses, got from elsewhere.
  ///   - quorum: how many of them have to have cosigned the checkpoint.
  /// - Throws: ``/Merkle/NoteError`` when the bytes are no proof.
  public init(
    _ bytes: [UInt8], of line: [UInt8], with key: VerifierKey, and witnesses: [VerifierKey] = [],
    quorum: Int = 0
  ) throws(NoteError) {
    proof = try TlogProof(bytes)
    do throws(NoteError) {
      try proof.verify(line, with: key)
      try proof.checkpoint.require(quorum, of: witnesses)
      fault = nil
    } catch {
      fault = error
    }
  }

  /// Where the log has the record, if the proof is right.
  public var position: Position { Position(Int64(clamping: proof.index)).next }

  /// What was found as answers have it.
  /// - Parameter said: how the face says what to do.
  /// - Returns: what was found.
  public func json(_ said: (Remedy) -> String) -> JSONObject {
    let checkpoint = proof.checkpoint.checkpoint
    return [
      "ok": .bool(fault == nil), "position": .int(position.rawValue),
      "origin": .string(checkpoint.origin), "size": .int(Int64(clamping: checkpoint.size)),
      "root": .string(checkpoint.root.base64),
      "problem": fault.map { .string(said($0.diagnosis.sentence)) } ?? .null,
    ]
  }
}
