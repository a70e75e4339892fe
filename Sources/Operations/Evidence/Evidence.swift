public import Compliance
internal import EventLog
internal import InteractionModel
internal import Merkle
internal import ProjectionEngine
internal import Queries
public import Vault

/// Gives the records of a case, a conversation or a party to somebody who has neither the log nor a reason
/// to trust whoever keeps it: one archive that proves itself.
///
/// <doc:EvidenceBundles> has its form. The same log, checkpoint and redactions give the same bytes: neither
/// the purpose nor who asked nor when stands in it. Records are read a page at a time, each page with its
/// account; when all is written and before it counts as given, `record.disclosed` is appended.
public struct Evidence: Sendable {
  private let reader: Reader
  private let key: SigningKeyFile

  /// How many records are opened at once.
  private static let pageSize = 500

  /// Work that has not begun.
  /// - Parameters:
  ///   - reader: who gives it away, and why; their store is open to append.
  ///   - key: where the log's signing key is, for when a checkpoint has to be signed.
  public init(_ reader: Reader, key: SigningKeyFile) {
    self.reader = reader
    self.key = key
  }

  /// Writes the archive.
  /// - Parameters:
  ///   - request: what is given.
  ///   - write: takes the bytes of the archive.
  /// - Returns: what was written.
  /// - Throws: ``/Queries/QueryError`` when there is no such thing, ``/Compliance/RedactionError``,
  ///   ``/Compliance/DisclosureRefusal``, what signing, opening and appending throw, and what `write`
  ///   throws.
  public func write(
    _ request: EvidenceRequest, _ write: @escaping @Sendable ([UInt8]) throws -> Void
  ) async throws -> EvidenceBundle {
    let events = reader.store.events
    let (records, signed) = try tree(of: request)
    let redactions = try PlacedRedactions(
      request.redactions, among: Set(records.positions), in: events)
    let gate = try await reader.gate()
    let scope = AccessGate.Scope(command: "evidence", entity: records.entity)
    let archive = try ZipWriter(write)
    var report = EvidenceReport(of: records, in: signed)
    var tally = EvidenceTally()
    var parties: Set<String> = []
    var attachments: Set<String> = []
    var rest = records.positions[...]
    while !rest.isEmpty {
      try reader.stop.check()
      let page = try records.stored(rest.prefix(Evidence.pageSize))
      rest = rest.dropFirst(Evidence.pageSize)
      let disclosed = try await gate.disclose(
        page.map { try $0.decoded() }, scope: scope, withholding: redactions)
      parties.formUnion(disclosed.parties)
      for (stored, record) in zip(page, disclosed.records) {
        try add(stored, record, in: signed, to: archive, &attachments)
        report.take(record)
        tally.take(record)
      }
    }
    let bundle = try finish(archive, report, tally, records, signed)
    let position = try await gate.register(
      AccountedDisclosure(
        of: records.entity, records: tally.records, withheld: tally.withheldCount,
        parties: parties, size: signed.checkpoint.size, bundle: bundle,
        authority: request.authority, recipient: request.recipient))
    return EvidenceBundle(
      entity: records.entity, checkpoint: signed.checkpoint, tally: tally, manifest: bundle,
      position: position)
  }
}

extension Evidence {
  /// The records, and a checkpoint that reaches all of them: the last one where that will do, for which
  /// no key is needed.
  private func tree(
    of request: EvidenceRequest
  ) throws -> (records: EntityRecords, signed: SignedCheckpoint) {
    let store = reader.store
    let now = try EntityRecords(of: request.entity, for: reader)
    let last = ProvenRecord.at(now.positions.last ?? .start)
    let proving = Proving(store, toSign: { store }, key: key)
    func records(in signed: SignedCheckpoint) throws -> EntityRecords {
      try EntityRecords(
        of: request.entity, atSize: Position(Int64(clamping: signed.checkpoint.size)), for: reader)
    }
    var signed = try proving.run(last, fresh: request.isFresh).proof.checkpoint
    var then = try records(in: signed)
    if then.positions != now.positions {
      // What belongs together was said otherwise since.
      signed = try proving.run(last, fresh: true).proof.checkpoint
      then = try records(in: signed)
    }
    return (then, signed)
  }

  /// Adds a record with its proof, its parts, and the attachments of those that are given whole.
  private func add(
    _ stored: StoredRecord, _ record: DisclosedRecord, in signed: SignedCheckpoint,
    to archive: ZipWriter, _ attachments: inout Set<String>
  ) throws {
    let place = stored.position
    try archive.add("records/\(place).json", stored.line)
    let proof = try RecordProof(
      of: stored, in: signed, of: reader.store.events, key: try key(of: signed.checkpoint))
    try archive.add("proofs/\(place).tlog-proof", proof.proof.bytes)
    let sealed = try record.record.sealedParts()
    for (index, part) in record.parts.enumerated() {
      try archive.add("parts/\(place)-\(index).json", part.json.canonicalBytes)
      guard case .opened = part else { continue }
      for name in sealed[index].attachments where attachments.insert(name).inserted {
        guard let bytes = try reader.store.events.attachment(name) else {
          throw DisclosureRefusal.unavailable(place, .attachmentMissing)
        }
        try archive.add("attachments/\(name)", bytes)
      }
    }
  }

  /// Adds what is about all records, and ends the archive.
  private func finish(
    _ archive: ZipWriter, _ report: EvidenceReport, _ tally: EvidenceTally,
    _ records: EntityRecords,
    _ signed: SignedCheckpoint
  ) throws -> String {
    let checkpoint = signed.checkpoint
    let bundle: JSONObject = [
      // The place of the proof that these are all records; see EvidencePage.
      "completeness": .null,
      "entity": [
        "id": .string(records.entity.id), "kind": .string(records.entity.kind.rawValue),
      ],
      "format": .string(EvidenceBundle.format.description),
      "origin": .string(reader.store.events.origin),
      "records": .array(records.positions.map { .int($0.rawValue) }),
      "root": .string(checkpoint.root.base64), "size": .int(Int64(clamping: checkpoint.size)),
    ]
    try archive.add("bundle.json", bundle.canonicalBytes)
    try archive.add("checkpoint", signed.bytes)
    try archive.add("keys", Array("\(try key(of: checkpoint))\n".utf8))
    try archive.add("proves.html", Array(EvidencePage.html.utf8))
    try archive.add("report.html", Array(report.html(tally).utf8))
    return try archive.finish()
  }

  /// The key that a checkpoint is signed by.
  private func key(of checkpoint: Checkpoint) throws -> VerifierKey {
    let events = reader.store.events
    guard let key = try events.signingKeys().key(atSize: checkpoint.size) else {
      throw SigningKeyError.noneNamed(origin: events.origin)
    }
    return key
  }
}
