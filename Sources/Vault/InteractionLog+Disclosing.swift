public import EventLog
public import InteractionModel
public import Merkle

extension InteractionLog {
  /// Discloses a part of a record but for some spans of it: whoever is given that and the record sees
  /// that it is what was sealed, and learns nothing of the rest but how many pieces it has.
  /// - Parameters:
  ///   - record: a record of this log.
  ///   - index: which of its parts.
  ///   - spans: what is withheld; each is widened to whole pieces.
  /// - Returns: the disclosure.
  /// - Throws: ``DisclosingError``.
  @_spi(Opening)
  public func disclose(
    _ record: Record, part index: Int, withholding spans: [TextSpan]
  ) throws(DisclosingError) -> Disclosure {
    let (key, place) = try key(of: record, part: index)
    let opening: Opening
    do throws(StorageFault) {
      opening = try open(record)[index].result
    } catch {
      throw .storage(error)
    }
    let content: JSONObject
    switch opening {
    case .opened(let opened): content = opened
    case .unavailable(let unavailability): throw .unavailable(unavailability)
    case .erased, .notPermitted: throw .erased
    }
    var scratch: [UInt8] = []
    do throws(DisclosureError) {
      return try Disclosure(
        of: content, salts: key.part(place, scratch: &scratch).seed, withholding: spans)
    } catch {
      throw .span(error)
    }
  }

  /// What opens a part of a record and nothing else, for whoever may have the whole part.
  /// - Parameters:
  ///   - record: a record of this log.
  ///   - index: which of its parts.
  /// - Returns: the key.
  /// - Throws: ``DisclosingError``.
  @_spi(Opening)
  public func recordKey(
    of record: Record, part index: Int
  ) throws(DisclosingError) -> RecordKey {
    let (key, place) = try key(of: record, part: index)
    let count: Int
    do throws(StorageFault) {
      count = try Vault.parts(of: record)[index].attachments.count
    } catch {
      throw .storage(error)
    }
    return key.recordKey(place, attachments: count)
  }

  /// The data key of a part, if it may still be used, and where the part stands.
  private func key(
    of record: Record, part index: Int
  ) throws(DisclosingError) -> (DataKey, SealedPlace) {
    guard (0..<record.sealedCount).contains(index) else { throw .noSuchPart }
    let state: KeyState
    do throws(StorageFault) {
      var batch = PartBatch(capacity: record.sealedCount)
      try batch.add(record)
      var keys = try vault.keys(of: batch)
      keys.markDestroyed(try store.destroyed(among: keys.names).keys)
      state = keys.states[batch.parts[index].key]
    } catch {
      throw .storage(error)
    }
    switch state {
    case .held(let key):
      return (
        key,
        SealedPlace(
          origin: store.origin, id: record.id, type: record.type, schema: record.schema,
          index: index)
      )
    case .destroyed: throw .erased
    case .missing: throw .unavailable(.keyMissing)
    case .damaged: throw .unavailable(.keyDamaged)
    case .masterChanged: throw .unavailable(.masterKeyChanged)
    }
  }
}

/// Why a part cannot be disclosed.
@_spi(Opening)
public enum DisclosingError: Error, Remediable {
  /// The record has fewer parts.
  case noSuchPart
  /// Its key was destroyed.
  case erased
  /// It cannot be opened although it should.
  case unavailable(Unavailability)
  /// What shall be withheld is not there.
  case span(DisclosureError)
  /// Vault or log cannot be asked.
  case storage(StorageFault)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .noSuchPart: Diagnosis("the record has no such part", "count its parts from 0")
    case .erased: Diagnosis("the part was erased, so nothing of it can be disclosed")
    case .unavailable(let unavailability): unavailability.diagnosis
    case .span(let error): error.diagnosis
    case .storage(let fault): fault.diagnosis
    }
  }
}
