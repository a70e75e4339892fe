public import Compliance
public import InteractionModel

/// Every erasure that was asked for, refused ones included.
public struct ErasureList: Sendable {
  /// Their certificates, in the order in which they were asked for.
  public let certificates: [ErasureCertificate]

  static let columns = [
    "erasure", "state", "entityKind", "entity", "authority", "position", "requested", "actorType",
    "actor",
    "hold", "subjects", "records", "completed", "completedPosition", "milliseconds", "inTime",
    "origin",
  ]
  /// What tables call them otherwise.
  static let names = ["of": "entityKind", "id": "entity"]

  /// The erasures of a store.
  /// - Parameter reader: whoever asks.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public init(_ reader: Reader) throws {
    certificates = try ErasureCertificate.all(in: reader.store.events)
  }

  /// The list as answers have it.
  public var json: JSONObject { ["erasures": .array(certificates.map { .object($0.json) })] }

  /// Its lines, for tables of other programs and for counts.
  public var lines: ListLines {
    ListLines(
      ErasureList.columns, called: ErasureList.names, certificates.map(\.json.withActorApart))
  }
}
