internal import EventLog
public import InteractionModel
internal import ProjectionEngine
public import Projections

/// A finding and all the records that make it one.
public struct FindingReason: Sendable {
  /// Its document.
  public let finding: Document<FindingField>
  /// The records that make it one.
  public let causes: Causes
  /// The link that withdrew it; empty while it stands.
  public let withdrawal: Causes

  init(_ finding: Document<FindingField>, in log: any EventStore) throws {
    self.finding = finding
    causes = try Causes(of: finding, in: log)
    withdrawal = try Causes([finding[.withdrawnBy]?.int].compactMap { $0 }, in: log)
  }

  /// The reason as answers have it.
  public var json: JSONObject {
    var object: JSONObject = [
      "finding": finding[.id] ?? .null, "kind": finding[.kind] ?? .null,
      "state": finding[.state] ?? .null, "causes": causes.json,
      "document": finding.json,
    ]
    object["withdrawnBy"] = withdrawal.records.first.map { .object(Causes.json($0)) } ?? .null
    return object
  }
}

/// Why a hand-off is as it is.
public struct HandoffReasons: Sendable {
  /// The hand-off.
  public let id: String
  /// Which event last changed each field.
  public let fields: Explanations
  /// What makes its findings ones.
  public let findings: [FindingReason]

  /// The reasons as answers have them.
  public var json: JSONObject {
    [
      "handoff": .string(id), "fields": fields.fields,
      "findings": .array(findings.map { .object($0.json) }),
    ]
  }
}

extension Handoffs {
  /// Which event last changed each field of a hand-off, and what makes its findings ones.
  /// - Parameters:
  ///   - id: the hand-off.
  ///   - field: the field; nil for all.
  ///   - point: as of when; nil for now.
  /// - Returns: the reasons.
  /// - Throws: ``QueryError`` when there is no such hand-off or field.
  public func explain(
    _ id: String, field: String? = nil, at point: AsOf? = nil
  ) throws -> HandoffReasons {
    let found = try handoff(id, point)
    let fields = try Explanations(
      found.owner.id, in: RowPlace(table: found.table, key: id), field: field, of: .handoff(id),
      by: questions(over: found.owner.kind, point))
    let findings =
      field == nil || field == HandoffField.findings.rawValue
      ? try findings(of: id, found, point) : []
    return HandoffReasons(
      id: id, fields: fields, findings: try findings.map { try FindingReason($0, in: log) })
  }

  /// What makes a finding one.
  /// - Parameters:
  ///   - id: the finding: `channel_restart@123`.
  ///   - point: as of when; nil for now.
  /// - Returns: the reason.
  /// - Throws: ``QueryError`` when there is none, or it is none any more because what was asked again
  ///   had been erased or redacted.
  public func explain(finding id: String, at point: AsOf? = nil) throws -> FindingReason {
    let found = try finding(id, point)
    let forgotten = try ForgottenFacts(for: reader, through: point == nil ? nil : found.position)
    guard try forgotten.unfounded(among: [found.fields]).isEmpty else {
      throw QueryError.unknown(.finding(id))
    }
    return try FindingReason(found.fields, in: log)
  }
}
