public import InteractionModel
internal import Merkle
@_spi(Opening) public import Vault

/// A record with what somebody outside is given of its parts.
public struct DisclosedRecord: Sendable {
  /// The record.
  public let record: Record
  /// Its parts, in order.
  public let parts: [DisclosedPart]
  /// The edit whose words stand in place of its own; nil when these stand.
  public let edit: Position?
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
      let parts =
        if let redaction = opened.redaction {
          (0..<record.sealedCount).map { _ in
            DisclosedPart.closed(.redacted(by: redaction.position))
          }
        } else {
          try opened.parts.map { try key.disclose($0, of: record, redactions) }
        }
      return DisclosedRecord(record: record, parts: parts, edit: opened.edit)
    }
    return (disclosed, try key.parties(of: records))
  }
}

extension AccessGate.Key {
  fileprivate func disclose(
    _ part: OpenedPart, of record: Record, _ redactions: PlacedRedactions
  ) throws -> DisclosedPart {
    let position = record.position
    switch part.result {
    case .erased: return .closed(.erased)
    case .notPermitted: throw DisclosureRefusal.noPurpose
    case .unavailable(let unavailability):
      throw DisclosureRefusal.unavailable(position, unavailability)
    case .opened(let content):
      let places = redactions.of(part.index, at: position)
      let (spans, exemptions) = try withheld(places, in: content, at: position)
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

  /// What is withheld of a part, and of each leaf the code; where two say so, that of the first.
  private func withheld(
    _ places: [PlacedRedactions.Place], in content: JSONObject, at position: Position
  ) throws -> (spans: [TextSpan], exemptions: [DisclosedPart.Exemption]) {
    var all: [TextSpan] = []
    var codes: [Int: String] = [:]
    for place in places {
      let spans = try place.spans(in: content, at: position)
      let leaves: [[Int]]
      do throws(DisclosureError) {
        leaves = try Disclosure.leaves(under: spans, of: content)
      } catch {
        throw RedactionError.noSuchPlace(place.number, position)
      }
      for leaf in leaves.joined() where codes[leaf] == nil {
        codes[leaf] = place.redaction.exemption
      }
      all += spans
    }
    let exemptions = Set(codes.values).sorted().map { code in
      DisclosedPart.Exemption(
        code: code, leaves: codes.filter { $0.value == code }.map(\.key).sorted())
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
