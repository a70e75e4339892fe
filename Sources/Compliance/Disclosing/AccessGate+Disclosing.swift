public import InteractionModel
internal import Merkle
internal import ProjectionEngine
@_spi(Opening) public import Vault

/// A record with what somebody outside is given of its parts.
public struct DisclosedRecord: Sendable {
  /// The record.
  public let record: Record
  /// Its parts, in order.
  public let parts: [DisclosedPart]
  /// The edit whose words stand in place of its own; nil when these stand.
  public let edit: Position?
  /// What was to be withheld of it, each with the number of its redaction: for whoever looks whether it
  /// is given away elsewhere, and for nobody else.
  package let withheld: [(redaction: Int, text: String)]
}

/// Why records cannot be given away.
public enum DisclosureRefusal: Error, Remediable, Hashable {
  /// Nobody said why.
  case noPurpose
  /// A part cannot be opened although it should.
  case unavailable(Position, Unavailability)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .noPurpose: Diagnosis("nothing is given away without a purpose", "say why")
    case .unavailable(let position, let unavailability):
      Diagnosis(
        "the record at position \(position) cannot be given away: \(unavailability.reason)",
        unavailability.remedy)
    }
  }
}

extension AccessGate {
  /// Opens the sealed parts of some records for somebody outside: each with the key of that part alone,
  /// or, where something of it is withheld, as pieces that prove themselves.
  ///
  /// A reading like any other, with its account. What was redacted in the log or erased stays closed.
  /// - Parameters:
  ///   - records: what to give away.
  ///   - scope: what the account says is looked at.
  ///   - redactions: what is withheld.
  /// - Returns: each record with what is given of its parts, in order; and the parties whose words they
  ///   are, as far as that is known.
  /// - Throws: ``DisclosureRefusal``, ``RedactionError`` or what
  ///   ``open(_:scope:found:redactedToo:)`` throws.
  public func disclose(
    _ records: [Record], scope: Scope, withholding redactions: PlacedRedactions
  ) async throws -> (records: [DisclosedRecord], parties: Set<String>) {
    guard let key else { throw DisclosureRefusal.noPurpose }
    let opened = try await open(records, scope: scope)
    let disclosed = try opened.map { opened in
      let record = opened.record
      var withheld: [(redaction: Int, text: String)] = []
      let parts =
        if let redaction = opened.redaction {
          (0..<record.sealedCount).map { _ in
            DisclosedPart.closed(.redacted(by: redaction.position))
          }
        } else {
          try opened.parts.map { try key.disclose($0, of: record, redactions, &withheld) }
        }
      return DisclosedRecord(
        record: record, parts: parts, edit: opened.edit, withheld: withheld)
    }
    return (disclosed, try key.parties(of: records))
  }

  /// The records by which sealed parts of some were redacted in the log; nothing is opened for that.
  /// - Parameter records: any records.
  /// - Returns: where they stand.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func redactions(of records: [Record]) throws -> Set<Position> {
    let amendments = try Amendments(on: records, in: events, archive: archive)
    return Set(
      records.filter { $0.sealedCount > 0 }.compactMap { amendments.redaction(of: $0)?.position })
  }
}

extension AccessGate.Key {
  fileprivate func disclose(
    _ part: OpenedPart, of record: Record, _ redactions: PlacedRedactions,
    _ told: inout [(redaction: Int, text: String)]
  ) throws -> DisclosedPart {
    let position = record.position
    switch part.result {
    case .erased: return .closed(.erased)
    case .notPermitted: throw DisclosureRefusal.noPurpose
    case .unavailable(let unavailability):
      throw DisclosureRefusal.unavailable(position, unavailability)
    case .opened(let content):
      let places = redactions.of(part.index, at: position)
      let (spans, exemptions) = try withheld(places, in: content, at: position, &told)
      do throws(DisclosingError) {
        if exemptions.isEmpty {
          return .opened(content, try log.recordKey(of: record, part: part.index))
        }
        return .redacted(
          try log.disclose(record, part: part.index, withholding: spans), exemptions)
      } catch {
        // An erasure came in between.
        guard case .erased = error else { throw error }
        return .closed(.erased)
      }
    }
  }

  /// What is withheld of a part, and by which codes: a leaf stands under each that withholds it.
  private func withheld(
    _ places: [PlacedRedactions.Place], in content: JSONObject, at position: Position,
    _ told: inout [(redaction: Int, text: String)]
  ) throws -> (spans: [TextSpan], exemptions: [DisclosedPart.Exemption]) {
    var all: [TextSpan] = []
    var codes: [String: Set<Int>] = [:]
    for place in places {
      let boxes = try place.boxes(in: content, at: position)
      told += boxes.map { (place.number, $0.text) }
      let spans = boxes.map(\.span)
      let leaves: [[Int]]
      do throws(DisclosureError) {
        leaves = try Disclosure.leaves(under: spans, of: content)
      } catch {
        throw RedactionError.noSuchPlace(place.number, position)
      }
      codes[place.redaction.exemption, default: []].formUnion(leaves.joined())
      all += spans
    }
    let exemptions = codes.sorted { $0.key < $1.key }.map { code, leaves in
      DisclosedPart.Exemption(code: code, leaves: leaves.sorted())
    }
    return (all, exemptions)
  }

  /// The parties whose words some records are: whom they name, and whose their keys are.
  fileprivate func parties(of records: [Record]) throws -> Set<String> {
    var parties = Set(records.compactMap(\.party))
    let keys = try Set(records.flatMap { try $0.shownKeys() })
    parties.formUnion(try log.vault.keys(withIDs: Array(keys)).compactMap(\.party))
    return parties
  }
}
