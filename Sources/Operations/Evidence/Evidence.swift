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
/// the purpose nor who asked nor when stands in it. That the records are all there are is folded from the
/// first record on, so that no read model has to be believed or to be up to date. Records are read a page
/// at a time, each page with its account; when all is written and before it counts as given,
/// `record.disclosed` is appended.
public struct Evidence: Sendable {
  private let reader: Reader
  private let key: SigningKeyFile
  private let supervisor: Supervisor

  /// How many records are opened at once.
  private static let pageSize = 500

  /// Work that has not begun.
  /// - Parameters:
  ///   - reader: who gives it away, and why; their store is open to append.
  ///   - key: where the log's signing key is, which states that the records are all there are, and
  ///     signs a checkpoint where one has to be.
  ///   - supervisor: whoever has it done.
  public init(_ reader: Reader, key: SigningKeyFile, _ supervisor: Supervisor) {
    self.reader = reader
    self.key = key
    self.supervisor = supervisor
  }

  /// Writes the archive.
  /// - Parameters:
  ///   - request: what is given.
  ///   - write: takes the bytes of the archive.
  /// - Returns: what was written.
  /// - Throws: ``/Queries/QueryError`` when there is no such thing, ``/Compliance/RedactionError``,
  ///   ``/Compliance/DisclosureRefusal``, ``IncompleteEvidence``, ``ClosedMeanwhile``, ``OtherEvidence``,
  ///   what folding, signing, opening and appending throw, and what `write` throws.
  public func write(
    _ request: EvidenceRequest, _ write: @escaping @Sendable ([UInt8]) throws -> Void
  ) async throws -> EvidenceBundle {
    let gate = try await reader.gate()
    let tree = try await tree(of: request, gate)
    let records = tree.records
    if let there = request.replaced,
      there.entity != records.entity || there.origin != reader.store.events.origin
    {
      throw OtherEvidence(there: there)
    }
    let completeness = try EvidenceCompleteness(
      of: [records.entity] + tree.erasures.registers, in: tree.signed.checkpoint, of: reader.store,
      key: key, supervisor)
    let redactions = try PlacedRedactions(
      request.redactions, among: Set(records.positions), in: reader.store.events)
    let scope = AccessGate.Scope(command: "evidence", entity: records.entity)
    let archive = try ZipWriter(write)
    var report = EvidenceReport(of: records, in: tree.checkpoint, of: tree.witnesses)
    var tally = EvidenceTally()
    var repeats = RepeatedWords()
    var departed = DepartedEntities(of: records)
    var parties: Set<String> = []
    var attachments: Set<String> = []
    var leaves = CompactRange()
    supervisor.tell(.began(.givingEvidence))
    defer { supervisor.tell(.ended(.givingEvidence)) }
    var rest = records.positions[...]
    while !rest.isEmpty {
      try supervisor.check()
      let page = try records.stored(rest.prefix(Evidence.pageSize))
      rest = rest.dropFirst(Evidence.pageSize)
      let disclosed = try await gate.disclose(
        page.map { try $0.decoded() }, scope: scope, withholding: redactions)
      parties.formUnion(disclosed.parties)
      for (stored, record) in zip(page, disclosed.records) {
        try tree.erasures.require(record)
        try tree.require(record)
        try add(stored, record, in: tree, to: archive, &attachments)
        leaves.append(.leaf(stored.line))
        report.take(record)
        tally.take(record)
        repeats.take(record)
        repeats.takeEnvelope(of: stored)
        departed.take(record.record)
      }
      supervisor.tell(
        .progressed(
          WorkProgress(
            step: .records, done: Int64(tally.records), total: Int64(records.positions.count))))
    }
    try completeness.require(leaves, of: records.entity)
    for (register, records) in tree.registers {
      var leaves = CompactRange()
      for stored in records { leaves.append(.leaf(stored.line)) }
      try completeness.require(leaves, of: register)
    }
    for stored in tree.beside.flatMap(\.records) { repeats.takeEnvelope(of: stored) }
    let manifest = try finish(
      archive, report.html(tally, completeness, tree.erasures, departed.found), tree, completeness)
    let size = tree.signed.checkpoint.size
    let position = try await gate.register(
      AccountedDisclosure(
        of: records.entity, records: tally.records, withheld: tally.withheldCount,
        parties: parties, size: size, cosigned: tree.signed.cosignatures.count, bundle: manifest,
        authority: request.authority,
        recipient: request.recipient))
    return EvidenceBundle(
      entity: records.entity, checkpoint: tree.checkpoint, tally: tally,
      erasures: tree.erasures.erasures.map(\.requested), departed: departed.found,
      repeats: try gate.identifiers().map { repeats.found($0.rules) } ?? [],
      quarantined: completeness.quarantined, manifest: manifest,
      position: position)
  }
}

