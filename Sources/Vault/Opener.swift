internal import EventLog
internal import InteractionModel

/// Opens parts; the counterpart of ``Sealer``, and like it one for each worker, because it reuses
/// its buffers.
struct Opener {
  private let origin: String
  private var parts = PartOpener()
  private var scratch: [UInt8] = []
  private var additional: [UInt8] = []

  init(origin: String) {
    self.origin = origin
  }

  /// Opens the parts of a record with keys that have been looked up.
  /// - Parameters:
  ///   - record: the record.
  ///   - range: which parts of the batch are its own.
  ///   - batch: the parts.
  ///   - keys: what is known of the batch's keys.
  ///   - attachments: fetches the file of an attachment by its name; nil when there is none.
  /// - Returns: the parts in the record's order.
  /// - Throws: what `attachments` throws.
  mutating func open(
    _ record: Record, _ range: Range<Int>, of batch: PartBatch, with keys: KeyStates,
    attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(StorageFault) -> [OpenedPart] {
    let attempts = try attempt(record, range, of: batch, with: keys, attachments: attachments)
    return zip(range, attempts).map { place, attempt in
      let result: Opening =
        switch attempt {
        case .success(let content?): .opened(content)
        case .success(nil): .erased
        case .failure(let fault): .unavailable(fault.unavailability)
        }
      return OpenedPart(
        index: place - range.lowerBound, keyID: keys.names[batch.parts[place].key], result: result)
    }
  }

  /// Opens the parts of a record and tells what exactly is wrong with them.
  /// - Parameters: as of ``open(_:_:of:with:attachments:)``.
  /// - Returns: for each part, in the record's order, its content: nothing when it was erased.
  /// - Throws: what `attachments` throws.
  mutating func attempt(
    _ record: Record, _ range: Range<Int>, of batch: PartBatch, with keys: KeyStates,
    attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(StorageFault) -> [Result<JSONObject?, PartFault>] {
    var results: [Result<JSONObject?, PartFault>] = []
    results.reserveCapacity(range.count)
    for place in range {
      results.append(
        try attempt(place, at: place - range.lowerBound, of: record, batch, keys, attachments))
    }
    return results
  }

  /// Opens one part; nothing when its key was destroyed.
  private mutating func attempt(
    _ place: Int, at index: Int, of record: Record, _ batch: PartBatch, _ keys: KeyStates,
    _ attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(StorageFault) -> Result<JSONObject?, PartFault> {
    let part = batch.parts[place]
    switch keys.states[part.key] {
    case .held(let key):
      let stands = SealedPlace(
        origin: origin, id: record.id, type: record.type, schema: record.schema, index: index)
      do throws(OpeningFailure<StorageFault>) {
        return .success(
          try content(of: part, batch.others[place], batch, stands, key, attachments))
      } catch {
        switch error {
        case .part(let fault): return .failure(fault)
        case .fault(let fault): throw fault
        }
      }
    case .destroyed: return .success(nil)
    case .missing: return .failure(.keyMissing)
    case .damaged: return .failure(.keyDamaged)
    case .masterChanged: return .failure(.masterKeyChanged)
    }
  }

  private mutating func content(
    of part: PartBatch.Part, _ other: SealedPart?, _ batch: PartBatch, _ place: SealedPlace,
    _ key: DataKey, _ attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(OpeningFailure<StorageFault>) -> JSONObject {
    let secrets = key.part(place, scratch: &scratch)
    place.writeAdditionalData(key: key.id, to: &additional)
    func opened(_ lent: PartBatch.Lent) -> Result<JSONObject, OpeningFailure<StorageFault>> {
      Result { () throws(OpeningFailure<StorageFault>) in
        try parts.content(
          of: lent, with: secrets, boundTo: additional, naming: other?.attachments ?? []
        ) { name, ordinal throws(StorageFault) in
          try attachments(name).map { ($0, key.attachment(ordinal, of: place)) }
        }
      }
    }
    return try (other?.withBytes(opened) ?? batch.withBytes(of: part, opened)).get()
  }
}