/// The records that are given away, and the tree that they are proven to be in.
private struct EvidenceTree {
  let records: EntityRecords
  let checkpoint: WitnessedCheckpoint
  var signed: SignedCheckpoint { checkpoint.signed }
  /// The keys that the log had by then; the last one signed the tree.
  let keys: [VerifierKey]
  /// The records by which each key but the first was stated by the one before it.
  let rotations: [StoredRecord]
  /// The records by which the log names its witnesses, and how many have to cosign.
  let witnessing: [StoredRecord]
  /// What they say.
  let witnesses: Witnesses
  /// What closed parts of the records for good.
  let erasures: EvidenceErasures
  /// The records of the registers that tell of it.
  let registers: [(register: EntityKey, records: [StoredRecord])]
  /// The records that took something out of it and are not among its own, in the order of the log.
  let moves: [StoredRecord]
  /// The records by which parts of it were redacted in the log.
  let redactions: Set<Position>
  /// Those that are not among its own, in the order of the log.
  let otherRedactions: [StoredRecord]

  init(
    _ records: EntityRecords, _ erasures: EvidenceErasures, redactedBy redactions: Set<Position>,
    in checkpoint: WitnessedCheckpoint, of events: any EventStore
  ) throws {
    self.records = records
    self.erasures = erasures
    let size = Position(Int64(clamping: checkpoint.signed.checkpoint.size))
    var witnesses = Witnesses()
    witnessing = try events.records(.stream(.log), in: ReadRange(through: size), limit: .max)
      .filter { stored in
        let record = try stored.decoded()
        guard record.type == .witnessAdded || record.type == .witnessRemoved else { return false }
        try witnesses.take(record)
        return true
      }
    self.witnesses = witnesses
    // As the log named them by then, so that the same checkpoint gives the same bytes.
    self.checkpoint = checkpoint.judged(by: witnesses)
    registers = try erasures.records(atSize: checkpoint.signed.checkpoint.size, in: events)
    func others(_ places: Set<Position>) throws -> [StoredRecord] {
      try places.subtracting(records.positions).sorted()
        .map { try RecordProof.record(.at($0), in: events) }
    }
    moves = try others(Set(records.departed.map(\.by)))
    self.redactions = redactions
    otherRedactions = try others(redactions)
    let reigns = try events.signingKeys().reigns
      .filter { UInt64($0.from.rawValue) <= checkpoint.signed.checkpoint.size }
    keys = reigns.map(\.key)
    rotations = try reigns.dropFirst().map { try RecordProof.record(.at($0.from), in: events) }
  }

  /// The records that are not the entity's, by the file that they stand in, a line each.
  var beside: [(name: String, records: [StoredRecord])] {
    [
      ("registers.jsonl", registers.flatMap(\.records).sorted { $0.position < $1.position }),
      ("rotations.jsonl", rotations), ("moves.jsonl", moves),
      ("redactions.jsonl", otherRedactions), ("witnesses.jsonl", witnessing),
    ]
  }

  /// Checks that parts which are closed as redacted were by these.
  /// - Parameter disclosed: a record, as it is given.
  /// - Throws: ``ClosedMeanwhile`` when one was by another.
  func require(_ disclosed: DisclosedRecord) throws {
    for case .closed(.redacted(let by)) in disclosed.parts where !redactions.contains(by) {
      throw ClosedMeanwhile(position: disclosed.record.position)
    }
  }
}

extension Evidence {
  /// The records, and a checkpoint that reaches all of them: the last one where that will do and the key
  /// in force signed it, which signs that these are all.
  private func tree(
    of request: EvidenceRequest, _ gate: AccessGate
  ) async throws -> EvidenceTree {
    let store = reader.store
    let now = try EntityRecords(of: request.entity, for: reader)
    let redactions = try redactions(of: now, gate)
    let erasures = try EvidenceErasures(of: now.positions, in: store.events)
    let last = ProvenRecord.at(
      max(
        now.positions.last ?? .start, now.departed.map(\.by).max() ?? .start,
        redactions.max() ?? .start, try erasures.last(in: store.events) ?? .start))
    let proving = Proving(store, toSign: { store }, key: key)
    func records(in checkpoint: WitnessedCheckpoint) throws -> EntityRecords {
      let size = Position(Int64(clamping: checkpoint.signed.checkpoint.size))
      return try EntityRecords(of: request.entity, atSize: size, for: reader)
    }
    var checkpoint = try await proving.run(last, fresh: request.isFresh).checkpoint
    var then = try records(in: checkpoint)
    let reigns = try store.events.signingKeys().reigns
    let since = UInt64(clamping: reigns.last?.from.rawValue ?? 0)
    // What belongs together was said otherwise since, or another key signs now.
    if then.positions != now.positions || then.departed != now.departed
      || since > checkpoint.signed.checkpoint.size
    {
      checkpoint = try await proving.run(last, fresh: true).checkpoint
      then = try records(in: checkpoint)
    }
    return try EvidenceTree(
      then, erasures, redactedBy: redactions, in: checkpoint, of: store.events)
  }

  /// Where records stand by which some were redacted in the log.
  private func redactions(of records: EntityRecords, _ gate: AccessGate) throws -> Set<Position> {
    var found: Set<Position> = []
    var rest = records.positions[...]
    while !rest.isEmpty {
      try supervisor.check()
      let page = try records.stored(rest.prefix(Evidence.pageSize)).map { try $0.decoded() }
      rest = rest.dropFirst(Evidence.pageSize)
      found.formUnion(try gate.redactions(of: page))
    }
    return found
  }

  /// The proof that the tree has a record.
  private func proof(of stored: StoredRecord, in tree: EvidenceTree) throws -> [UInt8] {
    let events = reader.store.events
    guard let key = tree.keys.last else { throw SigningKeyError.noneNamed(origin: events.origin) }
    return try RecordProof(of: stored, in: tree.signed, of: events, key: key).proof.bytes
  }

  /// Adds records that are not of the entity, a line each in one file, and their proofs.
  private func add(
    _ records: [StoredRecord], as name: String, in tree: EvidenceTree, to archive: ZipWriter,
    _ proven: inout Set<Position>
  ) throws {
    guard !records.isEmpty else { return }
    try archive.add(name, records.flatMap { $0.line + [UInt8(ascii: "\n")] })
    for stored in records where proven.insert(stored.position).inserted {
      try archive.add("proofs/\(stored.position).tlog-proof", try proof(of: stored, in: tree))
    }
  }

  /// Adds a record with its proof, its parts, and the attachments of those that are given whole.
  private func add(
    _ stored: StoredRecord, _ record: DisclosedRecord, in tree: EvidenceTree,
    to archive: ZipWriter, _ attachments: inout Set<String>
  ) throws {
    let place = stored.position
    try archive.add("records/\(place).json", stored.line)
    try archive.add("proofs/\(place).tlog-proof", try proof(of: stored, in: tree))
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
    _ archive: ZipWriter, _ report: String, _ tree: EvidenceTree,
    _ completeness: EvidenceCompleteness
  ) throws -> String {
    let checkpoint = tree.signed.checkpoint
    let entity = tree.records.entity
    let bundle: JSONObject = [
      "completeness": .object(try completeness.json(of: entity)),
      "departed": .array(
        tree.records.departed.map { departed in
          [
            "by": .int(departed.by.rawValue), "id": .string(departed.entity.id),
            "kind": .string(departed.entity.kind.rawValue),
          ]
        }),
      "entity": ["id": .string(entity.id), "kind": .string(entity.kind.rawValue)],
      "erasures": tree.erasures.json,
      "format": .string(EvidenceBundle.format.description),
      "origin": .string(reader.store.events.origin),
      "records": .array(tree.records.positions.map { .int($0.rawValue) }),
      "registers": .array(
        // What has no records has no row either, which the row of the one before it proves.
        try tree.registers.filter { !$0.records.isEmpty }.map { register, records in
          [
            "completeness": .object(try completeness.json(of: register)),
            "id": .string(register.id),
            "records": .array(records.map { .int($0.position.rawValue) }),
          ]
        }),
      "root": .string(checkpoint.root.base64), "size": .int(Int64(clamping: checkpoint.size)),
    ]
    try archive.add("bundle.json", bundle.canonicalBytes)
    try archive.add("certificate", completeness.certificate.bytes)
    try archive.add("checkpoint", tree.signed.bytes)
    try archive.add("keys", Array(tree.keys.map { "\($0)\n" }.joined().utf8))
    try archive.add("proves.html", Array(EvidencePage.html.utf8))
    try archive.add("report.html", Array(report.utf8))
    // One record may stand in several of them, as a redaction that its conversation took elsewhere.
    var proven: Set<Position> = []
    for (name, records) in tree.beside {
      try add(records, as: name, in: tree, to: archive, &proven)
    }
    return try archive.finish()
  }
}
